// Tests of the page in Chromium: `node chromium.mjs CHROMIUM PAGE WORK ARTICLE [PICTURE…]`.
//
// The files are dropped on the page, which is served from the folder PAGE. What it offers is compared with the EPUB and
// the PDF that stand in the folder WORK, where the command line put them. No request may go anywhere but to the server,
// and none at all once the page is ready.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname, join, resolve } from "node:path";

const [chromium, page, work, ...files] = process.argv.slice(2);
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm" };

const asked = [];
const server = createServer((request, response) => {
  const path = request.url === "/" ? "/index.html" : request.url;
  asked.push(path);
  const file = join(page, path);
  if (path.includes("..") || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

// Chromium is told what to do through a pipe (Chrome DevTools Protocol), messages ending in a zero byte.
const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe"];
const browser = spawn(chromium, [...options, `--user-data-dir=${join(work, "profile")}`, "about:blank"], {
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});
const waiting = new Map();
const requests = [];
const errors = [];
let rest = "";
browser.stdio[4].setEncoding("utf8").on("data", (data) => {
  const messages = (rest + data).split("\0");
  rest = messages.pop();
  for (const message of messages.map((it) => JSON.parse(it))) {
    if (message.method === "Network.requestWillBeSent") requests.push(message.params.request.url);
    if (message.method === "Runtime.exceptionThrown") errors.push(message.params.exceptionDetails);
    if (message.method === "Target.attachedToTarget") watch(message.params.sessionId);
    const { done, failed } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error) failed?.(new Error(JSON.stringify(message.error)));
    else done?.(message.result);
  }
});
let last = 0;
function send(method, params = {}, sessionId = undefined) {
  const id = ++last;
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((done, failed) => waiting.set(id, { done, failed }));
}

// Workers are targets of their own, whose requests are told there.
function watch(sessionId) {
  const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
  for (const [method, params] of [["Network.enable"], ["Runtime.enable"], ["Target.setAutoAttach", attach]]) {
    send(method, params, sessionId).catch(() => {}); // not every kind of target has every domain
  }
}

const downloads = join(work, "downloads");

/** Waits for a download to be whole, which Chromium gives another name until then. */
async function savedFile(path) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (existsSync(path)) return readFileSync(path);
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${path} was not saved`);
}

async function main() {
  await send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  watch(sessionId);
  const evaluate = async (expression) => {
    const asking = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send("Runtime.evaluate", asking, sessionId);
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  const status = () => evaluate(`document.getElementById("status").textContent`);
  const until = async (wanted) => {
    for (let turn = 0; turn < 1200; turn += 1) {
      const now = await status();
      if (wanted.test(now)) return now;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the page still says ${JSON.stringify(await status())}`);
  };

  const begun = performance.now();
  await send("Page.navigate", { url: `${origin}/` }, sessionId);
  await new Promise((done) => setTimeout(done, 200));
  await until(/^Ready/);
  console.log(`the page is ready after ${Math.round(performance.now() - begun)} ms`);
  const before = asked.length;

  /** Drops files on the page, as with a mouse, and returns what the page says then. */
  const drop = async (paths) => {
    await evaluate(`document.getElementById("status").textContent = ""`);
    const place = { x: 300, y: 300, data: { items: [], files: paths, dragOperationsMask: 1 } };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await send("Input.dispatchDragEvent", { type, ...place }, sessionId);
    }
    return until(/converted|failed|no article|cannot/);
  };
  const results = () => evaluate(`document.getElementById("results").textContent`);
  assert.equal(await drop(files.map((it) => resolve(it))), "1 converted.", await results());
  const shown = await evaluate(`document.querySelector("#results p").textContent`);
  console.log(`dropped ${files.length} files: ${shown}`);

  for (const kind of ["epub", "pdf"]) {
    const name = readdirSync(work).find((it) => it.endsWith(`.${kind}`));
    const wanted = readFileSync(join(work, name));
    // Saved as a person saves it: the page's own policy forbids scripts to fetch what they have made.
    await evaluate(`[...document.querySelectorAll("#results a")].find((it) => it.download.endsWith(".${kind}")).click()`);
    const saved = await savedFile(join(downloads, name));
    assert.ok(wanted.equals(saved), `the page's ${name} is not that of the command line`);
    console.log(`${name}: ${saved.length} bytes, those of the command line`);
  }

  // A folder is read to its ends, with its pictures.
  const folder = join(work, "folder");
  mkdirSync(join(folder, "below"), { recursive: true });
  for (const path of files) copyFileSync(path, join(folder, "below", basename(path)));
  assert.equal(await drop([folder]), "1 converted.", await results());
  assert.doesNotMatch(await results(), /missing|not found/);

  // What cannot be converted is told, and what comes after it is converted.
  writeFileSync(join(work, "empty.md"), "");
  assert.equal(await drop([join(work, "empty.md")]), "0 converted, 1 failed.");
  assert.match(await results(), /empty/);
  assert.match(await drop([join(work, "article.pdf")]), /^There is no article/);
  assert.equal(await drop([resolve(files[0])]), "1 converted.", await results());

  assert.deepEqual(requests.filter((it) => !it.startsWith(origin) && !/^(blob|data):/.test(it)), [], "a request left");
  assert.equal(asked.length, before, `asked of the server while converting: ${asked.slice(before)}`);
  assert.deepEqual(errors, []);

  if (process.env.OFFPRINT_SCREENSHOT) {
    const shot = await send("Page.captureScreenshot", { format: "png" }, sessionId);
    writeFileSync(process.env.OFFPRINT_SCREENSHOT, Buffer.from(shot.data, "base64"));
  }
}

try {
  await main();
} finally {
  browser.kill();
  server.close();
}
process.exit(0);
