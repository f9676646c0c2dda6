//! Grammars of special-purpose languages: queries, configurations, builds, shaders.

use super::{Comment, Grammar, Quote, Trait};
use crate::highlight::Token;

const HASH: &[Comment] = &[Comment::Line("#")];
const SLASHES: &[Comment] = &[Comment::Line("//"), Comment::Block("/*", "*/")];
const QUOTES: &[Quote] = &[Quote::new("\""), Quote::new("'")];

pub const SQL: Grammar = Grammar {
    comments: &[Comment::Line("--"), Comment::Block("/*", "*/"), Comment::Word("# ")],
    strings: &[Quote::new("'").long().raw().after("e n b x"), Quote::between("$$", "$$").long().raw()],
    keywords: "add all alter analyze and any as asc auto_increment autoincrement begin between by cascade case cast check \
               collate column comment commit conflict constraint create cross current database declare default delete desc \
               describe distinct do drop each else end escape except exec execute exists explain extension fetch filter \
               first for foreign from full function generated grant group having if ignore ilike in index inner insert \
               instead intersect into is isnull join key language last lateral left like limit lock materialized merge \
               natural not notnull nothing nulls of off offset on only or order outer over partition pragma preceding \
               primary procedure references regexp rename replace restrict return returning returns revoke right role \
               rollback row rows schema select sequence set show start table temp temporary then to top transaction trigger \
               truncate union unique update use using vacuum values view virtual when where window with without",
    types: "bigint bigserial blob bool boolean bytea char character clob date datetime decimal double float int integer \
            interval json jsonb money nchar numeric nvarchar real serial smallint text time timestamp timestamptz tinyint \
            uuid varchar varying xml precision",
    constants: "true false null",
    traits: &[Trait::AnyCase, Trait::Calls, Trait::Sigils("$@")],
};

pub const GRAPHQL: Grammar = Grammar {
    comments: HASH,
    strings: &[Quote::new("\"\"\"").long(), Quote::new("\"")],
    keywords: "directive enum extend fragment implements input interface mutation on query repeatable scalar schema \
               subscription type union",
    types: "",
    constants: "true false null",
    traits: &[Trait::Capitals, Trait::Sigils("$"), Trait::Decorators, Trait::Keys],
};

pub const JSON: Grammar = Grammar {
    comments: SLASHES,
    strings: QUOTES,
    keywords: "",
    types: "",
    constants: "true false null",
    traits: &[Trait::Keys],
};

pub const HCL: Grammar = Grammar {
    comments: &[Comment::Line("#"), Comment::Line("//"), Comment::Block("/*", "*/")],
    strings: &[Quote::new("\"").holed("${")],
    keywords: "data dynamic for if in locals module moved output provider resource terraform variable",
    types: "any bool list map number object set string tuple",
    constants: "true false null",
    traits: &[Trait::Calls, Trait::Keys, Trait::Heredocs, Trait::InWords("-")],
};

pub const NIX: Grammar = Grammar {
    comments: &[Comment::Line("#"), Comment::Block("/*", "*/")],
    strings: &[Quote::new("''").long().raw().holed("${"), Quote::new("\"").long().holed("${")],
    keywords: "assert else if in inherit let or rec then with import",
    types: "",
    constants: "true false null builtins",
    traits: &[Trait::Keys, Trait::InWords("-'")],
};

pub const NGINX: Grammar = Grammar {
    comments: HASH,
    strings: QUOTES,
    keywords: "",
    types: "",
    constants: "on off",
    traits: &[Trait::Heads(Token::Keyword), Trait::Sigils("$"), Trait::InWords("-./")],
};

pub const DOCKERFILE: Grammar = Grammar {
    comments: HASH,
    strings: QUOTES,
    keywords: "FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL \
               HEALTHCHECK SHELL AS",
    types: "",
    constants: "",
    traits: &[Trait::Sigils("$"), Trait::Options, Trait::InWords("-./")],
};

pub const MAKE: Grammar = Grammar {
    comments: HASH,
    strings: QUOTES,
    keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override unexport vpath",
    types: "",
    constants: "",
    traits: &[Trait::Heads(Token::Function), Trait::Sigils("$"), Trait::Options, Trait::InWords("-./")],
};

pub const CMAKE: Grammar = Grammar {
    comments: &[Comment::Block("#[[", "]]"), Comment::Line("#")],
    strings: &[Quote::new("\"").long()],
    keywords: "if else elseif endif foreach endforeach while endwhile function endfunction macro endmacro return",
    types: "",
    constants: "ON OFF TRUE FALSE",
    traits: &[Trait::Calls, Trait::Sigils("$")],
};

pub const LISP: Grammar = Grammar {
    comments: &[Comment::Line(";"), Comment::Nested("#|", "|#")],
    strings: &[Quote::new("\"").long()],
    keywords: "and begin case cond def defmacro defn defun defvar define do fn for if lambda let let* letrec loop ns or \
               progn quote recur require set! setq unless when",
    types: "",
    constants: "nil t true false",
    traits: &[Trait::LispHeads, Trait::Sigils(":"), Trait::InWords("-?!*/><=.+")],
};

pub const GLSL: Grammar = Grammar {
    comments: SLASHES,
    strings: &[],
    keywords: "attribute break case const continue default discard do else flat for if in inout invariant layout out \
               precision return smooth struct switch uniform varying void while highp mediump lowp",
    types: "bool bvec2 bvec3 bvec4 float int ivec2 ivec3 ivec4 mat2 mat3 mat4 sampler2D samplerCube uint vec2 vec3 vec4",
    constants: "true false",
    traits: &[Trait::Calls, Trait::Preprocessor],
};

pub const VIM: Grammar = Grammar {
    comments: &[Comment::Word("\" ")],
    strings: &[Quote::new("'").raw(), Quote::new("\"")],
    keywords: "augroup autocmd call command echo else elseif endfor endfunction endif endwhile execute filetype for function \
               if inoremap let map nmap nnoremap noremap return set setlocal source syntax vnoremap while",
    types: "",
    constants: "",
    traits: &[Trait::Calls],
};

pub const BASIC: Grammar = Grammar {
    comments: &[Comment::Line("'"), Comment::Word("REM ")],
    strings: &[Quote::new("\"").raw()],
    keywords: "and as byref byval case class const dim do each else elseif end exit false for function get gosub goto if \
               imports in input inherits is let loop me mod module namespace new next not nothing of on option or print \
               private property public return select set shared step sub then to true until wend while with",
    types: "boolean byte date decimal double integer long object short single string",
    constants: "true false nothing",
    traits: &[Trait::AnyCase, Trait::Calls],
};

pub const PASCAL: Grammar = Grammar {
    comments: &[Comment::Line("//"), Comment::Block("{", "}"), Comment::Block("(*", "*)")],
    strings: &[Quote::new("'").raw()],
    keywords: "and array as begin case class const constructor destructor div do downto else end except file finally for \
               function goto if implementation in inherited interface is mod nil not object of or override private \
               procedure program property public raise record repeat set shl shr then to try type unit until uses var \
               virtual while with xor",
    types: "boolean byte char double integer longint real string word",
    constants: "true false nil self",
    traits: &[Trait::AnyCase, Trait::Calls],
};
