// Offprint for JavaScript: an article in, an EPUB and a PDF out, all in memory.

import start, { Article, designs as listed, version } from "./offprint_wasm.js";

export { version };

let ready;

/**
 * Loads the WebAssembly module once. `module` is its address, a response, its bytes or a compiled module; by default it
 * is the file beside this one.
 */
export function load(module) {
  ready ??= begin(module).catch((error) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function begin(module) {
  await start({ module_or_path: module ?? (await beside()) });
}

async function beside() {
  const address = new URL("offprint_wasm_bg.wasm", import.meta.url);
  if (address.protocol !== "file:") return address;
  // Node's `fetch` does not read files.
  const { readFile } = await import("node:fs/promises");
  return readFile(address);
}

/** An article that cannot be converted. */
export class ConversionError extends Error {
  constructor(message) {
    super(message);
    this.name = "ConversionError";
  }
}

/** Returns the papers of each design. */
export async function designs() {
  await load();
  return JSON.parse(listed());
}

/**
 * Converts an article.
 *
 * After an error that is no `ConversionError` the module cannot be used any more: do this in a worker and start another.
 */
export async function convert(markdown, { to = ["epub", "pdf"], files = {}, name = "article.md", design, paper } = {}) {
  await load();
  const article = new Article();
  try {
    if (design !== undefined || paper !== undefined) {
      said(() => article.design(design ?? "article", paper ?? "a4"), TypeError);
    }
    for (const [path, content] of files instanceof Map ? files : Object.entries(files)) {
      article.file(path, bytes(content));
    }
    const made = said(() => article.convert(name, bytes(markdown), [to].flat().join(",")), ConversionError);
    const result = { epub: made.epub(), pdf: made.pdf(), diagnostics: JSON.parse(made.messages()) };
    made.free();
    return result;
  } finally {
    article.free();
  }
}

/** Runs `work`. Offprint throws texts; anything else is a fault of the module. */
function said(work, Kind) {
  try {
    return work();
  } catch (error) {
    throw typeof error === "string" ? new Kind(error) : error;
  }
}

function bytes(content) {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  throw new TypeError("an article and its files are texts or bytes");
}
