// How a check says what it found.

import assert from "node:assert/strict";

/** Fails with every fault on a line of its own. */
export function none(faults) {
  if (faults.length > 0) assert.fail(`${faults.length} faults:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
}
