// What a reader does on any page: search, change the theme, copy a command, print.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "./support/book.mjs";
import { open } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const FIGURE = "two_curves/kernel_decay.html";

/** Searches for `kernel` with the keyboard alone and opens the first result. */
async function search(page) {
  await page.keyboard.press("/");
  const box = page.getByRole("searchbox");
  await box.waitFor({ state: "visible" });
  assert.ok(await box.evaluate((box) => box === document.activeElement), "`/` leads into the search box");
  await page.keyboard.type("kernel");
  const result = page.locator("#mdbook-searchresults a").first();
  await result.waitFor({ state: "visible" });
  await result.click();
  await page.waitForURL(/highlight=kernel/);
  assert.match(await page.locator("main").innerText(), /kernel/i);
}

test("search finds a word and leads to a page that contains it", async () => {
  const page = await open(browser, { origin: book.origin });
  await page.goto(`${book.origin}/preface.html`);
  await search(page);
  none(page.faults);
  await page.context().close();
});

test("search works from the disk", async () => {
  const page = await open(browser, { origin: pathToFileURL(ROOT).href });
  await page.goto(pathToFileURL(`${ROOT}/preface.html`).href);
  await search(page);
  none(page.faults);
  await page.context().close();
});

test("a change of theme recolours the text of a drawing", async () => {
  const page = await open(browser, { origin: book.origin, theme: "light" });
  await page.goto(`${book.origin}/${FIGURE}`);
  const ink = () =>
    page.locator("main figure svg text").first().evaluate((text) => getComputedStyle(text).fill);
  const light = await ink();
  await page.getByRole("button", { name: "Change theme" }).click();
  await page.getByRole("menuitem", { name: "Navy" }).click();
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains("navy")));
  assert.notEqual(await ink(), light);
  assert.equal(await ink(), await page.locator("main").evaluate((main) => getComputedStyle(main).color));
  await page.context().close();
});

test("a listing is copied by its button", async () => {
  const page = await open(browser, { origin: book.origin, permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${book.origin}/${FIGURE}`);
  const listing = page.locator("main pre:has(code)").first();
  const text = await listing.locator("code").innerText();
  await listing.hover();
  await listing.getByRole("button", { name: /copy/i }).click();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), text.trim());
  await page.context().close();
});

test("the print page holds every figure and hides the controls", async () => {
  const page = await open(browser, { origin: book.origin });
  await page.goto(`${book.origin}/print.html`);
  await page.emulateMedia({ media: "print" });
  assert.ok((await page.locator("main figure").count()) >= 3);
  assert.ok(await page.locator("#mdbook-menu-bar").isHidden());
  none(page.faults);
  await page.context().close();
});

test("a chapter is printed with its folds open, and closes them again", async () => {
  const page = await open(browser, { origin: book.origin });
  await page.goto(`${book.origin}/${FIGURE}`);
  const button = page.getByRole("link", { name: "Print this chapter" });
  assert.equal(new URL(await button.evaluate((link) => link.href)).pathname, "/print-two_curves.html");
  await button.click();
  await page.waitForURL(/print-two_curves/);
  const folded = page.locator("main details.more-claims");
  const open_folds = () => folded.evaluateAll((folds) => folds.filter((fold) => fold.open).length);
  assert.ok((await page.locator("main figure.exhibit").count()) >= 5);
  assert.ok((await folded.count()) >= 5);
  assert.equal(await open_folds(), 0);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await open_folds(), await folded.count());
  assert.equal(await page.locator("main details.provenance[open]").count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await open_folds(), 0);
  none(page.faults);
  await page.context().close();
});

test("the first stop of the keyboard leads past the controls into the text", async () => {
  for (const name of ["index.html", FIGURE]) {
    const page = await open(browser, { origin: book.origin });
    await page.goto(`${book.origin}/${name}`);
    const skip = page.getByRole("link", { name: "Skip to the text" });
    const top = () => skip.evaluate((link) => link.getBoundingClientRect().bottom);
    assert.ok((await top()) <= 0, "out of sight until it has the focus");
    await page.keyboard.press("Tab");
    assert.ok(await skip.evaluate((link) => link === document.activeElement));
    assert.ok((await top()) > 0);
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.activeElement === document.querySelector("main")));
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next stop is in the text");
    none(page.faults);
    await page.context().close();
  }
});

test("the sidebar opens and closes by keyboard", async () => {
  const page = await open(browser, { origin: book.origin });
  await page.goto(`${book.origin}/${FIGURE}`);
  const toggle = page.getByRole("button", { name: "Toggle Table of Contents" });
  const contents = page.locator("#mdbook-sidebar");
  assert.ok(await contents.isVisible());
  await toggle.focus();
  await page.keyboard.press("Enter");
  await contents.waitFor({ state: "hidden" });
  assert.equal(await toggle.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Space");
  await contents.waitFor({ state: "visible" });
  assert.equal(await toggle.getAttribute("aria-expanded"), "true");
  await page.context().close();
});
