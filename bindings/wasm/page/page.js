// The page: takes files, hands articles to the worker one after the other, and shows what became of them.

const ARTICLE = /\.(md|markdown|mdown|mkd|txt)$/i;

const byId = (id) => document.getElementById(id);
const status = byId("status");
const design = byId("design");
const paper = byId("paper");
let papers = {};
let worker;
let waiting;

/** Starts the worker. One whose module broke is replaced by another. */
function start() {
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.kind === "ready") ready(data.designs);
    else if (waiting) waiting(data);
    else status.textContent = `Offprint cannot be loaded: ${data.message}`;
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (waiting) waiting({ kind: "broken", message: event.message ?? "the worker failed" });
    else status.textContent = "Offprint cannot be loaded: this browser has no module workers or no WebAssembly.";
  };
}

function ready(designs) {
  if (design.options.length) return;
  papers = designs;
  design.append(...Object.keys(designs).map((name) => new Option(name, name, name === "article")));
  listPapers();
  status.textContent = "Ready.";
}

function listPapers() {
  const before = paper.value;
  paper.replaceChildren(...papers[design.value].map((name) => new Option(name, name, false, name === before)));
}

design.addEventListener("change", listPapers);

/** Converts one article in the worker. */
function convert(message) {
  return new Promise((done) => {
    waiting = (answer) => {
      waiting = undefined;
      if (answer.kind === "broken") {
        worker.terminate();
        start();
      }
      done(answer);
    };
    worker.postMessage(message);
  });
}

/** Converts every article of `files`, a map from paths to files. */
async function take(files) {
  const articles = [...files.keys()].filter((path) => ARTICLE.test(path));
  byId("results").replaceChildren();
  if (!articles.length) {
    status.textContent = "There is no article among these files: none ends with .md, .markdown or .txt.";
    return;
  }
  status.textContent = "Reading…";
  const contents = new Map();
  for (const [path, file] of files) contents.set(path, new Uint8Array(await file.arrayBuffer()));
  let failed = 0;
  for (const [number, path] of articles.entries()) {
    status.textContent = `Converting ${path}…`;
    const options = { name: path, files: contents, design: design.value, paper: paper.value };
    const answer = await convert({ id: number, article: contents.get(path), options });
    failed += answer.kind !== "made";
    byId("results").append(shown(path, answer));
  }
  const made = articles.length - failed;
  status.textContent = `${made} converted${failed ? `, ${failed} failed` : ""}.`;
}

/** What is shown of one article. */
function shown(path, answer) {
  const item = document.createElement("li");
  item.append(element("h2", path));
  if (answer.kind !== "made") {
    const error = element("p", answer.kind === "failed" ? answer.message : `A fault in Offprint: ${answer.message}`);
    error.className = "failed";
    item.append(error);
    return item;
  }
  const stem = path.replace(/^.*\//, "").replace(ARTICLE, "");
  const links = document.createElement("p");
  links.append(
    link(answer.epub, `${stem}.epub`, "application/epub+zip"),
    link(answer.pdf, `${stem}.pdf`, "application/pdf"),
    `in ${Math.round(answer.milliseconds)} ms`,
  );
  item.append(links);
  if (answer.diagnostics.length) {
    const list = document.createElement("ul");
    list.append(...answer.diagnostics.map((said) => element("li", told(said))));
    item.append(list);
  }
  return item;
}

function told({ severity, message, help, line, column }) {
  const place = line === null ? "" : ` (line ${line}, column ${column})`;
  return `${severity}: ${message}${place}${help ? `. ${help}` : ""}`;
}

function link(bytes, name, type) {
  const anchor = element("a", `${name} (${size(bytes.length)})`);
  anchor.download = name;
  anchor.href = URL.createObjectURL(new Blob([bytes], { type }));
  return anchor;
}

function size(count) {
  return count < 1e6 ? `${Math.ceil(count / 1e3)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** All files of what was dropped, by path; folders are read to their ends. */
async function dropped(items) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = new Map();
  while (entries.length) {
    const entry = entries.shift();
    if (entry.isFile) {
      const file = await new Promise((done, failed) => entry.file(done, failed));
      files.set(entry.fullPath.replace(/^\//, ""), file);
      continue;
    }
    const reader = entry.createReader();
    // A reader gives at most a hundred entries at a time.
    for (let some; (some = await new Promise((done, failed) => reader.readEntries(done, failed))).length; ) {
      entries.push(...some);
    }
  }
  return files;
}

/** Runs `work`, and says on the page what went wrong. */
function report(work) {
  work.catch((error) => {
    status.textContent = `These files cannot be read: ${error.message ?? error}`;
  });
}

const form = byId("drop");
form.addEventListener("submit", (event) => event.preventDefault());
byId("files").addEventListener("change", ({ target }) => {
  report(take(new Map([...target.files].map((file) => [file.webkitRelativePath || file.name, file]))));
});
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  report(dropped(event.dataTransfer.items).then(take));
});

start();
