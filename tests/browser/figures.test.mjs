// What a reader does with a figure: scrub an animation, play it, open the drawer that says where the figure comes from.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { open } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const ANIMATION = "representation/noising.html";
const FIGURES = ["two_curves/kernel_decay.html", "vignettes/shift_invariance.html", ANIMATION];

async function read(name, options = {}) {
  const page = await open(browser, { origin: book.origin, ...options });
  await page.goto(`${book.origin}/${name}`);
  return page;
}

/** What the scrubber shows and says. */
async function state(page) {
  return page.locator(".scrubber").first().evaluate((scrubber) => {
    const slider = scrubber.querySelector("input[type=range]");
    return {
      frame: Number(slider.value),
      last: Number(slider.max),
      said: slider.getAttribute("aria-valuetext"),
      drawn: scrubber.querySelector(".scrubber-stage svg").innerHTML,
    };
  });
}

describe("the scrubber", () => {
  test("moves by keyboard, redraws, and says where it is", async () => {
    const page = await read(ANIMATION);
    const slider = page.locator(".scrubber").first().getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    const first = await state(page);
    assert.equal(first.frame, 0);
    await page.keyboard.press("ArrowRight");
    const second = await state(page);
    assert.equal(second.frame, 1);
    assert.notEqual(second.said, first.said);
    assert.notEqual(second.drawn, first.drawn);
    await page.keyboard.press("End");
    const last = await state(page);
    assert.equal(last.frame, last.last);
    assert.match(last.said, /\d/);
    await page.keyboard.press("Home");
    assert.deepEqual(await state(page), first);
    none(page.faults);
    await page.context().close();
  });

  test("does not turn the page with its arrow keys", async () => {
    const page = await read(ANIMATION);
    await page.locator(".scrubber").first().getByRole("slider").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    assert.ok(page.url().endsWith(ANIMATION));
    await page.context().close();
  });

  test("moves by mouse", async () => {
    const page = await read(ANIMATION);
    const slider = page.locator(".scrubber").first().getByRole("slider");
    await slider.scrollIntoViewIfNeeded();
    const before = await state(page);
    const box = await slider.boundingBox();
    const height = box.y + box.height / 2;
    await page.mouse.move(box.x + 4, height);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, height, { steps: 5 });
    await page.mouse.up();
    const after = await state(page);
    assert.ok(Math.abs(after.frame - after.last / 2) <= 1, `${after.frame} of ${after.last} is the middle`);
    assert.notEqual(after.said, before.said);
    assert.notEqual(after.drawn, before.drawn);
    await page.context().close();
  });

  test("does not start by itself; plays, pauses, and ends at the last frame", async () => {
    const page = await read(ANIMATION);
    const scrubber = page.locator(".scrubber").first();
    const start = await state(page);
    await page.waitForTimeout(600);
    assert.deepEqual(await state(page), start);

    await scrubber.getByRole("button", { name: /^play/i }).click();
    await page.waitForFunction(
      (frame) => Number(document.querySelector(".scrubber input").value) > frame + 1, start.frame);
    await scrubber.getByRole("button", { name: /^pause/i }).click();
    const paused = await state(page);
    assert.ok(paused.frame < paused.last);
    await page.waitForTimeout(600);
    assert.deepEqual(await state(page), paused);

    await scrubber.getByRole("button", { name: /^play/i }).click();
    await page.waitForFunction(() => {
      const slider = document.querySelector(".scrubber input");
      return slider.value === slider.max;
    });
    await scrubber.getByRole("button", { name: /^play/i }).waitFor();
    await page.context().close();
  });

  test("moves one frame a press for a reader who wants less motion", async () => {
    const page = await read(ANIMATION, { reducedMotion: "reduce" });
    const start = await state(page);
    await page.locator(".scrubber").first().getByRole("button", { name: "Next" }).click();
    await page.waitForTimeout(600);
    assert.equal((await state(page)).frame, start.frame + 1);
    await page.context().close();
  });

  test("gives way to the filmstrip without JavaScript and in print", async () => {
    for (const [options, media] of [[{ javaScriptEnabled: false }, "screen"], [{}, "print"]]) {
      const page = await read(ANIMATION, options);
      await page.emulateMedia({ media });
      assert.ok(await page.locator(".scrubber-filmstrip").first().isVisible(), `filmstrip, ${media}`);
      assert.ok(await page.locator(".scrubber-stage").first().isHidden(), `stage, ${media}`);
      await page.context().close();
    }
    const page = await read(ANIMATION);
    assert.ok(await page.locator(".scrubber-filmstrip").first().isHidden());
    assert.ok(await page.locator(".scrubber-stage").first().isVisible());
    await page.context().close();
  });
});

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
