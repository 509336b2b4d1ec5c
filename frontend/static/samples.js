// SPDX-License-Identifier: AGPL-3.0-only
// Hands on what a microphone hears, some blocks at a time.

registerProcessor('samples', class extends AudioWorkletProcessor {
  #block = new Float32Array(4800);
  #filled = 0;

  process([[channel]]) {
    if (!channel) return true;
    for (const sample of channel) {
      this.#block[this.#filled++] = sample;
      if (this.#filled === this.#block.length) {
        this.port.postMessage(this.#block.slice());
        this.#filled = 0;
      }
    }
    return true;
  }
});
