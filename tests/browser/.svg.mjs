import { launch } from "./support/browser.mjs";
import fs from "node:fs";
const [,, file, out, width="1280"] = process.argv;
const b = await launch(); const p = await b.newPage({viewport:{width:+width,height:800}});
fs.writeFileSync("/tmp/shots/x.html", "<body style='margin:0;background:white'>"+fs.readFileSync(file,"utf8"));
await p.goto("file:///tmp/shots/x.html"); await p.screenshot({path: out, fullPage:true}); await b.close();
