//! Tests of the module above.

use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Options, Parser, html};

use super::*;

fn read(text: &str) -> (String, Vec<(String, Option<u32>)>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let (events, excluded) = as_markdown(Parser::new_ext(text, options).into_offset_iter().collect());
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter().map(|(event, _)| event));
    (out, excluded.into_iter().map(|one| (one.name, one.words)).collect())
}

fn html_of(text: &str) -> String {
    read(text).0
}

#[test]
fn blocks_of_html_are_what_they_would_be_in_markdown() {
    for (written, shown) in [
        ("<p>They were kind.</p>", "<p>They were kind.</p>\n"),
        ("<div class=x>They <b onclick=y>were</b>\nkind.</div>", "<p>They <strong>were</strong>\nkind.</p>\n"),
        ("<blockquote>Kind</blockquote>", "<blockquote>\n<p>Kind</p>\n</blockquote>\n"),
        ("<ul><li>One<li>Two <i>b</ul>x", "<ul>\n<li>One</li>\n<li>Two <em>b</em></li>\n</ul>\n<p>x</p>\n"),
        ("<h2 id=a style=b>T</h2>\n<hr>", "<h2>T</h2>\n<hr />\n"),
        ("<p>a <img src={x} alt='A cup'> b</p>", "<p>a A cup b</p>\n"),
        ("<p><img src='{{ site.url }}/a.png' alt='A cup'></p>", "<p><img src=\"/a.png\" alt=\"A cup\" /></p>\n"),
        (
            "<iframe src='//c.example/p' title='A pen'>See <a href='https://c.example/'>it</a></iframe>",
            "<p><a href=\"https://c.example/p\">A pen</a> See <a href=\"https://c.example/\">it</a></p>\n",
        ),
        (
            "x <iframe src=https://c.example/p></iframe> y",
            "<p>x <a href=\"https://c.example/p\">c.example</a>  y</p>\n",
        ),
        ("<iframe src='javascript:x()'>a</iframe>", "<p>a</p>\n"),
        ("<iframe><iframe><b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("<Alert title='Mind'>\nthe step\n</Alert>", "<p>Mind</p>\n<p>\nthe step\n</p>\n"),
        (
            "<pre class='x language-js'><code>a &lt; b\n</code></pre>",
            "<pre><code class=\"language-js\">a &lt; b\n</code></pre>\n",
        ),
        ("<p>a<p>b", "<p>a</p>\n<p>b</p>\n"),
        (
            "<p>Line<br>break &amp; <a href=\"https://e.example\" onclick=x>link</a></p>",
            "<p>Line<br />\nbreak &amp; <a href=\"https://e.example\">link</a></p>\n",
        ),
        (
            "<figure><img src=a.jpg alt='a b'><figcaption>C</figcaption></figure>",
            "<figure><img src=\"a.jpg\" alt=\"a b\" /><figcaption>C</figcaption></figure>",
        ),
        (
            "<details>\n<summary>S</summary>\n\n*m*\n\n</details>\n\nend",
            "<details><summary>S</summary>\n<p><em>m</em></p>\n</details>\n<p>end</p>\n",
        ),
        (
            "<table><tr><th>a<td>b<tr><td>c</table>",
            "<div class=\"table\" tabindex=\"0\"><table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table></div>",
        ),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<td>no table</td>", "<p>no table</p>\n"),
    ] {
        assert_eq!(html_of(written), shown, "{written}");
    }
}

#[test]
fn tags_in_a_line_are_what_they_would_be_in_markdown() {
    for (written, shown) in [
        ("a <b>b</b> <kbd class=x>c</kbd>", "<p>a <strong>b</strong> <kbd>c</kbd></p>\n"),
        ("a<br>b <img src=x.png>", "<p>a<br />\nb <img src=\"x.png\" alt=\"\" /></p>\n"),
        ("a <b>b *c</b> d* <i>e", "<p>a <strong>b <em>c d</em> <em>e</em></strong></p>\n"),
        ("*a <u>b* c</u>", "<p><em>a <u>b</u></em> c</p>\n"),
        ("a <p>b</p> <Quote by=x>c</Quote>", "<p>a <br />\nb c</p>\n"),
        ("<3 and a < b <", "<p>&lt;3 and a &lt; b &lt;</p>\n"),
    ] {
        assert_eq!(html_of(written), shown, "{written}");
    }
}

#[test]
fn what_is_left_out_is_said_with_its_words() {
    for (written, shown, said) in [
        ("a <script>two words</script> b", "<p>a  b</p>\n", vec![("script", Some(2))]),
        ("<script>\nx()\n</script>\n\nb", "<p>b</p>\n", vec![("script", Some(1))]),
        ("<Quote by='x'>Kind words</Quote>\n<Quote>b</Quote>", "<p>Kind words\nb</p>\n", vec![("Quote", None)]),
        ("a <script>b", "<p>a b</p>\n", vec![("script", Some(0))]),
        (
            "<iframe src=//x.example></iframe>b",
            "<p><a href=\"https://x.example\">x.example</a> b</p>\n",
            vec![("iframe", None)],
        ),
        (
            "<style>p { }</style>\n\n<svg><text>c d</text></svg> e",
            "<p> e</p>\n",
            vec![("style", Some(1)), ("svg", Some(2))],
        ),
    ] {
        let said: Vec<_> = said.into_iter().map(|(name, words): (&str, _)| (name.to_owned(), words)).collect();
        assert_eq!(read(written), (shown.to_owned(), said), "{written}");
    }
}

/// The tags of a page that is written here, each of which must be closed where it was opened.
fn is_balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if matches!(name, "br" | "hr" | "img" | "wbr" | "!--") {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(_) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}

fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let tags = vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i x=y>",
        "</i>",
        "<ul>",
        "</ul>",
        "<ol start=3>",
        "</ol>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th>",
        "<blockquote>",
        "</blockquote>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<hr>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<h2>",
        "</h2>",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<kbd>",
        "</kbd>",
        "<Quote>",
        "</Quote>",
        "<span>",
        "</span>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<caption>",
        "<thead>",
        "</thead>",
        "<u>",
        "</u>",
    ];
    let words = vec![" one ", " two ", " three\n", "&amp;", " four ", "<", "\n\n", "\n\n- ", "*", "**", "> ", "`"];
    proptest::collection::vec(prop_oneof![select(tags), select(words)], 0..30)
}

fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    all.retain(|word| !word.is_empty());
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_opened_is_closed_in_its_place(
        pieces in pieces(),
        lost in proptest::collection::vec((0..30_usize, select(vec!["<video>", "</video>", "<script>", "<iframe src=https://e.example>", "</iframe>"])), 0..4),
    ) {
        let mut pieces = pieces;
        lost.into_iter().for_each(|(at, tag)| pieces.insert(at.min(pieces.len()), tag));
        let html = html_of(&pieces.concat());
        prop_assert!(is_balanced(&html), "{}", html);
    }

    #[test]
    fn each_word_that_html_shows_is_shown(pieces in pieces()) {
        // One block of HTML: nothing in it is Markdown.
        let pieces: Vec<&str> = pieces.into_iter().filter(|piece| *piece != "<").collect();
        let block = format!("<div>{}</div>", pieces.concat().replace('\n', " "));
        let expected = scraper::Html::parse_fragment(&block).root_element().text().collect::<Vec<_>>().join(" ");
        let shown = scraper::Html::parse_fragment(&html_of(&block));
        let shown = shown.root_element().text().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(words(&shown), words(&expected), "{}", block);
    }
}
