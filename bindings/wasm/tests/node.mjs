// Tests of the npm package in Node, where it is installed: `node node.mjs`.

import assert from "node:assert/strict";
import { ConversionError, convert, designs, version } from "offprint";

const text = (bytes, end) => Buffer.from(bytes.subarray(0, end)).toString("latin1");
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
const markdown = "---\ntitle: Bread\nlang: en\n---\n\nFlour and *water*.\n\n![A loaf](loaf.svg)\n";

const both = await convert(markdown, { files: { "loaf.svg": drawing } });
assert.equal(text(both.epub, 2), "PK");
assert.equal(text(both.pdf, 5), "%PDF-");
assert.deepEqual(both.diagnostics.filter(({ code }) => code === "missing-picture"), []);

// The folder of the article is where its paths begin.
const inFolder = { name: "posts/bread.md", files: new Map([["posts/loaf.svg", Buffer.from(drawing)]]), to: "epub" };
const one = await convert(Buffer.from(markdown), inFolder);
assert.equal(one.pdf, undefined);
assert.deepEqual(one.diagnostics.filter(({ code }) => code === "missing-picture"), []);

const without = await convert(markdown, { to: "pdf" });
const [missing] = without.diagnostics.filter(({ code }) => code === "missing-picture");
assert.equal(missing.severity, "warning");
assert.deepEqual([missing.line, missing.column], [8, 1]);

assert.ok((await designs()).book.includes("a5"));
assert.notDeepEqual((await convert(markdown, { to: "pdf", design: "book", paper: "a5" })).pdf, without.pdf);
await assert.rejects(convert(markdown, { design: "boook" }), TypeError);
await assert.rejects(convert(markdown, { to: "docx" }), ConversionError);
await assert.rejects(convert("", {}), ConversionError);
await assert.rejects(convert(42, {}), TypeError);
assert.match(version(), /^\d+\.\d+\.\d+$/);

// The deepest nesting that is allowed fits into the module's stack, and what is deeper is an error of the article.
const deep = (depth) => convert(`# Deep\n\n${">".repeat(depth)} down\n`, { to: "pdf" });
assert.equal(text((await deep(90)).pdf, 5), "%PDF-");
await assert.rejects(deep(5000), ConversionError);
console.log("the package works");
