// axe finds nothing serious or critical on any page, in any of mdBook's themes.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { readable, repeats } from "./support/book.mjs";
import { open, wear } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const OTHER_THEMES = ["navy", "rust", "coal", "ayu"];

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious and critical findings of all rules, or of those named; one line an element. */
async function findings(page, theme, rules) {
  await wear(page, theme);
  const { violations } = await page.evaluate(
    (rules) => window.axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) }),
    rules,
  );
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => `${theme}: ${id}: ${target.join(" ")}: ${any[0]?.message ?? ""}`),
    );
}

describe("axe finds nothing serious", () => {
  // The pages to print repeat others, each of which is looked at alone.
  for (const name of readable().filter((page) => !repeats(page))) {
    test(name, async () => {
      const page = await open(browser, { origin: book.origin });
      await page.goto(`${book.origin}/${name}`);
      await page.evaluate(axe);
      const faults = [];
      faults.push(...(await findings(page, "light")));
      // A theme changes colours and nothing else.
      for (const theme of OTHER_THEMES) faults.push(...(await findings(page, theme, ["color-contrast"])));
      await page.context().close();
      none(faults);
    });
  }
});
