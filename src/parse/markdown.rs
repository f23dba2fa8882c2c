//! Markdown to a body: finished HTML with holes for links, words of the interface and components.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use super::clean::{COLON, cleaned};
use super::component::{self, Dialect, Scanned};
use super::events::{self, Mark};
use super::html::ExclusionReason;
use super::linter::{LintState, TextLinter};
use super::redact::{self, Redaction, Remnant};
use super::signs::Signs;
use super::{admonitions, callouts, inline};
use crate::diag::{Diagnostic, Span};
use crate::model::{Body, ComponentCall, Link, Outline, Right, Segment, Trust};
use crate::path::{SourcePath, is_html};
use crate::text::letters_of_id;

/// The most that components may stand in each other.
pub const DEEPEST: usize = 16;

/// How Markdown is read on this site.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Settings {
    /// Typographic quotes, dashes and ellipses.
    pub smart_punctuation: bool,
    /// Whether customers' texts may hold raw HTML and any address.
    pub trust_voices: bool,
    /// Whether `$x$` and `$$x$$` are formulas.
    pub math: bool,
    /// The components of the theme, which calls under other generators' names may mean.
    pub components: BTreeSet<String>,
    /// Where the site stands, `https://example.org/blog/`: addresses that begin so are its own. Empty where that is unknown.
    pub base: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            smart_punctuation: true,
            trust_voices: false,
            math: false,
            components: BTreeSet::new(),
            base: String::new(),
        }
    }
}

/// Where a text comes from.
pub struct Source<'a> {
    /// Its file.
    pub path: &'a SourcePath,
    /// Where it begins there.
    pub offset: usize,
    /// How far it is trusted.
    pub trust: Trust,
    /// Whether somebody wants its words as such.
    pub keeps_words: bool,
    /// The names that it must not show.
    pub redaction: Option<&'a Redaction>,
}

/// A text as it was read.
pub struct Rendered {
    /// What its page shows.
    pub body: Body,
    /// What others may know of it.
    pub outline: Outline,
    /// Its words, where they are wanted.
    pub words: Option<String>,
    /// Whether a name was taken out.
    pub is_redacted: bool,
}

impl Settings {
    fn options(&self) -> Options {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
            | Options::ENABLE_WIKILINKS;
        options.set(Options::ENABLE_SMART_PUNCTUATION, self.smart_punctuation);
        options.set(Options::ENABLE_MATH, self.math);
        options
    }
}

/// An event whose address, if it is one of the site's own, begins at its root.
fn from_root<'a>(event: Event<'a>, base: &str) -> Event<'a> {
    let own = |address: &str| {
        let host = base.split_once("://").map_or(base, |(_, host)| host);
        let below = address.split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"));
        let below = below.and_then(|(_, below)| below.strip_prefix(host)).filter(|_| !host.is_empty())?;
        Some(CowStr::from(format!("/{below}")))
    };
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = own(&dest_url).unwrap_or(dest_url);
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let dest_url = own(&dest_url).unwrap_or(dest_url);
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        other => other,
    }
}

/// An amount of money in place of a formula, `$5-$10`: no formula ends before a digit.
fn as_money<'a>(event: Event<'a>, range: &Range<usize>, text: &'a str) -> Event<'a> {
    match event {
        Event::InlineMath(_) if text[range.end..].starts_with(|c: char| c.is_ascii_digit()) => {
            Event::Text(text[range.clone()].into())
        }
        other => other,
    }
}

/// Renders a text.
pub fn render(text: &str, source: &Source, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Rendered {
    let mut out = Pieces::default();
    out.state.words = source.keeps_words.then(String::new);
    render_into(text, source, settings, diagnostics, &mut out);
    let Pieces { segments, summary, found, state, is_redacted, .. } = out;
    let body = Body { segments, toc: found.toc, words: found.words, has_code: found.has_code };
    let mut anchors: Vec<String> = body.toc.iter().map(|heading| heading.id.clone()).chain(found.anchors).collect();
    anchors.sort_unstable();
    anchors.dedup();
    let mut by_letters: Vec<(String, String)> = anchors.iter().map(|id| (letters_of_id(id), id.clone())).collect();
    by_letters.sort_unstable();
    let outline = Outline {
        excerpt: super::text::cut(&found.excerpt, 240),
        summary: summary.map(|cut| body.segments[..cut].to_vec()),
        files: body.files(),
        films: body.films(),
        anchors,
        anchors_by_letters: by_letters,
        has_components: body.segments.iter().any(|segment| matches!(segment, Segment::Component(_))),
    };
    Rendered { body, outline, words: state.words, is_redacted }
}

#[derive(Default)]
struct Pieces {
    segments: Vec<Segment>,
    summary: Option<usize>,
    found: events::BodyFacts,
    state: LintState,
    /// How many components it stands in.
    depth: usize,
    /// Whether a name was taken out.
    is_redacted: bool,
}

fn render_into(text: &str, source: &Source, settings: &Settings, diagnostics: &mut Vec<Diagnostic>, out: &mut Pieces) {
    let options = settings.options();
    let signs = Signs::of(text);
    let prepared = prepared(&signs, source.trust);
    let signs = prepared.as_deref().map_or(signs, Signs::of);
    let text = signs.text();
    let is_mdx = source.path.as_str().ends_with(".mdx");
    let scanned = component::scan(&signs, &Dialect { options, components: &settings.components, is_mdx });
    if let Some(scanned) = &scanned {
        report_calls(scanned, source, diagnostics);
    }
    let signs = scanned.as_ref().map_or(signs, |scanned| Signs::of(&scanned.rewritten.text));
    let blocks = admonitions::rewrite(&signs);
    let signs = blocks.as_ref().map_or(signs, |blocks| Signs::of(&blocks.text));
    let marked = signs.text();
    let trusted = settings.trust_voices || source.trust.may(Right::RawHtml);
    let original = |at: usize| {
        let at = blocks.as_ref().map_or(at, |blocks| blocks.original(at));
        scanned.as_ref().map_or(at, |scanned| scanned.rewritten.original(at))
    };
    let place = |range: Range<usize>| {
        let (start, end) = (original(range.start), original(range.end));
        start + source.offset..end.max(start) + source.offset
    };
    let is_html = is_html(source.path.as_str());
    let html = [Event::Start(Tag::HtmlBlock), Event::Html(marked.into()), Event::End(TagEnd::HtmlBlock)];
    let html = html.map(|event| (event, 0..marked.len())).into_iter().filter(|_| is_html);
    let parser = Parser::new_ext(if is_html { "" } else { marked }, options).into_offset_iter().chain(html);
    // What is clean in the text is clean in its events, unless its number stands for it.
    let is_clean = !signs.hold("&#") && matches!(crate::text::clean(marked), Cow::Borrowed(_));
    let parser = parser.map(|(event, range)| {
        let event = as_money(event, &range, marked);
        (if is_clean { event } else { cleaned(event) }, range)
    });
    let nonce = scanned.as_ref().map(|scanned| scanned.nonce.as_str());
    let mut rewriter = events::Rewriter::new(trusted, nonce, std::mem::take(&mut out.found));
    let mut linter = TextLinter::new(&mut out.state, source.trust != Trust::Own);
    let has_html = !trusted && signs.may_hold("<");
    let (has_callouts, has_signs) = (callouts::may_be_in(&signs), inline::may_be_in(&signs));
    if !has_html && !has_callouts && !has_signs && source.redaction.is_none() {
        for (event, range) in parser {
            linter.see(&event, &range);
            rewriter.push(from_root(event, &settings.base), range);
        }
    } else {
        let mut events: Vec<_> = parser.collect();
        if has_html {
            let (as_markdown, excluded) = super::html::as_markdown(events);
            events = as_markdown;
            report_html(excluded, source.path, &place, diagnostics);
        }
        if has_callouts {
            let (rewritten, mut callouts) = callouts::find(events);
            if let Some(redaction) = source.redaction {
                // Without a title a callout shows its kind, which may be any word.
                callouts.values_mut().for_each(|callout| callout.kind = redaction.word(&callout.kind));
            }
            (events, rewriter) = (rewritten, rewriter.with_callouts(callouts));
        }
        if has_signs {
            events = inline::rewrite(events);
        }
        if let Some(redaction) = source.redaction {
            let (remnants, is_redacted) = redaction.events(&mut events);
            out.is_redacted |= is_redacted;
            let remnants = remnants.into_iter().map(|one| Remnant { range: place(one.range.clone()), ..one });
            diagnostics.extend(redact::report(source.path, remnants.collect()));
        }
        for (event, range) in events {
            linter.see(&event, &range);
            rewriter.push(from_root(event, &settings.base), range);
        }
    }
    for lint in linter.finish() {
        let span = Span::at(source.path, place(lint.range));
        diagnostics.push(Diagnostic::warning(lint.code, lint.message).at(span).help(lint.help));
    }
    let (events, marks, found, dropped) = rewriter.finish();
    out.found = found;
    for event in dropped {
        diagnostics.push(
            Diagnostic::warning(event.code, event.message)
                .at(Span::at(source.path, place(event.range)))
                .help(event.help),
        );
    }
    let mut html = String::with_capacity(marked.len() * 3 / 2);
    html::push_html(&mut html, events.into_iter());
    cut_at_marks(&html, &marks, out, &mut |mark, out| match mark {
        Mark::More => {
            out.summary.get_or_insert(out.segments.len());
        }
        Mark::Word(word) => out.segments.push(Segment::Word(word)),
        Mark::Link { target, is_image, range } => out.segments.push(Segment::Link(Link {
            target: target.clone(),
            is_image: *is_image,
            range: place(range.clone()),
        })),
        Mark::Component(at) => {
            let Some(call) = scanned.as_ref().and_then(|scanned| scanned.calls.get(*at)) else { return };
            if call.name == component::CONTENTS {
                return out.segments.push(Segment::Contents);
            }
            let body = call.body.clone().filter(|_| {
                if out.depth == DEEPEST {
                    let span =
                        Span::at(source.path, call.range.start + source.offset..call.range.start + source.offset + 2);
                    diagnostics.push(
                        Diagnostic::error("E0201", format!("components stand in each other more than {DEEPEST} deep"))
                            .at(span)
                            .help("close each with its {% end %}"),
                    );
                }
                out.depth < DEEPEST
            });
            let body = body.map(|range| {
                let (found, state) = (std::mem::take(&mut out.found), std::mem::take(&mut out.state));
                let mut inner = Pieces { found, state, depth: out.depth + 1, ..Pieces::default() };
                // What a component holds may be another's words, which lists are not to show as this one's.
                let excerpt = inner.found.excerpt.clone();
                let source = Source { offset: source.offset + range.start, ..*source };
                render_into(&text[range], &source, settings, diagnostics, &mut inner);
                (out.found, out.state) = (inner.found, inner.state);
                out.found.excerpt = excerpt;
                out.is_redacted |= inner.is_redacted;
                inner.segments
            });
            let shift = |range: &Range<usize>| range.start + source.offset..range.end + source.offset;
            let mut args = call.args.clone();
            if let Some(redaction) = source.redaction {
                args = redaction.data(&args);
                out.is_redacted |= args != call.args;
                let mut remnants = Vec::new();
                args.each_text(&mut |text| remnants.extend(redaction.remnants(text)));
                let remnants = remnants.into_iter().map(|one| Remnant { range: shift(&call.range), ..one });
                diagnostics.extend(redact::report(source.path, remnants.collect()));
            }
            out.segments.push(Segment::Component(ComponentCall {
                name: call.name.clone(),
                args,
                arg_spans: call.arg_spans.iter().map(|(key, range)| (key.clone(), shift(range))).collect(),
                body,
                range: shift(&call.range),
            }));
        }
    });
}

/// A text as it is given to the parser, of the same length, so that places stay; `None` if nothing has to change.
///
/// NUL, which our marks are made of, is another control character while a text is read. A colon at the start of a line
/// that begins no definition is one as well, since the parser would make a term of the paragraph before it: `:)`. What
/// they become, [`cleaned`] says.
fn prepared(signs: &Signs, trust: Trust) -> Option<String> {
    let text = signs.text();
    let has_colons = text.trim_start_matches(' ').starts_with(':')
        || ["\n:", "\n :", "\n  :", "\n   :"].iter().any(|start| signs.hold(start));
    let has_controls = ['\0', COLON].iter().any(|c| signs.may_hold(c.encode_utf8(&mut [0; 4])));
    if !has_controls && !has_colons {
        return None;
    }
    let mut prepared = text.replace(['\0', COLON], "\u{1}");
    let (mut at, mut is_after_text) = (0, false);
    let mut colons = Vec::new();
    for line in prepared.split_inclusive('\n') {
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        let rest = &line[indent..];
        if indent < 4 && rest.starts_with(':') {
            // In customers' words a definition stands right below its term.
            let is_definition = rest[1..].starts_with([' ', '\t']) && (is_after_text || trust == Trust::Own);
            // `:--|:-:` below the head of a table; `:-|` is a face.
            let is_of_table =
                rest.contains("--") && rest.trim_end().chars().all(|c| matches!(c, ':' | '-' | '|' | ' '));
            colons.extend((!is_definition && !is_of_table).then_some(at + indent));
        }
        is_after_text = !line.trim().is_empty();
        at += line.len();
    }
    for at in &colons {
        prepared.replace_range(*at..at + 1, COLON.encode_utf8(&mut [0; 4]));
    }
    (prepared != text).then_some(prepared)
}

/// Says what of a customer's HTML is not on the page, once for each element.
fn report_html(
    excluded: Vec<ExclusionReason>,
    path: &SourcePath,
    place: &dyn Fn(Range<usize>) -> Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_name: BTreeMap<(String, bool), (Range<usize>, usize, u32)> = BTreeMap::new();
    for ExclusionReason { name, range, words } in excluded {
        let (_, count, all) = by_name.entry((name, words.is_some())).or_insert((range, 0, 0));
        *count += 1;
        *all += words.unwrap_or_default();
    }
    for ((name, is_lost), (range, count, words)) in by_name {
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        let message = match (is_lost, words) {
            (false, _) => format!("`<{name}>` cannot stand in a customer's words: its text stays"),
            (true, 0) => format!("`<{name}>` is left out of a customer's words{times}"),
            (true, 1) => format!("`<{name}>` is left out of a customer's words{times}, with one word in it"),
            (true, words) => format!("`<{name}>` is left out of a customer's words{times}, with {words} words in it"),
        };
        diagnostics.push(
            Diagnostic::warning("W0203", message)
                .at(Span::at(path, place(range)))
                .help("set `markdown.trust_voices = true` in anecdote.toml if you vouch for every text"),
        );
    }
}

fn report_calls(scanned: &Scanned, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let span = |range: &Range<usize>| Span::at(source.path, range.start + source.offset..range.end + source.offset);
    for bad in &scanned.bad {
        diagnostics.push(Diagnostic::error("E0201", bad.message.clone()).at(span(&bad.range)).help(bad.help));
    }
    // Once for each kind.
    let mut said = BTreeSet::new();
    for foreign in scanned.foreign.iter().filter(|foreign| said.insert(foreign.name.as_str())) {
        let message = if foreign.is_left_out {
            format!("`{}` is of another generator: the tag is left out, and what it stands around stays", foreign.name)
        } else {
            "this looks like a template tag; it is left in the text as it stands".to_owned()
        };
        diagnostics.push(
            Diagnostic::warning("W0202", message)
                .at(span(&foreign.range))
                .help("components are written {{ name(key=\"value\") }}; templates belong into `templates/`"),
        );
    }
}

/// Takes finished HTML apart where the marks stand. A mark is its number between two NULs.
fn cut_at_marks(html: &str, marks: &[Mark], out: &mut Pieces, put: &mut dyn FnMut(&Mark, &mut Pieces)) {
    for (n, piece) in html.split('\0').enumerate() {
        if n % 2 == 0 {
            if !piece.is_empty() {
                out.segments.push(Segment::Html(piece.to_owned()));
            }
        } else if let Some(mark) = piece.parse::<usize>().ok().and_then(|at| marks.get(at)) {
            put(mark, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html_of(text: &str, trust: Trust) -> (String, Vec<Diagnostic>) {
        let path = SourcePath::new("content/x.md");
        let mut diagnostics = Vec::new();
        let source = Source { path: &path, offset: 0, trust, keeps_words: false, redaction: None };
        let Rendered { body, .. } = render(text, &source, &Settings::default(), &mut diagnostics);
        let html = body.segments.iter().map(|segment| match segment {
            Segment::Html(html) => html.clone(),
            Segment::Link(link) => format!("[{}]", link.target),
            Segment::Word(word) => format!("<{word}>"),
            Segment::Component(call) => format!("<<{}>>", call.name),
            Segment::Contents => "<contents>".to_owned(),
        });
        (html.collect(), diagnostics)
    }

    #[test]
    fn a_component_alone_on_its_line_stands_outside_of_paragraphs() {
        let (html, _) = html_of("Hello\n{{ figure(src=\"a.jpg\") }}\nthere {{ rating(value=4) }}.", Trust::Own);
        assert_eq!(html, "<p>Hello</p>\n<<figure>>\n<p>there <<rating>>.</p>\n");
    }

    #[test]
    fn links_to_sources_become_holes_and_others_stay() {
        let (html, _) = html_of("[a](b.md#c) [d](https://e.example) ![f g](h.jpg)", Trust::Own);
        assert_eq!(
            html,
            "<p><a href=\"[b.md#c]\">a</a> <a href=\"https://e.example\">d</a> \
             <img [h.jpg] alt=\"f g\" loading=\"lazy\" /></p>\n"
        );
    }

    #[test]
    fn customers_html_and_unsafe_addresses_are_dropped_with_a_warning() {
        let text = "Hi <b onclick=x>there</b> [click](javascript:alert(1)) {.x}\n\n<script>alert(1)</script>\n\n# T {#t onclick=alert(1)}";
        let (html, diagnostics) = html_of(text, Trust::Voice);
        assert_eq!(html, "<p>Hi <strong>there</strong> click {.x}</p>\n<h1 id=\"t\">T</h1>\n");
        let codes: Vec<_> = diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["W0203", "W0204"]);
    }

    #[test]
    fn a_colon_at_the_start_of_a_line_is_a_definition_right_below_its_term_only() {
        for (text, html) in [
            ("We were happy.\n\n:) Thanks!", "<p>We were happy.</p>\n<p>:) Thanks!</p>\n"),
            ("Sad.\n:-(", "<p>Sad.\n:-(</p>\n"),
            ("a\n\n:rocket: and `:x`", "<p>a</p>\n<p>:rocket: and <code>:x</code></p>\n"),
            ("a\n\n:::note", "<p>a</p>\n<p>:::note</p>\n"),
            ("a\n\n: b", "<p>a</p>\n<p>: b</p>\n"),
            ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
        ] {
            assert_eq!(html_of(text, Trust::Voice).0, html, "{text}");
        }
        assert!(html_of("a\n\n: b", Trust::Own).0.contains("<dd>"));
        let table = html_of("a | b\n:-- | --:\nc | d", Trust::Voice).0;
        assert!(table.contains("<td class=\"right\">d</td>"), "{table}");
    }

    #[test]
    fn headings_have_unique_ids_and_footnotes_lead_both_ways() {
        let (html, _) = html_of("# A b\n\n## A b\n\nx[^1]\n\n[^1]: note", Trust::Own);
        assert!(html.contains("<h1 id=\"a-b\">") && html.contains("<h2 id=\"a-b-2\">"), "{html}");
        assert!(html.contains("href=\"#fn-1\"") && html.contains("id=\"fn-1\"") && html.contains("href=\"#fnref-1\""));
    }
}
