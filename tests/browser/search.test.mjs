// What people type when they look for a subject of the book, and the page that they should be offered first.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { readable, ROOT } from "./support/book.mjs";
import { open } from "./support/browser.mjs";
import { none } from "./support/faults.mjs";
import { book, browser } from "./support/session.mjs";

const FIRST = {
  "NTK": "two_curves/kernel_decay.html",
  "infinite width": "two_curves/kernel_decay.html",
  "neural tangent kernel": "two_curves/kernel_decay.html",
  "diffusion": "representation/noising.html",
  "phase transition": "sparse_recovery/phase_transition.html",
  "matched filter": "vignettes/detection.html",
  "LASSO": "sparse_recovery/lasso_path.html",
  "LISTA": "sparse_recovery/unrolling.html",
  "spectral clustering": "sparse_recovery/representation.html",
  "shift invariance": "vignettes/shift_invariance.html",
  "chirp mass": "vignettes/chirp_manifold.html",
  "template bank": "vignettes/template_search.html",
  "dictionary learning": "two_curves/parameter_landscape.html",
  "dual certificate": "two_curves/certificate.html",
  "CRATE": "white_box/index.html",
};

/** The addresses of what is found, in order, as paths below the book's root. */
async function found(page, words) {
  await page.goto(`${book.origin}/preface.html`);
  await page.keyboard.press("/");
  const box = page.getByRole("searchbox");
  await box.waitFor({ state: "visible" });
  await page.keyboard.type(words);
  const results = page.locator("#mdbook-searchresults a");
  await page.locator("#mdbook-searchresults-header", { hasText: `'${words}'` }).waitFor();
  return results.evaluateAll((links) => links.map((link) => new URL(link.href).pathname.slice(1)));
}

describe("the words for a subject lead to its page", () => {
  for (const [words, name] of Object.entries(FIRST)) {
    test(words, async () => {
      const page = await open(browser, { origin: book.origin });
      assert.equal((await found(page, words))[0], name);
      none(page.faults);
      await page.context().close();
    });
  }
});

test("what stands in a drawer is not found", async () => {
  const page = await open(browser, { origin: book.origin });
  await page.goto(`${book.origin}/two_curves/kernel_decay.html`);
  const source = "src/chapters/two_curves/kernel_decay/config.rs";
  assert.ok((await page.locator("details.provenance").innerHTML()).includes(source));
  assert.deepEqual(await found(page, source), []);
  await page.context().close();
});

test("every page of a chapter says what it may be searched by", async () => {
  for (const name of readable().filter((name) => name.includes("/"))) {
    const html = await readFile(path.join(ROOT, name), "utf8");
    assert.match(html, /<\/h1>\s*<p class="keywords">Keywords: \w/, name);
  }
});
