import { serve } from "./support/book.mjs";
import { launch, open } from "./support/browser.mjs";
const [page_, theme, width, ...ys] = process.argv.slice(2);
const book = await serve(); const browser = await launch();
const page = await open(browser, { origin: book.origin, width: +width, theme });
await page.goto(`${book.origin}/${page_}.html`);
await page.evaluate(async () => { await document.fonts.ready; for (const i of document.images) i.loading="eager"; await Promise.allSettled([...document.images].map(i=>i.decode())); });
const h = +width > 1000 ? 1800 : 2400;
for (const y of ys) { const f=`/tmp/shots/c-${page_.replaceAll("/","-")}-${theme}-${width}-${y}.png`; await page.screenshot({path:f, fullPage:true, clip:{x:0,y:+y,width:+width,height:h}}); console.log(f);}
await browser.close(); await book.close();
