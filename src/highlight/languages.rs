//! Maps names of languages to scanners.

use super::cursor::Cursor;
use super::grammars::{self as g, Grammar};
use super::{data, lines, markup, style, words};

/// The scanner of a language.
#[derive(Clone, Copy, Debug)]
pub(super) enum Syntax {
    Words(&'static Grammar),
    /// HTML and XML.
    Markup,
    /// CSS and languages that compile to it; whether `//` begins a comment.
    Style {
        slashes: bool,
    },
    Yaml,
    /// TOML, INI and properties.
    Ini,
    Diff,
    /// Commands with their output.
    Session,
    Markdown,
    Tex,
    /// PHP, which may be inside HTML.
    Php,
}

impl Syntax {
    pub fn scan(self, cursor: &mut Cursor) {
        match self {
            Syntax::Words(grammar) => words::scan(cursor, grammar),
            Syntax::Markup => markup::scan(cursor),
            Syntax::Style { slashes } => style::scan(cursor, slashes),
            Syntax::Yaml => data::yaml(cursor),
            Syntax::Ini => data::ini(cursor),
            Syntax::Diff => lines::diff(cursor),
            Syntax::Session => lines::session(cursor),
            Syntax::Markdown => lines::markdown(cursor),
            Syntax::Tex => lines::tex(cursor),
            Syntax::Php if cursor.code.contains("<?") => markup::scan(cursor),
            Syntax::Php => words::scan(cursor, &g::PHP),
        }
    }
}

/// Returns the scanner of the language `name`; attributes after the name, as in `rust,ignore`, are ignored.
pub(super) fn syntax(name: &str) -> Option<Syntax> {
    let name = name.trim().trim_start_matches(['{', '.']);
    let name = name.split([' ', ',', '{', '}', '\t', ':', ';']).next()?.to_ascii_lowercase();
    let name = name.strip_prefix("language-").unwrap_or(&name);
    let grammar = match name {
        "bash" | "sh" | "shell" | "zsh" | "ksh" | "dash" | "shellscript" | "dotenv" | "env" => &g::SHELL,
        "basic" | "vb" | "vbnet" | "vba" | "vbscript" => &g::BASIC,
        "bat" | "batch" | "cmd" | "dosbatch" => &g::BATCH,
        "c" | "h" => &g::C,
        "c++" | "cpp" | "cc" | "cxx" | "hpp" | "hxx" | "arduino" | "ino" | "cuda" => &g::CPP,
        "c#" | "cs" | "csharp" => &g::CSHARP,
        "clojure" | "clj" | "cljs" | "edn" | "lisp" | "common-lisp" | "cl" | "elisp" | "emacs-lisp" | "scheme"
        | "scm" | "racket" | "rkt" | "fennel" => &g::LISP,
        "cmake" => &g::CMAKE,
        "dart" => &g::DART,
        "docker" | "dockerfile" | "containerfile" => &g::DOCKERFILE,
        "elixir" | "ex" | "exs" => &g::ELIXIR,
        "elm" | "purescript" | "purs" => &g::ELM,
        "erlang" | "erl" => &g::ERLANG,
        "fish" => &g::FISH,
        "f#" | "fs" | "fsharp" | "ocaml" | "ml" | "sml" | "reason" | "reasonml" | "re" | "rescript" | "res" => &g::ML,
        "glsl" | "hlsl" | "wgsl" | "shader" => &g::GLSL,
        "go" | "golang" => &g::GO,
        "graphql" | "gql" => &g::GRAPHQL,
        "groovy" | "gradle" | "java" => &g::JAVA,
        "haskell" | "hs" | "idris" | "agda" => &g::HASKELL,
        "hcl" | "terraform" | "tf" => &g::HCL,
        "javascript" | "js" | "jsx" | "mjs" | "cjs" | "node" | "es6" | "ecmascript" | "javascriptreact" => {
            &g::JAVASCRIPT
        }
        "json" | "json5" | "jsonc" | "jsonl" | "geojson" | "webmanifest" => &g::JSON,
        "julia" | "jl" => &g::JULIA,
        "kotlin" | "kt" | "kts" => &g::KOTLIN,
        "lua" | "luau" => &g::LUA,
        "make" | "makefile" | "mk" | "just" | "justfile" => &g::MAKE,
        "nginx" | "caddy" | "caddyfile" | "apache" | "apacheconf" => &g::NGINX,
        "nix" => &g::NIX,
        "objc" | "objective-c" | "objectivec" | "obj-c" => &g::OBJECTIVE_C,
        "pascal" | "delphi" | "objectpascal" => &g::PASCAL,
        "perl" | "pl" | "pm" | "raku" => &g::PERL,
        "powershell" | "ps1" | "pwsh" | "ps" => &g::POWERSHELL,
        "proto" | "protobuf" => &g::PROTOBUF,
        "python" | "py" | "python3" | "py3" | "sage" | "gdscript" | "starlark" | "bazel" | "mojo" => &g::PYTHON,
        "r" | "rscript" | "splus" => &g::R,
        "ruby" | "rb" | "crystal" | "cr" => &g::RUBY,
        "rust" | "rs" => &g::RUST,
        "scala" | "sc" => &g::SCALA,
        "solidity" | "sol" => &g::SOLIDITY,
        "sql" | "mysql" | "postgresql" | "postgres" | "psql" | "plsql" | "tsql" | "sqlite" | "pgsql" => &g::SQL,
        "swift" => &g::SWIFT,
        "ts" | "typescript" | "mts" | "cts" => &g::TYPESCRIPT,
        "tsx" | "typescriptreact" | "astro" => &g::TSX,
        "vim" | "viml" | "vimscript" => &g::VIM,
        "zig" => &g::ZIG,
        _ => return other(name),
    };
    Some(Syntax::Words(grammar))
}

/// Returns the languages with scanners of their own.
fn other(name: &str) -> Option<Syntax> {
    Some(match name {
        "css" => Syntax::Style { slashes: false },
        "scss" | "sass" | "less" | "styl" | "stylus" | "postcss" => Syntax::Style { slashes: true },
        "console" | "shell-session" | "shellsession" | "sh-session" | "bash-session" | "terminal" | "pycon" => {
            Syntax::Session
        }
        "diff" | "patch" | "udiff" => Syntax::Diff,
        "html" | "htm" | "xhtml" | "xml" | "svg" | "rss" | "atom" | "vue" | "svelte" | "plist" | "xsl" | "xslt"
        | "xsd" | "jinja" | "jinja2" | "liquid" | "handlebars" | "hbs" | "erb" | "ejs" | "twig" | "django"
        | "html+erb" | "mathml" | "rdf" => Syntax::Markup,
        "ini" | "toml" | "conf" | "cfg" | "properties" | "editorconfig" | "gitconfig" | "desktop" | "systemd"
        | "npmrc" => Syntax::Ini,
        "markdown" | "md" | "mdx" | "mkd" | "qmd" | "rmd" => Syntax::Markdown,
        "php" | "php3" | "php4" | "php5" | "php7" | "phtml" => Syntax::Php,
        "tex" | "latex" | "bibtex" | "context" => Syntax::Tex,
        "yaml" | "yml" | "eyaml" => Syntax::Yaml,
        _ => return None,
    })
}
