// Cards: what a citation or a reference to an equation leads to, beside the link.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { open, THEMES } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const PAGE = "two_curves/width_concentration.html";

async function read(options = {}, name = PAGE) {
  const page = await open(browser, { origin: book.origin, ...options });
  await page.goto(`${book.origin}/${name}`);
  return { page, card: page.getByRole("tooltip"), link: (selector) => page.locator(`main ${selector}`).first() };
}

const CITATION = "p .cite a";
const HERE = 'p a.ref[href^="#eq-"]';
const ELSEWHERE = 'p a.ref[href*=".html#eq-"]';

describe("a card shows", () => {
  test("the whole entry of a work", async () => {
    const { page, card, link } = await read();
    await link(CITATION).hover();
    await card.waitFor();
    const cited = (await link(CITATION).innerText()).match(/^\w+/)[0];
    const text = await card.innerText();
    assert.ok(text.startsWith(cited) && /\(\d{4}\)/.test(text) && text.length > 60, text);
    assert.equal(await link(CITATION).getAttribute("aria-describedby"), await card.getAttribute("id"));
    none(page.faults);
    await page.context().close();
  });

  for (const [where, selector] of [["this page", HERE], ["another page", ELSEWHERE]]) {
    test(`an equation of ${where}`, async () => {
      const { page, card, link } = await read();
      const reference = link(selector);
      await reference.hover();
      await card.waitFor();
      assert.ok(await card.locator(".katex-display").isVisible());
      // The same formula as where the link leads.
      const shown = await card.locator("math").innerHTML();
      await reference.click();
      await page.waitForURL(/#eq-/);
      const target = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
      assert.equal(await target.locator("math").innerHTML(), shown);
      none(page.faults);
      await page.context().close();
    });
  }

  test("the same on the page that prints all", async () => {
    const { page, card } = await read({}, "print-two_curves.html");
    await page.locator(`main ${HERE}`).first().focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await card.waitFor();
    assert.ok((await card.locator(".katex-display").count()) === 1);
    await page.context().close();
  });
});

describe("a card goes and stays as a reader would have it", () => {
  test("by keyboard: with the focus, and at Escape without losing it", async () => {
    const { page, card, link } = await read();
    const citation = link(CITATION);
    await citation.focus();
    await page.keyboard.press("Shift+Tab");
    await card.waitFor({ state: "hidden" });
    await page.keyboard.press("Tab");
    await card.waitFor();
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "hidden" });
    assert.ok(await citation.evaluate((link) => link === document.activeElement));
    assert.equal(await citation.getAttribute("aria-describedby"), null);
    await page.context().close();
  });

  test("by mouse: it stays while the pointer is on it", async () => {
    const { page, card, link } = await read();
    await link(CITATION).hover();
    await card.waitFor();
    const box = await card.boundingBox();
    await page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: 4 });
    await page.waitForTimeout(600);
    assert.ok(await card.isVisible());
    await page.mouse.move(2, 2);
    await card.waitFor({ state: "hidden" });
    await page.context().close();
  });

  test("it fits the window and has its theme", async () => {
    for (const theme of THEMES) {
      const { page, card, link } = await read({ width: 360, theme });
      for (const selector of [CITATION, HERE, ELSEWHERE]) {
        await link(selector).hover();
        await card.waitFor();
        const { x, width } = await card.boundingBox();
        assert.ok(x >= 0 && x + width <= 360, `${selector}, ${theme}: from ${x}, ${width} wide`);
        const colours = (element) => element.evaluate((element) => getComputedStyle(element).backgroundColor);
        assert.equal(await colours(card), await colours(page.locator("html")));
        await page.keyboard.press("Escape");
      }
      await page.context().close();
    }
  });
});

test("without JavaScript the links are links, and nothing more is seen", async () => {
  const { page, link } = await read({ javaScriptEnabled: false });
  assert.ok(await page.locator("main .cards").isHidden());
  await link(CITATION).click();
  await page.waitForURL(/bibliography\.html#work-/);
  await page.context().close();
});
