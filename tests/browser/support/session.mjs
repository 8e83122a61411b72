// The book on its server and a browser to read it with, for as long as the importing file's tests run.

import { after, before } from "node:test";
import { serve } from "./book.mjs";
import { launch } from "./browser.mjs";

export let book;
export let browser;

before(async () => {
  book = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await book?.close();
});
