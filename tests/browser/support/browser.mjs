// Debian's Chromium, and a page in it that remembers everything that went wrong.

import { chromium } from "playwright-core";

/** The browser; `CHROMIUM` names another executable. */
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

// Playwright gives every launch a new, empty user-data-dir; the flags keep Chromium itself off the network.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });

/** The widths of a phone, a tablet and a desk, in CSS pixels. */
export const WIDTHS = [390, 768, 1280];
export const THEMES = ["light", "navy"];

/**
 * A new page with its own storage, as wide as asked, in one of mdBook's themes.
 *
 * `page.faults` gathers what a reader's console would show: errors, failed requests, and requests that leave `origin`.
 */
export async function open(browser, { origin, width = 1280, theme = "light", ...options }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  if (options.javaScriptEnabled !== false) {
    await context.addInitScript((name) => {
      // The print page opens the print dialogue, which nobody here would close.
      window.print = () => {};
      localStorage.setItem("mdbook-theme", name);
    }, theme);
  }
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      page.faults.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Searching changes the address, and Chromium then takes back a request for the page's icon and makes it anew. A missing
    // icon has another error, or a status.
    const takenBack = why === "net::ERR_ABORTED" && /\/favicon-[0-9a-f]+\.\w+$/.test(request.url());
    if (!takenBack) page.faults.push(`failed: ${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) page.faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) {
      page.faults.push(`leaves the book: ${request.url()}`);
    }
  });
  return page;
}

/** Puts the page into one of mdBook's themes, and waits for the style sheets that it brings. */
export async function wear(page, theme) {
  await page.evaluate(async (theme) => {
    document.getElementById(`mdbook-theme-${theme}`).click();
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.disabled && !link.sheet);
    await Promise.all(sheets.map((link) => new Promise((loaded) => link.addEventListener("load", loaded))));
  }, theme);
}
