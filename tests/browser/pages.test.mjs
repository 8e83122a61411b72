// Every page at every width in both themes: quiet, complete, and no wider than its window.

import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, readable, repeats } from "./support/book.mjs";
import { open, THEMES, wear, WIDTHS } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

/** What a page that is wider than its window, cuts something off, or shows a broken image has to say for itself. */
async function layoutFaults(page) {
  return page.evaluate(async () => {
    const faults = [];
    await document.fonts.ready;
    const window_width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > window_width) {
      faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} px in ${window_width}`);
    }

    // mdBook's body hides what overflows, so what sticks out would not scroll but be cut off.
    const contained = (element) => {
      for (let box = element; box && box.tagName !== "MAIN"; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (["auto", "scroll", "hidden", "clip"].includes(style.overflowX) || style.clipPath !== "none") return true;
      }
      return false;
    };
    const name = (element) => {
      const classes = element.getAttribute("class");
      return element.tagName.toLowerCase() + (classes ? `.${classes.split(" ").join(".")}` : "");
    };
    for (const element of document.querySelectorAll("main *")) {
      if (element.closest("svg") && element.tagName !== "svg") continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || contained(element)) continue;
      if (box.right > window_width + 1 || box.left < -1) {
        const text = element.textContent.trim().slice(0, 40);
        faults.push(`cut off: ${name(element)} from ${box.left | 0} to ${box.right | 0} px: "${text}"`);
      }
    }

    for (const image of document.images) {
      image.loading = "eager";
      try {
        await image.decode();
      } catch {
        faults.push(`broken image: ${image.getAttribute("src")}`);
      }
    }
    return faults;
  });
}

describe("every page is quiet, complete and fits its window", () => {
  // A chapter's page to print is a part of the book's.
  for (const name of readable().filter((page) => !repeats(page) || page === "print.html")) {
    test(name, async () => {
      const page = await open(browser, { origin: book.origin });
      const faults = new Set();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        // Whether the contents stand beside the page is settled when it is opened.
        await page.goto(`${book.origin}/${name}`);
        for (const theme of THEMES) {
          await wear(page, theme);
          for (const fault of await layoutFaults(page)) faults.add(`${width} px, ${theme}: ${fault}`);
        }
      }
      for (const fault of page.faults) faults.add(fault);
      await page.context().close();
      none([...faults]);
    });
  }
});

describe("pages open from the disk as they do from a server", () => {
  for (const name of ["index.html", "representation/noising.html", "print.html"]) {
    test(name, async () => {
      const page = await open(browser, { origin: pathToFileURL(ROOT).href });
      await page.goto(pathToFileURL(`${ROOT}/${name}`).href);
      page.faults.push(...(await layoutFaults(page)));
      none(page.faults);
      await page.context().close();
    });
  }
});
