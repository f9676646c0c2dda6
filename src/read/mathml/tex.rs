//! Converts MathML formulas to TeX.

use super::tree::Node;

/// Returns the TeX of adjacent `nodes`.
pub(super) fn of(nodes: &[Node]) -> String {
    let mut out = String::new();
    row(nodes, &mut out);
    out.trim().to_owned()
}

/// Elements that make the brackets around them grow.
const TALL: [&str; 8] = ["mfrac", "mtable", "munderover", "munder", "mover", "msqrt", "mroot", "mmultiscripts"];

fn is_tall(node: &Node) -> bool {
    TALL.contains(&node.name) || node.children.iter().any(is_tall)
}

fn row(nodes: &[Node], out: &mut String) {
    let fence = |node: Option<&Node>, table: fn(char) -> Option<&'static str>| {
        let node = node.filter(|node| node.name == "mo" && node.get("stretchy") != Some("false"))?;
        let mut chars = node.text.chars();
        let first = chars.next().filter(|_| chars.next().is_none())?;
        table(first)
    };
    let open = fence(nodes.first(), opening);
    let close = fence(nodes.last(), closing).filter(|_| nodes.len() > 1);
    let inner = match (open, close) {
        (Some(_), Some(_)) => &nodes[1..nodes.len() - 1],
        (Some(_), None) => &nodes[1..],
        _ => nodes,
    };
    let grows = inner.iter().any(is_tall) && balanced(inner);
    match (open, close) {
        (Some(open), Some(close)) if grows => {
            out.push_str(&format!("\\left{open} "));
            all(inner, out);
            out.push_str(&format!("\\right{close} "));
        }
        // An opening bracket without a closing one, such as the brace before cases.
        (Some(open), None) if grows && nodes.len() == 2 => {
            out.push_str(&format!("\\left{open} "));
            all(inner, out);
            out.push_str("\\right. ");
        }
        _ => all(nodes, out),
    }
}

/// Whether the brackets in `nodes` are balanced.
fn balanced(nodes: &[Node]) -> bool {
    let mut depth = 0i32;
    for sign in nodes.iter().filter(|node| node.name == "mo").flat_map(|node| node.text.chars()) {
        depth += i32::from(matches!(sign, '(' | '[' | '{')) - i32::from(matches!(sign, ')' | ']' | '}'));
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn all(nodes: &[Node], out: &mut String) {
    nodes.iter().for_each(|node| write(node, out));
}

fn opening(sign: char) -> Option<&'static str> {
    Some(match sign {
        '(' => "(",
        '[' => "[",
        '{' => "\\{",
        '|' | '∣' => "|",
        '‖' | '∥' => "\\|",
        '⟨' | '〈' => "\\langle ",
        '⌊' => "\\lfloor ",
        '⌈' => "\\lceil ",
        _ => return None,
    })
}

fn closing(sign: char) -> Option<&'static str> {
    Some(match sign {
        ')' => ")",
        ']' => "]",
        '}' => "\\}",
        '|' | '∣' => "|",
        '‖' | '∥' => "\\|",
        '⟩' | '〉' => "\\rangle ",
        '⌋' => "\\rfloor ",
        '⌉' => "\\rceil ",
        _ => return None,
    })
}

/// Returns one node in braces.
fn braced(node: &Node) -> String {
    let mut inner = String::new();
    write(node, &mut inner);
    format!("{{{}}}", inner.trim())
}

fn write(node: &Node, out: &mut String) {
    let part = |at: usize| node.children.get(at).map_or_else(|| "{}".to_owned(), braced);
    match node.name {
        "mi" => identifier(node, out),
        "mn" => out.push_str(&styled(node, &signs(&node.text))),
        "mo" => operator(&node.text, out),
        "mtext" | "ms" => out.push_str(&words(&node.text)),
        "mspace" => out.push_str(space(node)),
        "mfrac" if node.get("linethickness").is_some_and(|width| width.starts_with('0')) => {
            out.push_str(&format!("\\genfrac{{}}{{}}{{0pt}}{{}}{}{}", part(0), part(1)));
        }
        "mfrac" if node.get("bevelled") == Some("true") => out.push_str(&format!("{}/{}", part(0), part(1))),
        "mfrac" => out.push_str(&format!("\\frac{}{}", part(0), part(1))),
        "msqrt" => out.push_str(&format!("\\sqrt{{{}}}", of(&node.children))),
        "mroot" => {
            let index = node.children.get(1).map(|index| of(std::slice::from_ref(index))).unwrap_or_default();
            out.push_str(&format!("\\sqrt[{index}]{}", part(0)));
        }
        "msub" => out.push_str(&format!("{}_{}", base(node), part(1))),
        "msup" => superscript(node, &part(1), out),
        "msubsup" => out.push_str(&format!("{}_{}^{}", base(node), part(1), part(2))),
        "munder" | "mover" | "munderover" => limits(node, out),
        "mmultiscripts" => scripts(node, out),
        "mfenced" => fenced(node, out),
        "mtable" => table(node, out),
        "mphantom" => out.push_str(&format!("\\phantom{{{}}}", of(&node.children))),
        "menclose" if node.get("notation").is_some_and(|notation| notation.contains("box")) => {
            out.push_str(&format!("\\boxed{{{}}}", of(&node.children)));
        }
        "maction" => node.children.first().into_iter().for_each(|child| write(child, out)),
        "none" | "mprescripts" => {}
        _ => row(&node.children, out),
    }
}

/// Returns the base of scripts; large operators have no braces, which would disable their limits.
fn base(node: &Node) -> String {
    let Some(first) = node.children.first() else { return "{}".into() };
    match core(first) {
        Some(operator) if is_large(operator) => {
            let mut out = String::new();
            write(operator, &mut out);
            out.trim_end().to_owned()
        }
        _ => braced(first),
    }
}

/// Returns the only element inside nested rows.
fn core(node: &Node) -> Option<&Node> {
    match node.name {
        "mrow" | "mstyle" | "mpadded" => match node.children.as_slice() {
            [only] => core(only),
            _ => None,
        },
        _ => Some(node),
    }
}

fn is_large(node: &Node) -> bool {
    let mut signs = node.text.chars();
    let large = signs.next().is_some_and(|sign| "∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀".contains(sign)) && signs.next().is_none();
    matches!(node.name, "mo" | "mi")
        && (large
            || matches!(
                node.text.as_str(),
                "lim" | "max" | "min" | "sup" | "inf" | "limsup" | "liminf" | "det" | "gcd" | "Pr"
            ))
}

/// Writes a superscript; a prime stays a prime.
fn superscript(node: &Node, script: &str, out: &mut String) {
    let prime = match script {
        "{'}" => "'",
        "{''}" => "''",
        _ => return out.push_str(&format!("{}^{script}", base(node))),
    };
    out.push_str(&format!("{}{prime}", base(node)));
}

/// Writes scripts above and below.
fn limits(node: &Node, out: &mut String) {
    let (under, over) = match node.name {
        "munder" => (node.children.get(1), None),
        "mover" => (None, node.children.get(1)),
        _ => (node.children.get(1), node.children.get(2)),
    };
    let first = node.children.first();
    if first.and_then(core).is_some_and(is_large) {
        out.push_str(&base(node));
        if first.and_then(core).is_some_and(|operator| operator.text.starts_with(['∫', '∮'])) {
            out.push_str("\\limits");
        }
        out.extend(under.map(|under| format!("_{}", braced(under))));
        out.extend(over.map(|over| format!("^{}", braced(over))));
        return;
    }
    let mut inner = first.map_or_else(|| "{}".to_owned(), braced);
    if let Some(over) = over {
        inner = match core(over).and_then(|over| accent(&over.text)) {
            Some(command) => format!("{{\\{command}{inner}}}"),
            None => format!("\\overset{}{inner}", braced(over)),
        };
    }
    if let Some(under) = under {
        inner = match core(under).map(|under| under.text.as_str()) {
            Some("_" | "¯" | "̲" | "‾" | "―") => format!("\\underline{inner}"),
            Some("⏟") => format!("\\underbrace{inner}"),
            _ => format!("\\underset{}{inner}", braced(under)),
        };
    }
    // An accent alone needs no braces around it.
    let bare = under.is_none().then(|| inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'))).flatten();
    out.push_str(bare.filter(|bare| bare.starts_with('\\')).unwrap_or(&inner));
}

fn accent(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "^" | "ˆ" | "̂" => "hat",
        "¯" | "‾" | "̅" | "̄" | "ˉ" => "bar",
        "―" | "_" | "─" => "overline",
        "→" | "⃗" => "vec",
        "˙" | "." | "̇" => "dot",
        "¨" | "̈" => "ddot",
        "~" | "˜" | "̃" => "tilde",
        "ˇ" | "̌" => "check",
        "˘" | "̆" => "breve",
        "´" | "́" => "acute",
        "`" | "̀" => "grave",
        "⏞" => "overbrace",
        _ => return None,
    })
}

fn scripts(node: &Node, out: &mut String) {
    let after = node.children.iter().position(|child| child.name == "mprescripts").unwrap_or(node.children.len());
    let pair = |parts: &[Node], out: &mut String| {
        for (part, mark) in parts.iter().zip(["_", "^"]) {
            if part.name != "none" {
                out.push_str(&format!("{mark}{}", braced(part)));
            }
        }
    };
    for parts in node.children.get(after + 1..).unwrap_or_default().chunks(2) {
        out.push_str("{}");
        pair(parts, out);
    }
    out.push_str(&base(node));
    for (at, parts) in node.children.get(1..after).unwrap_or_default().chunks(2).enumerate() {
        out.push_str(if at > 0 { "{}" } else { "" });
        pair(parts, out);
    }
}

fn fenced(node: &Node, out: &mut String) {
    let fence = |name: &str, default: char, table: fn(char) -> Option<&'static str>| {
        let sign = node.get(name).map_or(Some(default), |value| value.chars().next());
        sign.and_then(table).unwrap_or(".").to_owned()
    };
    let separators: Vec<char> = node.get("separators").unwrap_or(",").chars().filter(|c| !c.is_whitespace()).collect();
    out.push_str(&format!("\\left{} ", fence("open", '(', opening)));
    for (at, child) in node.children.iter().enumerate() {
        if let Some(separator) = at.checked_sub(1).and_then(|at| separators.get(at).or(separators.last())) {
            operator(&separator.to_string(), out);
        }
        write(child, out);
    }
    out.push_str(&format!("\\right{} ", fence("close", ')', closing)));
}

fn table(node: &Node, out: &mut String) {
    let aligned: Vec<&str> =
        node.get("columnalign").map(|align| align.split_whitespace().collect()).unwrap_or_default();
    let columns = node.children.iter().map(|row| row.children.len()).max().unwrap_or(1).min(60);
    let plain = aligned.is_empty() || aligned.iter().all(|align| *align == "center");
    let letter = |at: usize| match aligned.get(at).or(aligned.last()) {
        Some(&"left") => 'l',
        Some(&"right") => 'r',
        _ => 'c',
    };
    let (begin, end) = match plain {
        true => ("\\begin{matrix}".to_owned(), "\\end{matrix}"),
        false => (format!("\\begin{{array}}{{{}}}", (0..columns).map(letter).collect::<String>()), "\\end{array}"),
    };
    let rows: Vec<String> = (node.children.iter())
        .map(|row| {
            // The label of a numbered row comes first.
            let cells = row.children.get(usize::from(row.name == "mlabeledtr")..).unwrap_or_default();
            cells.iter().map(|cell| of(&cell.children)).collect::<Vec<_>>().join(" & ")
        })
        .collect();
    out.push_str(&format!("{begin}{}{end}", rows.join("\\\\ ")));
}

fn space(node: &Node) -> &'static str {
    let width = node.get("width").unwrap_or_default();
    match width.strip_suffix("em").and_then(|width| width.parse::<f64>().ok()) {
        Some(width) if width >= 1.5 => "\\qquad ",
        Some(width) if width >= 0.7 => "\\quad ",
        Some(width) if width > 0.25 => "\\; ",
        Some(width) if width > 0.0 => "\\, ",
        _ => "",
    }
}

fn identifier(node: &Node, out: &mut String) {
    const FUNCTIONS: [&str; 30] = [
        "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd",
        "hom", "inf", "ker", "lg", "lim", "ln", "log", "max", "min", "sec", "sin", "sinh", "sup", "tan", "tanh", "Pr",
    ];
    let text = node.text.as_str();
    if FUNCTIONS.contains(&text) {
        return out.push_str(&format!("\\{text} "));
    }
    if matches!(text, "limsup" | "lim sup") {
        return out.push_str("\\limsup ");
    }
    let long = text.chars().nth(1).is_some();
    if long && node.get("mathvariant").is_none() {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return out.push_str(&if plain { format!("\\mathrm{{{text}}}") } else { words(text) });
    }
    out.push_str(&styled(node, &signs(text)));
}

/// Sets `tex` in the alphabet that the element requests.
fn styled(node: &Node, tex: &str) -> String {
    let command = match node.get("mathvariant") {
        // Only a single letter is italic by default (MathML 3 §3.2.3.2), so `normal` changes something only there.
        Some("normal") if node.name == "mi" => "mathrm",
        Some("bold") => "mathbf",
        Some("bold-italic") => "boldsymbol",
        Some("double-struck") => "mathbb",
        // TeX has no bold versions of these alphabets. The alphabet matters more than the weight, so the weight is
        // dropped.
        Some("script" | "bold-script") => "mathcal",
        Some("fraktur" | "bold-fraktur") => "mathfrak",
        Some("sans-serif" | "bold-sans-serif") => "mathsf",
        Some("monospace") => "mathtt",
        _ => return tex.to_owned(),
    };
    format!("\\{command}{{{}}}", tex.trim())
}

fn words(text: &str) -> String {
    if text.trim().is_empty() { "\\ ".into() } else { super::as_text_spaced(text) }
}

fn operator(text: &str, out: &mut String) {
    let word = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if word {
        return out.push_str(&format!("\\operatorname{{{text}}} "));
    }
    out.push_str(&signs(text));
}

/// Escapes `text` for TeX.
fn signs(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match command(sign) {
            Some("") => {}
            Some(command) => {
                out.push_str(command);
                if command.ends_with(|c: char| c.is_ascii_alphabetic()) {
                    out.push(' ');
                }
            }
            None => out.push(sign),
        }
    }
    out
}

fn command(sign: char) -> Option<&'static str> {
    const GREEK: [&str; 25] = [
        "\\alpha",
        "\\beta",
        "\\gamma",
        "\\delta",
        "\\epsilon",
        "\\zeta",
        "\\eta",
        "\\theta",
        "\\iota",
        "\\kappa",
        "\\lambda",
        "\\mu",
        "\\nu",
        "\\xi",
        "o",
        "\\pi",
        "\\rho",
        "\\varsigma",
        "\\sigma",
        "\\tau",
        "\\upsilon",
        "\\phi",
        "\\chi",
        "\\psi",
        "\\omega",
    ];
    if ('α'..='ω').contains(&sign) {
        return GREEK.get(sign as usize - 'α' as usize).copied();
    }
    Some(match sign {
        'Γ' => "\\Gamma",
        'Δ' | '∆' => "\\Delta",
        'Θ' => "\\Theta",
        'Λ' => "\\Lambda",
        'Ξ' => "\\Xi",
        'Π' => "\\Pi",
        'Σ' => "\\Sigma",
        'Φ' => "\\Phi",
        'Ψ' => "\\Psi",
        'Ω' => "\\Omega",
        'ϵ' => "\\epsilon",
        'ϕ' => "\\phi",
        'ϑ' => "\\vartheta",
        '\u{2061}'..='\u{2064}' | '\u{200b}' | '\u{feff}' => "",
        '\u{a0}' | ' ' => "\\ ",
        '#' => "\\#",
        '$' => "\\$",
        '%' => "\\%",
        '&' => "\\&",
        '_' => "\\_",
        '{' => "\\{",
        '}' => "\\}",
        '\\' => "\\backslash",
        '^' => "\\wedge",
        '~' => "\\sim",
        '−' => "-",
        '×' => "\\times",
        '⋅' | '·' => "\\cdot",
        '÷' => "\\div",
        '±' => "\\pm",
        '∓' => "\\mp",
        '≤' => "\\leq",
        '≥' => "\\geq",
        '≠' => "\\neq",
        '≈' => "\\approx",
        '≡' => "\\equiv",
        '∼' => "\\sim",
        '≅' => "\\cong",
        '∝' => "\\propto",
        '≪' => "\\ll",
        '≫' => "\\gg",
        '∞' => "\\infty",
        '∂' => "\\partial",
        '∇' => "\\nabla",
        '∑' => "\\sum",
        '∏' => "\\prod",
        '∐' => "\\coprod",
        '∫' => "\\int",
        '∬' => "\\iint",
        '∭' => "\\iiint",
        '∮' => "\\oint",
        '⋃' => "\\bigcup",
        '⋂' => "\\bigcap",
        '∈' => "\\in",
        '∉' => "\\notin",
        '∋' => "\\ni",
        '⊂' => "\\subset",
        '⊃' => "\\supset",
        '⊆' => "\\subseteq",
        '⊇' => "\\supseteq",
        '∪' => "\\cup",
        '∩' => "\\cap",
        '∅' => "\\emptyset",
        '∖' => "\\setminus",
        '∀' => "\\forall",
        '∃' => "\\exists",
        '¬' => "\\neg",
        '∧' => "\\wedge",
        '∨' => "\\vee",
        '→' => "\\to",
        '←' => "\\leftarrow",
        '↔' => "\\leftrightarrow",
        '⇒' => "\\Rightarrow",
        '⇐' => "\\Leftarrow",
        '⇔' => "\\Leftrightarrow",
        '↦' => "\\mapsto",
        '⟶' => "\\longrightarrow",
        '↑' => "\\uparrow",
        '↓' => "\\downarrow",
        '…' => "\\dots",
        '⋯' => "\\cdots",
        '⋮' => "\\vdots",
        '⋱' => "\\ddots",
        '′' => "'",
        '″' => "''",
        '°' => "^{\\circ}",
        '∘' => "\\circ",
        '⊕' => "\\oplus",
        '⊗' => "\\otimes",
        '⟨' | '〈' => "\\langle",
        '⟩' | '〉' => "\\rangle",
        '⌊' => "\\lfloor",
        '⌋' => "\\rfloor",
        '⌈' => "\\lceil",
        '⌉' => "\\rceil",
        '‖' => "\\|",
        '∥' => "\\parallel",
        '⊥' => "\\perp",
        '∠' => "\\angle",
        '∣' => "\\mid",
        '∗' => "\\ast",
        'ℏ' => "\\hbar",
        'ℓ' => "\\ell",
        'ℝ' => "\\mathbb{R}",
        'ℕ' => "\\mathbb{N}",
        'ℤ' => "\\mathbb{Z}",
        'ℚ' => "\\mathbb{Q}",
        'ℂ' => "\\mathbb{C}",
        _ => return None,
    })
}
