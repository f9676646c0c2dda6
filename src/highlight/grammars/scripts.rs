//! Grammars of scripting languages and shells.

use super::{Comment, Grammar, Quote, Trait};
use crate::highlight::Token;

const HASH: &[Comment] = &[Comment::Line("#")];
const SLASHES: &[Comment] = &[Comment::Line("//"), Comment::Block("/*", "*/")];

const SCRIPT_QUOTES: &[Quote] = &[Quote::new("\""), Quote::new("'"), Quote::new("`").long().holed("${")];
const SCRIPT_CONSTANTS: &str = "true false null undefined this super NaN Infinity globalThis arguments";
const SCRIPT_WORDS: &str = "as async await break case catch class const continue debugger default delete do else export \
                            extends finally for from function get if import in instanceof let new of return set static \
                            switch throw try typeof var void while with yield";

pub const JAVASCRIPT: Grammar = Grammar {
    comments: SLASHES,
    strings: SCRIPT_QUOTES,
    keywords: SCRIPT_WORDS,
    types: "",
    constants: SCRIPT_CONSTANTS,
    traits: &[Trait::Capitals, Trait::Calls, Trait::Regexes, Trait::Markup, Trait::Decorators, Trait::InWords("$")],
};

pub const TYPESCRIPT: Grammar = Grammar {
    comments: SLASHES,
    strings: SCRIPT_QUOTES,
    keywords: "abstract accessor as asserts async await break case catch class const continue debugger declare default \
               delete do else enum export extends finally for from function get if implements import in infer instanceof \
               interface is keyof let module namespace new of override private protected public readonly return satisfies \
               set static switch throw try type typeof var void while with yield",
    types: "any bigint boolean never number object string symbol unknown",
    constants: SCRIPT_CONSTANTS,
    traits: &[Trait::Capitals, Trait::Calls, Trait::Regexes, Trait::Decorators, Trait::InWords("$")],
};

pub const TSX: Grammar = Grammar {
    traits: &[Trait::Capitals, Trait::Calls, Trait::Regexes, Trait::Markup, Trait::Decorators, Trait::InWords("$")],
    ..TYPESCRIPT
};

pub const PYTHON: Grammar = Grammar {
    comments: HASH,
    strings: &[
        Quote::new("\"\"\"").long().after("r R b B u U f F rb br fr rf"),
        Quote::new("'''").long().after("r R b B u U f F rb br fr rf"),
        Quote::new("\"").only_after("f F fr rf").holed("{"),
        Quote::new("'").only_after("f F fr rf").holed("{"),
        Quote::new("\"").after("r R b B u U rb br"),
        Quote::new("'").after("r R b B u U rb br"),
    ],
    keywords: "and as assert async await break case class continue def del elif else except finally for from global if \
               import in is lambda match nonlocal not or pass raise return try while with yield",
    types: "bool bytearray bytes complex dict float frozenset int list object set str tuple type",
    constants: "True False None self cls NotImplemented",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators],
};

pub const RUBY: Grammar = Grammar {
    comments: &[Comment::Word("#"), Comment::Block("=begin", "=end")],
    strings: &[
        Quote::new("\"").long().holed("#{"),
        Quote::new("'").long(),
        Quote::new("`").holed("#{"),
        Quote::between("(", ")").only_after("%q %Q %w %i %W"),
        Quote::between("[", "]").only_after("%q %Q %w %i %W"),
        Quote::between("{", "}").only_after("%q %Q %w %i %W"),
    ],
    keywords: "alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif end ensure \
               extend for if in include loop module next not or private protected public raise redo require \
               require_relative rescue retry return then undef unless until when while yield",
    types: "",
    constants: "true false nil self super __FILE__ __LINE__",
    traits: &[
        Trait::Capitals,
        Trait::Calls,
        Trait::Regexes,
        Trait::Sigils("$@:"),
        Trait::InWords("?!"),
        Trait::Heredocs,
    ],
};

pub const PHP: Grammar = Grammar {
    comments: &[Comment::Line("//"), Comment::Block("/*", "*/"), Comment::Word("# "), Comment::Word("##")],
    strings: &[Quote::new("\"").long(), Quote::new("'").long()],
    keywords: "abstract and array as break callable case catch class clone const continue declare default do echo else \
               elseif empty enddeclare endfor endforeach endif endswitch endwhile enum extends final finally fn for foreach \
               function global goto if implements include include_once instanceof insteadof interface isset list match \
               namespace new or print private protected public readonly require require_once return static switch throw \
               trait try unset use var while xor yield",
    types: "bool float int iterable mixed never object string void",
    constants: "true false null TRUE FALSE NULL self parent",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Sigils("$"), Trait::Attributes, Trait::Heredocs],
};

pub const PERL: Grammar = Grammar {
    comments: &[Comment::Word("#"), Comment::Block("=pod", "=cut")],
    strings: &[Quote::new("\"").long(), Quote::new("'").long(), Quote::between("{", "}").only_after("q qq qw qr")],
    keywords: "and bless defined delete die do each else elsif eq exists for foreach ge given gt if keys last le local lt my \
               ne next no not open or our package print printf push redo ref require return say shift sub unless until use \
               values wantarray when while xor",
    types: "",
    constants: "undef __FILE__ __LINE__ __PACKAGE__",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Sigils("$@"), Trait::Heredocs],
};

pub const LUA: Grammar = Grammar {
    comments: &[Comment::Block("--[[", "]]"), Comment::Line("--")],
    strings: &[Quote::between("[[", "]]").long().raw(), Quote::new("\""), Quote::new("'")],
    keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
    types: "",
    constants: "true false nil self",
    traits: &[Trait::Calls],
};

pub const R: Grammar = Grammar {
    comments: HASH,
    strings: &[Quote::new("\"").long(), Quote::new("'").long(), Quote::new("`")],
    keywords: "break else for function if in next repeat return while library require",
    types: "",
    constants: "TRUE FALSE NULL NA NaN Inf T F",
    traits: &[Trait::Calls, Trait::InWords(".")],
};

pub const JULIA: Grammar = Grammar {
    comments: &[Comment::Nested("#=", "=#"), Comment::Line("#")],
    strings: &[Quote::new("\"\"\"").long().after("r raw md"), Quote::new("\"").after("r b raw v")],
    keywords: "abstract baremodule begin break catch const continue do else elseif end export finally for function global if \
               import in isa let local macro module mutable primitive quote return struct try type using where while",
    types: "",
    constants: "true false nothing missing Inf NaN pi",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators, Trait::Ticks, Trait::InWords("!")],
};

pub const ELIXIR: Grammar = Grammar {
    comments: HASH,
    strings: &[
        Quote::new("\"\"\"").long().holed("#{"),
        Quote::new("\"").holed("#{"),
        Quote::new("'"),
        Quote::between("(", ")").only_after("~r ~s ~w"),
        Quote::between("/", "/").only_after("~r ~s"),
    ],
    keywords: "after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmodule defp \
               defprotocol defstruct do else end fn for if import in not or quote raise receive require rescue try unless \
               unquote use when with",
    types: "",
    constants: "true false nil",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators, Trait::Sigils(":"), Trait::InWords("?!")],
};

pub const ERLANG: Grammar = Grammar {
    comments: &[Comment::Line("%")],
    strings: &[Quote::new("\"").long(), Quote::new("'")],
    keywords: "after and andalso begin case catch end fun if maybe of or orelse receive try when xor div rem not",
    types: "",
    constants: "true false undefined ok error",
    traits: &[Trait::Calls],
};

pub const SHELL: Grammar = Grammar {
    comments: &[Comment::Word("#")],
    strings: &[Quote::new("\"").long(), Quote::new("'").long().raw(), Quote::new("'").only_after("$")],
    keywords: "case coproc do done elif else esac fi for function if in select then time until while",
    types: "",
    constants: "true false",
    traits: &[
        Trait::Heads(Token::Function),
        Trait::Sigils("$"),
        Trait::InWords("-./"),
        Trait::Options,
        Trait::Heredocs,
        Trait::Prompts,
    ],
};

pub const FISH: Grammar = Grammar {
    keywords: "and begin break builtin case command continue else end exec for function if in not or return set switch \
               while",
    ..SHELL
};

pub const POWERSHELL: Grammar = Grammar {
    comments: &[Comment::Block("<#", "#>"), Comment::Line("#")],
    strings: &[
        Quote::between("@\"", "\"@").long().raw(),
        Quote::between("@'", "'@").long().raw(),
        Quote { escape: Some('`'), ..Quote::new("\"").long() },
        Quote::new("'").long().raw(),
    ],
    keywords: "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach \
               function if in param process return switch throw trap try until using while",
    types: "",
    constants: "",
    traits: &[Trait::AnyCase, Trait::Heads(Token::Function), Trait::Sigils("$"), Trait::InWords("-"), Trait::Options],
};

pub const BATCH: Grammar = Grammar {
    comments: &[Comment::Line("::"), Comment::Word("rem "), Comment::Word("REM ")],
    strings: &[Quote::new("\"").raw()],
    keywords: "call do else exit for goto if in not set setlocal endlocal shift echo exist defined",
    types: "",
    constants: "",
    traits: &[Trait::AnyCase, Trait::Heads(Token::Function), Trait::InWords("-./\\")],
};
