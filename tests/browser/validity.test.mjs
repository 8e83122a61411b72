// The Nu Html Checker finds no error in any file of the book.

import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ROOT, pages } from "./support/book.mjs";
import { none } from "./support/faults.mjs";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** The only errors let pass: what mdBook 0.5.4 writes into its pages and no setting changes. */
const EXCEPTIONS = [
  {
    message: /^The “aria-(label|controls)” attribute must not be used on any “label” element/,
    extract: '<label id="mdbook-sidebar-toggle"',
    reason: "a label that acts as a button; book/assets/book.js gives it the role that these attributes belong to",
  },
  {
    message: /^No “li” element in scope but a “li” end tag seen/,
    extract: '"></li></li>',
    reason: "the separator in the list of contents for readers without JavaScript, closed twice; browsers skip the second",
  },
];

const isExcepted = (exception, { message, extract = "" }) =>
  exception.message.test(message) && extract.includes(exception.extract);

test("every page is valid HTML", async () => {
  const { stdout } = await promisify(execFile)(
    "java",
    ["-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--errors-only", ...pages()],
    { cwd: ROOT, maxBuffer: 1 << 28 },
  );
  const errors = JSON.parse(stdout).messages;
  const faults = errors
    .filter((error) => !EXCEPTIONS.some((exception) => isExcepted(exception, error)))
    .map(({ url, lastLine, message, extract = "" }) => {
      const file = path.relative(ROOT, fileURLToPath(url));
      return `${file}:${lastLine}: ${message} ${extract.replace(/\s+/g, " ").trim()}`;
    });
  const unneeded = EXCEPTIONS.filter((exception) => !errors.some((error) => isExcepted(exception, error)));
  none([...faults, ...unneeded.map(({ reason }) => `an exception that nothing needs any more: ${reason}`)]);
});
