// Pictures of the book for a human eye: node tests/browser/screenshots.mjs DIR [PAGE…]

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { readable, repeats, serve } from "./support/book.mjs";
import { launch, open, THEMES, WIDTHS } from "./support/browser.mjs";

const [folder, ...named] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node tests/browser/screenshots.mjs DIR [PAGE…]     PAGE as in two_curves/kernel_decay.html");
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const book = await serve();
const browser = await launch();
for (const name of named.length ? named : readable().filter((page) => !repeats(page))) {
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const page = await open(browser, { origin: book.origin, width, theme });
      await page.goto(`${book.origin}/${name}`);
      await page.evaluate(async () => {
        await document.fonts.ready;
        for (const image of document.images) image.loading = "eager";
        await Promise.allSettled([...document.images].map((image) => image.decode()));
      });
      const file = path.join(folder, `${name.replace(/\.html$/, "").replaceAll("/", "-")}-${theme}-${width}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
      await page.context().close();
    }
  }
}
await browser.close();
await book.close();
