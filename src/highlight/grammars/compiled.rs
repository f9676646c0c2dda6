//! Grammars of typed languages.

use super::{Comment, Grammar, Quote, Trait};

const SLASHES: &[Comment] = &[Comment::Line("//"), Comment::Block("/*", "*/")];
const NESTED: &[Comment] = &[Comment::Line("//"), Comment::Nested("/*", "*/")];
const QUOTES: &[Quote] = &[Quote::new("\""), Quote::new("'")];

pub const RUST: Grammar = Grammar {
    comments: NESTED,
    strings: &[Quote::new("\"").long().after("b c")],
    keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop macro_rules match \
               mod move mut pub ref return static struct super trait type union unsafe use where while yield",
    types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize",
    constants: "true false self Self",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Macros, Trait::Attributes, Trait::Ticks, Trait::HashedStrings],
};

pub const C: Grammar = Grammar {
    comments: SLASHES,
    strings: &[Quote::new("\"").after("L u8 u U"), Quote::new("'").after("L u U")],
    keywords: "auto break case const continue default do else enum extern for goto if inline register restrict return \
               sizeof static struct switch typedef union volatile while _Atomic _Generic _Static_assert alignas alignof \
               constexpr static_assert typeof",
    types: "bool char double float int long short signed size_t ssize_t ptrdiff_t unsigned void int8_t int16_t int32_t \
            int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t wchar_t FILE _Bool",
    constants: "NULL true false nullptr",
    traits: &[Trait::Calls, Trait::Preprocessor],
};

pub const CPP: Grammar = Grammar {
    comments: SLASHES,
    strings: &[
        Quote::between("R\"(", ")\"").long().raw(),
        Quote::new("\"").after("L u8 u U"),
        Quote::new("'").after("L u U"),
    ],
    keywords: "alignas alignof and asm auto break case catch class co_await co_return co_yield concept const consteval \
               constexpr constinit const_cast continue decltype default delete do dynamic_cast else enum explicit export \
               extern final for friend goto if inline import module mutable namespace new noexcept not operator or \
               override private protected public register reinterpret_cast requires return sizeof static static_assert \
               static_cast struct switch template thread_local throw try typedef typeid typename union using virtual \
               volatile while xor",
    types: "bool char char8_t char16_t char32_t double float int long short signed size_t unsigned void int8_t int16_t \
            int32_t int64_t uint8_t uint16_t uint32_t uint64_t wchar_t string vector map set optional unique_ptr shared_ptr",
    constants: "NULL nullptr true false this",
    traits: &[Trait::Calls, Trait::Capitals, Trait::Preprocessor],
};

pub const OBJECTIVE_C: Grammar = Grammar {
    comments: SLASHES,
    strings: &[Quote::new("\"").after("@"), Quote::new("'")],
    keywords: "break case const continue default do else enum extern for goto if in inline return sizeof static struct \
               switch typedef union volatile while nonatomic atomic strong weak copy assign readonly readwrite",
    types: "BOOL bool char double float id instancetype int long short signed unsigned void SEL Class",
    constants: "YES NO nil NULL self super true false",
    traits: &[Trait::Calls, Trait::Capitals, Trait::Preprocessor, Trait::Decorators],
};

pub const JAVA: Grammar = Grammar {
    comments: SLASHES,
    strings: &[Quote::new("\"\"\"").long(), Quote::new("\""), Quote::new("'")],
    keywords: "abstract assert break case catch class const continue default do else enum extends final finally for goto \
               if implements import instanceof interface native new non-sealed package permits private protected public \
               record return sealed static strictfp switch synchronized throw throws transient try var volatile when \
               while yield",
    types: "boolean byte char double float int long short void",
    constants: "true false null this super",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators],
};

pub const KOTLIN: Grammar = Grammar {
    comments: NESTED,
    strings: &[Quote::new("\"\"\"").long().raw().holed("${"), Quote::new("\"").holed("${"), Quote::new("'")],
    keywords: "abstract actual annotation as break by catch class companion const constructor continue crossinline data \
               do else enum expect external final finally for fun get if import in infix init inline inner interface \
               internal is lateinit noinline object open operator out override package private protected public reified \
               return sealed set suspend tailrec throw try typealias val value var vararg when where while",
    types: "",
    constants: "true false null this super it",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators],
};

pub const SCALA: Grammar = Grammar {
    comments: NESTED,
    strings: &[Quote::new("\"\"\"").long().raw().after("s f raw"), Quote::new("\"").after("s f raw")],
    keywords: "abstract case catch class def do else enum export extends extension final finally for forSome given if \
               implicit import inline lazy match new object opaque override package private protected return sealed then \
               throw trait transparent try type using val var while with yield",
    types: "",
    constants: "true false null this super",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators, Trait::Ticks],
};

pub const SWIFT: Grammar = Grammar {
    comments: NESTED,
    strings: &[Quote::new("\"\"\"").long().holed("\\("), Quote::new("\"").holed("\\(")],
    keywords: "actor any as associatedtype async await break case catch class continue convenience defer deinit didSet do \
               dynamic else enum extension fallthrough fileprivate final for func get guard if import in indirect infix \
               init inout internal is isolated lazy let mutating nonisolated nonmutating open operator optional override \
               postfix precedencegroup prefix private protocol public repeat required rethrows return set some static \
               struct subscript switch throw throws try typealias unowned var weak where while willSet",
    types: "",
    constants: "true false nil self Self super",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators, Trait::Preprocessor],
};

pub const CSHARP: Grammar = Grammar {
    comments: SLASHES,
    strings: &[
        Quote::new("\"\"\"").long().raw().after("$"),
        Quote::new("\"").long().raw().only_after("$@ @$ @"),
        Quote::new("\"").only_after("$").holed("{"),
        Quote::new("\""),
        Quote::new("'"),
    ],
    keywords: "abstract as async await base break case catch checked class const continue default delegate do else enum \
               event explicit extern finally fixed for foreach get goto if implicit in init interface internal is lock \
               nameof namespace new not operator or and out override params partial private protected public readonly \
               record ref required return sealed set sizeof stackalloc static struct switch throw try typeof unchecked \
               unsafe using value var virtual volatile when where while with yield",
    types: "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort \
            void",
    constants: "true false null this",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Preprocessor],
};

pub const GO: Grammar = Grammar {
    comments: SLASHES,
    strings: &[Quote::new("\""), Quote::new("`").long().raw(), Quote::new("'")],
    keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map \
               package range return select struct switch type var",
    types: "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string \
            uint uint8 uint16 uint32 uint64 uintptr",
    constants: "true false nil iota",
    traits: &[Trait::Calls],
};

pub const DART: Grammar = Grammar {
    comments: SLASHES,
    strings: &[
        Quote::new("'''").long().holed("${"),
        Quote::new("\"\"\"").long().holed("${"),
        Quote::new("'").holed("${"),
        Quote::new("\"").holed("${"),
    ],
    keywords: "abstract as assert async await base break case catch class const continue covariant default deferred do \
               dynamic else enum export extends extension external factory final finally for get hide if implements \
               import in interface is late library mixin new on operator part required rethrow return sealed set show \
               static switch sync throw try typedef var when while with yield",
    types: "bool double int num void",
    constants: "true false null this super",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators],
};

pub const ZIG: Grammar = Grammar {
    comments: &[Comment::Line("//")],
    strings: &[Quote::new("\""), Quote::new("'")],
    keywords: "addrspace align allowzero and anyframe anytype asm async await break callconv catch comptime const continue \
               defer else enum errdefer error export extern fn for if inline linksection noalias noinline nosuspend opaque \
               or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable \
               usingnamespace var volatile while",
    types: "bool f16 f32 f64 f128 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize void type anyerror noreturn",
    constants: "true false null undefined",
    traits: &[Trait::Capitals, Trait::Calls, Trait::Decorators],
};

pub const PROTOBUF: Grammar = Grammar {
    comments: SLASHES,
    strings: QUOTES,
    keywords: "syntax edition import option package message enum service rpc returns stream oneof map repeated optional \
               required reserved extensions extend to public weak",
    types: "bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 string uint32 uint64",
    constants: "true false",
    traits: &[Trait::Capitals],
};

pub const SOLIDITY: Grammar = Grammar {
    comments: SLASHES,
    strings: QUOTES,
    keywords: "abstract as assembly break catch constant constructor continue contract delete do else emit enum error event \
               external fallback for function if immutable import indexed interface internal is library mapping memory \
               modifier new override payable pragma private public pure receive require return returns revert storage \
               struct try type unchecked using view virtual while calldata",
    types: "address bool bytes bytes32 int int256 string uint uint8 uint256",
    constants: "true false this super",
    traits: &[Trait::Capitals, Trait::Calls],
};

pub const HASKELL: Grammar = Grammar {
    comments: &[Comment::Line("--"), Comment::Nested("{-", "-}")],
    strings: &[Quote::new("\"")],
    keywords: "as case class data default deriving do else family forall foreign hiding if import in infix infixl infixr \
               instance let mdo module newtype of proc qualified rec then type where",
    types: "",
    constants: "",
    traits: &[Trait::Capitals, Trait::Ticks, Trait::InWords("'")],
};

pub const ELM: Grammar = Grammar {
    comments: &[Comment::Line("--"), Comment::Nested("{-", "-}")],
    strings: &[Quote::new("\"\"\"").long(), Quote::new("\""), Quote::new("'")],
    keywords: "alias as case effect else exposing if import in infix let module of port then type where",
    types: "",
    constants: "",
    traits: &[Trait::Capitals],
};

pub const ML: Grammar = Grammar {
    comments: &[Comment::Nested("(*", "*)"), Comment::Line("//"), Comment::Block("/*", "*/")],
    strings: &[Quote::new("\"\"\"").long(), Quote::new("\"").long(), Quote::between("{|", "|}").long().raw()],
    keywords: "and as assert async begin class constraint do done downto else end exception external false for fun function \
               functor if in include inherit initializer lazy let match member method module mutable namespace new nonrec \
               object of open or override private rec sig static struct switch then to try type use val virtual when \
               while with yield",
    types: "array bool bytes char exn float int list option string unit",
    constants: "true false",
    traits: &[Trait::Capitals, Trait::Ticks, Trait::InWords("'")],
};
