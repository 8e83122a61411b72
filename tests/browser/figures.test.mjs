// What a reader does with a figure besides looking: point at its values, and open the drawer that says where it comes from.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { open } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const FIGURES = ["two_curves/kernel_decay.html", "vignettes/shift_invariance.html", "representation/noising.html"];

async function read(name, options = {}) {
  const page = await open(browser, { origin: book.origin, ...options });
  await page.goto(`${book.origin}/${name}`);
  return page;
}

describe("the drawer under a figure", () => {
  for (const name of FIGURES) {
    test(`opens by keyboard and gives its command to the clipboard: ${name}`, async () => {
      const page = await read(name, { permissions: ["clipboard-read", "clipboard-write"] });
      const drawer = page.locator("main figure details.provenance").first();
      const summary = drawer.locator("summary");
      await summary.focus();
      assert.equal(await drawer.getAttribute("open"), null);
      await page.keyboard.press("Enter");
      assert.notEqual(await drawer.getAttribute("open"), null);
      assert.match(await drawer.innerText(), /settings/i);

      await drawer.getByRole("button", { name: /^copy/i }).first().press("Enter");
      const [chapter, figure] = name.replace(/\.html$/, "").split("/");
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, new RegExp(`cargo run --release --bin ${chapter} -- .*${figure}`));

      await summary.focus();
      await page.keyboard.press("Space");
      assert.equal(await drawer.getAttribute("open"), null);
      none(page.faults);
      await page.context().close();
    });
  }
});

test("the values under the pointer are told, and go with it", async () => {
  const page = await read(FIGURES[0]);
  const area = page.locator("main .panel:visible .area[data-x]").first();
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  const readout = page.locator(".readout").first();
  const at = async (part) => {
    await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
    const text = await readout.innerText();
    // The quantity on the axis, then the series by name.
    assert.match(text, /= \d\S*(?: · [^·]+: [−\d]\S*)+$/);
    return text;
  };
  assert.notEqual(await at(0.3), await at(0.6));
  await page.mouse.move(0, 0);
  assert.equal(await readout.innerText(), "");
  none(page.faults);
  await page.context().close();
});
