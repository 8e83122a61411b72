// Every figure on a phone and on a desk: its story comes early, nothing is cut off or overlaps, every line can be seen.

import { describe, test } from "node:test";
import { figures } from "./support/book.mjs";
import { open, wear } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

/** Two screens of a small laptop. */
const DESK = { width: 1280, height: 800 };
const PHONE = 390;
const MOST_LEADING = 3;

/** Whether the story's panels, at most three, end within the first two screens. */
async function early(page) {
  return page.evaluate(([most, screens]) => {
    const panels = [...document.querySelectorAll("figure.exhibit .drawing .panel")].filter((panel) => panel.offsetParent);
    const faults = [];
    if (panels.length < 1 || panels.length > most) faults.push(`${panels.length} panels before the fold`);
    for (const panel of panels) {
      const { bottom } = panel.getBoundingClientRect();
      if (bottom > screens) faults.push(`${panel.textContent.trim().slice(0, 40)}: ends at ${bottom | 0} of ${screens} px`);
    }
    return faults;
  }, [MOST_LEADING, 2 * DESK.height]);
}

/** What is cut off, overlaps or sticks out in the drawings that are shown. */
async function layout(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const faults = [];
    // A box of words is higher than its letters.
    const slack = 1.5;
    const within = (inner, outer) =>
      inner.left >= outer.left - slack && inner.right <= outer.right + slack &&
      inner.top >= outer.top - 2 * slack && inner.bottom <= outer.bottom + 2 * slack;
    const overlap = (a, b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 * slack;
    const window_ = { left: 0, right: document.documentElement.clientWidth };
    for (const group of document.querySelectorAll("figure.exhibit .group")) {
      for (const box of [group, ...group.querySelectorAll(".panel, .row, .pictures")]) {
        if (box.scrollWidth > box.clientWidth + 1 && box.offsetParent) faults.push(`${box.className} scrolls sideways`);
      }
      for (const drawing of group.querySelectorAll("svg[role=img]")) {
        const frame = drawing.getBoundingClientRect();
        if (frame.width === 0) continue;
        const title = drawing.querySelector("title").textContent.slice(0, 50);
        if (frame.left < window_.left - 1 || frame.right > window_.right + 1) faults.push(`${title}: wider than the window`);
        const words = [...drawing.querySelectorAll("text")].map((text) => {
          const area = text.closest("svg.area");
          return { text: text.textContent, box: text.getBoundingClientRect(), frame: area?.getBoundingClientRect() ?? frame };
        });
        words.filter(({ box }) => box.width > 0).forEach(({ text, box, frame }, i, all) => {
          if (!within(box, frame)) faults.push(`${title}: "${text}" is cut off`);
          for (const other of all.slice(0, i)) {
            if (overlap(box, other.box)) faults.push(`${title}: "${text}" overlaps "${other.text}"`);
          }
        });
      }
    }
    return faults;
  });
}

/** Lines that do not stand out from the page, by WCAG's contrast. */
async function faint(page, theme) {
  await wear(page, theme);
  return page.evaluate((theme) => {
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = numbers(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3);
    const faults = new Set();
    for (const path of document.querySelectorAll("figure.exhibit .group path[data-name]")) {
      const { stroke, fill, opacity } = getComputedStyle(path);
      if (stroke === "none" && Number(opacity) < 0.5) continue;
      const colour = numbers(stroke === "none" ? fill : stroke);
      const seen = colour.slice(0, 3).map((c, i) => c * opacity + ground[i] * (1 - opacity));
      const [a, b] = [luminance(seen), luminance(ground)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 2) faults.add(`${theme}: ${path.dataset.name}: contrast ${contrast.toFixed(2)}`);
    }
    return [...faults];
  }, theme);
}

const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));

describe("every figure tells its story early and can be read", () => {
  for (const name of figures()) {
    test(name, async () => {
      const page = await open(browser, { origin: book.origin, viewport: DESK });
      await page.goto(`${book.origin}/${name}.html`);
      const faults = (await early(page)).map((fault) => `desk: ${fault}`);
      await unfold(page);
      faults.push(...(await layout(page)).map((fault) => `desk: ${fault}`));
      await page.setViewportSize({ width: PHONE, height: 844 });
      // Whether the contents stand beside the page is settled when it is opened.
      await page.reload();
      await unfold(page);
      faults.push(...(await layout(page)).map((fault) => `phone: ${fault}`));
      for (const theme of ["light", "navy", "coal"]) faults.push(...(await faint(page, theme)));
      none([...new Set([...faults, ...page.faults])]);
      await page.context().close();
    });
  }
});
