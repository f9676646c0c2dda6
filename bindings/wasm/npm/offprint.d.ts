/** A message about an article that was converted nevertheless. */
export interface Diagnostic {
  severity: "note" | "warning";
  /** A stable name of the kind of finding, such as `missing-picture`. */
  code: string;
  /** What was found. */
  message: string;
  /** What to do next. */
  help: string | null;
  /** Line in the article, from 1. */
  line: number | null;
  /** Column in the line in characters, from 1. */
  column: number | null;
}

/** The outputs of an article. */
export interface Result {
  /** The EPUB, if it was asked for. */
  epub: Uint8Array | undefined;
  /** The PDF, if it was asked for. */
  pdf: Uint8Array | undefined;
  /** Messages about the article. */
  diagnostics: Diagnostic[];
}

export type Content = string | Uint8Array | ArrayBuffer;
export type Format = "epub" | "pdf";

export interface Options {
  /** The outputs that are made; both by default. */
  to?: Format | Format[];
  /** Pictures and other files by their path. */
  files?: Map<string, Content> | Record<string, Content>;
  /** Path of the article among the files; its folder is where the paths in it begin. Default: `article.md`. */
  name?: string;
  /** Name of the design; by default `article`. */
  design?: string;
  /** Name of the paper, such as `a5`, or a size, such as `148mm x 210mm`; by default `a4`. */
  paper?: string;
}

/** An article that cannot be converted. Its message says what is wrong. */
export class ConversionError extends Error {}

/** Loads the WebAssembly module, by default from the file beside this one. The other functions do it by themselves. */
export function load(module?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** Converts an article. */
export function convert(markdown: Content, options?: Options): Promise<Result>;

/** Returns the names of the papers of each design. */
export function designs(): Promise<Record<string, string[]>>;

/** Returns the version of Offprint. It works when the module is loaded. */
export function version(): string;
