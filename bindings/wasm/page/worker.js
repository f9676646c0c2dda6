// Converts in a thread of its own, so that the page goes on, and so that a fault of the module ends this thread alone.

import { ConversionError, convert, designs, load } from "./offprint.js";

load().then(designs).then(
  (known) => postMessage({ kind: "ready", designs: known }),
  (error) => postMessage({ kind: "broken", message: String(error) }),
);

onmessage = async ({ data: { id, article, options } }) => {
  try {
    const started = performance.now();
    const { epub, pdf, diagnostics } = await convert(article, options);
    const milliseconds = performance.now() - started;
    postMessage({ kind: "made", id, epub, pdf, diagnostics, milliseconds }, [epub.buffer, pdf.buffer]);
  } catch (error) {
    const kind = error instanceof ConversionError || error instanceof TypeError ? "failed" : "broken";
    postMessage({ kind, id, message: kind === "failed" ? error.message : String(error) });
  }
};
