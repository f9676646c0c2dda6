//! Tests where formulas stand on pages.

use super::*;

/// Formulas of many kinds.
const FORMULAS: [&str; 40] = [
    r"E = mc^2",
    r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
    r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = \frac{1}{ad - bc} \begin{pmatrix} d & -b \\ -c & a \end{pmatrix}",
    r"|x| = \begin{cases} x & \text{if } x \ge 0, \\ -x & \text{otherwise} \end{cases}",
    r"\begin{align} a &= b + c \tag{1} \\ &= d + e + f \\ g &= \frac{h}{i} \tag{2} \end{align}",
    r"\overbrace{a + b + c}^{n} + \underbrace{x + y}_{\text{two}}",
    r"\sqrt[3]{\frac{x}{\sqrt{y}}} + \sqrt{1 + \sqrt{1 + \sqrt{1 + x}}}",
    r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"\prod_{p \text{ prime}} \frac{1}{1 - p^{-s}} = \zeta(s)",
    r"\left( \frac{\frac{1}{x} + 1}{\frac{y}{2}} \right)^{2^{2^2}}",
    r"\left\{ x \in \mathbb{R} \;\middle|\; \int_0^x f \le 1 \right\}",
    r"f'(x) = f''_n(x)^2 + y'''",
    r"\hat{x} + \widehat{xyz} + \vec{v} + \bar{z} + \overline{z + w} + \tilde{n} + \dot{q} + \ddot{q}",
    r"\overrightarrow{AB} = \overleftarrow{BA}, \quad A \xrightarrow{\text{a long word}} B",
    r"\mathcal{L}\{f\}(s) = \int_0^\infty f(t) e^{-st}\,\mathrm{d}t",
    r"\oint_{\partial\Omega} \omega = \iint_{\Omega} \mathrm{d}\omega",
    r"\bigcup_{i \in I} A_i \subseteq \bigcap_{j \in J} B_j",
    r"\operatorname*{arg\,max}_{\theta \in \Theta} \sum_i \log p(x_i \mid \theta)",
    r"x = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \cfrac{1}{a_3}}}",
    r"\sum_{\substack{0 < i < n \\ i \text{ odd}}} \frac{1}{i^2}",
    r"(a+b)^{10} = a^{10} + 10a^9b + 45a^8b^2 + 120a^7b^3 + 210a^6b^4 + 252a^5b^5 + 210a^4b^6 + 120a^3b^7 + \cdots",
    r"\begin{vmatrix} 1 & x_1 & x_1^2 & x_1^3 \\ 1 & x_2 & x_2^2 & x_2^3 \\ 1 & x_3 & x_3^2 & x_3^3 \end{vmatrix}",
    r"\begin{array}{|c|c|} \hline p & \lnot p \\ \hline 1 & 0 \\ 0 & 1 \\ \hline \end{array}",
    r"\begin{gathered} a = b \\ c = d + e + f + g \end{gathered}",
    r"\boxed{\alpha + \beta = \gamma}",
    r"\bigl( \Bigl( \biggl( \Biggl( x \Biggr) \biggr) \Bigr) \bigr)",
    r"a \not= b, \quad c \notin D, \quad \nexists x \colon x \not\subset Y",
    r"\color{red} x + \textcolor{blue}{y} = z",
    r"\mathbf{A}\mathbf{x} = \boldsymbol{\lambda} \mathbf{x}, \quad \mathfrak{g} \cong \mathfrak{sl}_2",
    r"{}_2F_1(a, b; c; z) = \sum_{n=0}^{\infty} \frac{(a)_n (b)_n}{(c)_n} \frac{z^n}{n!}",
    r"\left\lfloor \frac{n}{2} \right\rfloor + \left\lceil \frac{n}{2} \right\rceil = n",
    r"\left. \frac{\partial f}{\partial x} \right|_{x = x_0}",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)} \tag*{Bayes}",
    r"\forall \varepsilon > 0 \; \exists \delta > 0 \colon |x - a| < \delta \implies |f(x) - f(a)| < \varepsilon",
    r"\langle \psi | \hat{H} | \psi \rangle \ge E_0",
    r"\begin{matrix} 1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17&18&19&20 \\ 1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1 \end{matrix}",
    r"\underset{n \to \infty}{\overset{\text{def}}{=}} \mathop{\mathrm{Res}}_{z=0}",
];

/// Returns the boxes of all text and rules of `pages`: page, owner, left, top, right, bottom.
fn ink(pages: &Pages) -> Vec<(usize, Owner, [f64; 4])> {
    let fonts = Fonts::bundled();
    let mut found = Vec::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for (at, placed) in &page.frame.items {
            match &placed.item {
                Item::Text(run) => {
                    let metrics = fonts.font(run.font).expect("a bundled face").glyph_metrics();
                    let units = 1000.0 / run.size.0;
                    let mut pen = at.x.0;
                    for glyph in &run.glyphs {
                        if let Some(ink) = metrics.extents(u32::from(glyph.id).into()) {
                            let [left, top, width, height] =
                                [ink.x_bearing, ink.y_bearing, ink.width, ink.height].map(|v| f64::from(v) / units);
                            let (x, y) = (pen + left * run.scale, at.y.0 - top);
                            found.push((number, placed.owner, [x, y, x + width * run.scale, y + height]));
                        }
                        pen += ((glyph.advance + run.tracking) * run.size).0 * run.scale;
                    }
                }
                Item::Rule { size, .. } => {
                    let (right, bottom) = (at.x + size.width, at.y + size.height);
                    found.push((number, placed.owner, [at.x.0, at.y.0, right.0, bottom.0]));
                }
                _ => {}
            }
        }
    }
    found
}

/// Makes an article whose paragraphs have [`FORMULAS`] in them and between them.
fn mathematical(display: bool) -> Article {
    let mut maker = Maker::new(5);
    let mut article = Article::default();
    article.meta.title = maker.text(4);
    article.meta.lang = Lang("en".into());
    for formula in FORMULAS {
        let tex = formula.to_owned();
        let paragraph = |content| BlockKind::Paragraph(content);
        // Formulas with rows of their own can only be displays.
        let inline = !display && !formula.contains(r"\begin{align}");
        let blocks = match inline {
            true => {
                let mut content = maker.text(12);
                content.push(Inline::Text(" ".into()));
                content.push(Inline::Math { tex, display: false });
                content.push(Inline::Text(", ".into()));
                content.extend(maker.text(20));
                vec![maker.block(paragraph(content))]
            }
            false => {
                let text = maker.text(15);
                vec![maker.block(paragraph(text)), maker.block(BlockKind::Math(tex))]
            }
        };
        article.blocks.extend(blocks);
    }
    article
}

#[test]
fn forty_formulas_are_neither_cut_nor_overlap() {
    for (display, paper) in [(true, Paper::A4), (true, Paper::Letter), (false, Paper::A4), (false, Paper::Letter)] {
        let article = mathematical(display);
        let design = Design::article(paper);
        let mut diagnostics = Diagnostics::new();
        let pages = typeset(&article, &design, &Fonts::bundled(), usize::MAX, &mut diagnostics).pages;
        let refused: Vec<_> = diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
        // The widest matrix does not fit into a line of text at any size.
        assert!(refused.len() <= usize::from(!display), "{refused:?}");
        let nodes = &pages.structure.nodes;
        let formulas = nodes.iter().filter(|node| node.role == StructRole::Formula).count();
        assert_eq!(formulas, FORMULAS.len() - refused.len());
        let owner_of = |owner: Owner| {
            around(&pages.structure, owner, |role| role == StructRole::Formula).map_or(owner, Owner::Content)
        };
        let is_formula =
            |owner: Owner| matches!(owner, Owner::Content(id) if nodes[id.0 as usize].role == StructRole::Formula);
        let ink: Vec<_> = ink(&pages).into_iter().map(|(page, owner, edges)| (page, owner_of(owner), edges)).collect();
        for (page, owner, [left, top, right, bottom]) in ink.iter().filter(|(_, owner, _)| is_formula(*owner)) {
            let inside =
                *left >= 0.0 && *top >= 0.0 && *right <= design.paper.width.0 && *bottom <= design.paper.height.0;
            assert!(inside, "page {page}: {owner:?} is off the paper");
            for (_, other, [other_left, other_top, other_right, other_bottom]) in
                ink.iter().filter(|(number, other, _)| number == page && other != owner)
            {
                let across = right.min(*other_right) - left.max(*other_left);
                let down = bottom.min(*other_bottom) - top.max(*other_top);
                assert!(
                    across < 0.6 || down < 0.6,
                    "page {page}: {owner:?} and {other:?} overlap by {across} × {down} at {left}, {top}"
                );
            }
        }
    }
}
