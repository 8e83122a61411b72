// The printed book: where it lies, what its pages are, and a server for it on the loopback address.

import { readdirSync, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The rendered book; `BOOK` names another folder. */
export const ROOT = path.resolve(
  process.env.BOOK ?? fileURLToPath(new URL("../../../target/book", import.meta.url)),
);

if (!existsSync(path.join(ROOT, "index.html"))) {
  throw new Error(`${ROOT} holds no rendered book: run \`cargo book\` first`);
}

/** Every HTML file of the book, as a path below its root with `/`, sorted. */
export function pages() {
  return readdirSync(ROOT, { recursive: true })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.endsWith(".html"))
    .sort();
}

// `toc.html` is the sidebar's frame where there is no JavaScript: a list of links without a page around it.
/** The pages that a reader opens. */
export function readable() {
  return pages().filter((page) => page !== "toc.html");
}

/** The pages that have a figure, without their ending. */
export function figures() {
  const records = readdirSync(path.join(ROOT, "figures"), { recursive: true }).map((file) => file.split(path.sep).join("/"));
  return records
    .filter((file) => file.endsWith(".json") && !file.endsWith(".run.json"))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

/** Whether a page only repeats others, for the printer: `print.html` all of them, `print-CHAPTER.html` a chapter. */
export const repeats = (page) => /^print[-.]/.test(page);

const TYPES = {
  ".csv": "text/csv; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Serves the book on a free port of 127.0.0.1; gives its address without a closing slash, and how to stop. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://book").pathname);
    const file = path.join(ROOT, name.endsWith("/") ? `${name}index.html` : name);
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end(`no ${name} in the book`);
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}
