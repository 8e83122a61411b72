// The Nu Html Checker finds no error in any file of the book.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ROOT, pages } from "./support/book.mjs";
import { none } from "./support/faults.mjs";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** The only errors let pass: written by mdBook's template into every page, and mended there by `book/assets/book.js`. */
const EXCEPTIONS = [
  {
    where: '<label id="mdbook-sidebar-toggle"',
    messages: ["The “aria-label” attribute must not be used", "The “aria-controls” attribute must not be used"],
    reason: "a label that acts as a button: with the script it has the role of one, which these attributes belong to",
  },
];

const isException = ({ message, extract = "" }) =>
  EXCEPTIONS.some(({ where, messages }) => extract.includes(where) && messages.some((start) => message.startsWith(start)));

test("every page is valid HTML", async () => {
  const { stdout } = await promisify(execFile)(
    "java",
    ["-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--errors-only", ...pages()],
    { cwd: ROOT, maxBuffer: 1 << 28 },
  );
  const errors = JSON.parse(stdout).messages;
  assert.ok(errors.some(isException), "an exception that nothing needs any more is to be deleted");
  none(
    errors
      .filter((error) => !isException(error))
      .map(({ url, lastLine, message, extract = "" }) => {
        const file = path.relative(ROOT, fileURLToPath(url));
        return `${file}:${lastLine}: ${message} ${extract.replace(/\s+/g, " ").trim()}`;
      }),
  );
});
