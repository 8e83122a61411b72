// Every slider is driven by mouse, touch and keyboard, says where it is, and gives way to its stills where nothing moves.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { figures, ROOT } from "./support/book.mjs";
import { open } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

/** The figures that a reader can slide. */
const SLIDERS = [
  "sparse_recovery/lasso_path",
  "vignettes/shift_invariance",
  "two_curves/geometry",
  "two_curves/kernel_decay",
  "two_curves/certificate",
  "representation/autoencoders",
  "representation/flattening",
  "representation/flattened_digits",
  "representation/noising",
  "representation/chart_gluing",
  "representation/score_architecture",
  "representation/score_matching",
  "representation/digit_diffusion",
  "representation/pitfalls",
  "representation/denoising",
  "representation/samplers",
  "representation/information",
  "white_box/subspace_denoising",
  "white_box/redunet",
];

/** Those whose knob is on no chart's axis: pictures move, or the charts have other axes. */
const WITHOUT_AXIS = ["two_curves/geometry", "representation/score_architecture", "representation/pitfalls"];

async function read(name, options = {}) {
  const page = await open(browser, { origin: book.origin, ...options });
  await page.goto(`${book.origin}/${name}.html`);
  return page;
}

const control = (page) => page.locator(".slider").first().getByRole("slider");

/** What the slider shows and says. */
async function state(page) {
  return page.locator(".slider").first().evaluate((figure) => {
    const slider = figure.querySelector("input[type=range]");
    return {
      frame: Number(slider.value),
      last: Number(slider.max),
      said: slider.getAttribute("aria-valuetext"),
      shown: figure.querySelector(".stage output").textContent.trim(),
      drawn: [...figure.querySelectorAll(".stage svg")].map((svg) => svg.innerHTML).join(),
      cursors: [...figure.querySelectorAll(".stage .cursor")].map((cursor) => cursor.getAttribute("d")).join(),
    };
  });
}

/** Another frame is drawn, and another thing is said: a label, and what is read there. */
function moved(before, after) {
  assert.notEqual(after.frame, before.frame);
  assert.notEqual(after.said, before.said);
  assert.notEqual(after.drawn, before.drawn);
  assert.match(after.said, /\d/);
  assert.equal(after.said.replace(": ", " "), after.shown);
}

test("these figures and no others have a slider", async () => {
  const pages = await Promise.all(figures().map(async (name) => [name, await readFile(path.join(ROOT, `${name}.html`), "utf8")]));
  const found = pages.filter(([, html]) => html.includes('class="drawing slider"')).map(([name]) => name);
  assert.deepEqual(found.sort(), [...SLIDERS].sort());
});

for (const name of SLIDERS) {
  describe(`the slider of ${name}`, () => {
    test("moves by keyboard, to both ends, and does not turn the page", async () => {
      const page = await read(name);
      await control(page).focus();
      await page.keyboard.press("Home");
      const first = await state(page);
      assert.equal(first.frame, 0);
      await page.keyboard.press("ArrowRight");
      const second = await state(page);
      assert.equal(second.frame, 1);
      moved(first, second);
      await page.keyboard.press("End");
      const last = await state(page);
      assert.equal(last.frame, last.last);
      moved(second, last);
      await page.keyboard.press("ArrowLeft");
      assert.equal((await state(page)).frame, last.last - 1);
      await page.keyboard.press("Home");
      assert.deepEqual(await state(page), first);
      assert.ok(page.url().endsWith(`${name}.html`));
      none(page.faults);
      await page.context().close();
    });

    test("moves by mouse, along the slider and where a chart has the knob on its axis", async () => {
      const page = await read(name);
      const slider = control(page);
      await slider.scrollIntoViewIfNeeded();
      await slider.press("Home");
      const before = await state(page);
      const box = await slider.boundingBox();
      const height = box.y + box.height / 2;
      await page.mouse.move(box.x + 4, height);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, height, { steps: 5 });
      await page.mouse.up();
      const after = await state(page);
      assert.ok(Math.abs(after.frame - after.last / 2) <= 1, `${after.frame} of ${after.last} is the middle`);
      moved(before, after);

      assert.equal(await page.locator(".stage .draggable").count() > 0, !WITHOUT_AXIS.includes(name));
      if (!WITHOUT_AXIS.includes(name)) {
        const chart = page.locator(".stage .draggable").first();
        await chart.scrollIntoViewIfNeeded();
        const area = await chart.locator(".area").boundingBox();
        await page.mouse.move(area.x + 2, area.y + area.height / 2);
        await page.mouse.down();
        const start = await state(page);
        await page.mouse.move(area.x + area.width - 2, area.y + area.height / 2, { steps: 5 });
        await page.mouse.up();
        const end = await state(page);
        moved(start, end);
        assert.notEqual(end.cursors, start.cursors);
      }
      none(page.faults);
      await page.context().close();
    });

    test("moves by touch", async () => {
      const page = await read(name, { width: 390, hasTouch: true, isMobile: true });
      const slider = control(page);
      await slider.scrollIntoViewIfNeeded();
      await slider.press("Home");
      const before = await state(page);
      const box = await slider.boundingBox();
      await page.touchscreen.tap(box.x + box.width * 0.8, box.y + box.height / 2);
      const after = await state(page);
      moved(before, after);
      none(page.faults);
      await page.context().close();
    });

    test("gives way to its stills without JavaScript and in print", async () => {
      for (const [options, media] of [[{ javaScriptEnabled: false }, "screen"], [{}, "print"], [{}, "screen"]]) {
        const page = await read(name, options);
        await page.emulateMedia({ media });
        const live = options.javaScriptEnabled !== false && media === "screen";
        assert.equal(await page.locator(".slider .stills").first().isVisible(), !live, `stills, ${media}`);
        assert.equal(await page.locator(".slider .stage").first().isVisible(), live, `stage, ${media}`);
        await page.context().close();
      }
    });
  });
}

describe("playing", () => {
  const name = "representation/noising"; // It starts at its first frame.

  test("does not start by itself; plays forward and backward, pauses, and ends at an end", async () => {
    const page = await read(name);
    const figure = page.locator(".slider").first();
    const start = await state(page);
    await page.waitForTimeout(400);
    assert.deepEqual(await state(page), start);

    await figure.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction(() => Number(document.querySelector(".slider input").value) > 1);
    await figure.getByRole("button", { name: "Pause" }).click();
    const paused = await state(page);
    assert.ok(paused.frame < paused.last);
    await page.waitForTimeout(400);
    assert.deepEqual(await state(page), paused);

    await figure.getByRole("button", { name: "Play backward" }).click();
    await page.waitForFunction(() => document.querySelector(".slider input").value === "0");
    await figure.getByRole("button", { name: "Play backward" }).waitFor();
    assert.deepEqual(await state(page), start);
    await page.context().close();
  });

  test("moves one frame a press for a reader who wants less motion", async () => {
    const page = await read(name, { reducedMotion: "reduce" });
    await page.locator(".slider").first().getByRole("button", { name: "Next" }).click();
    await page.waitForTimeout(400);
    assert.equal((await state(page)).frame, 1);
    await page.locator(".slider").first().getByRole("button", { name: "Previous" }).click();
    assert.equal((await state(page)).frame, 0);
    await page.context().close();
  });
});
