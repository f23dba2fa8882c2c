//! What other generators' texts hold besides CommonMark.

use crate::site::Site;

/// A PNG of one pixel.
fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    image::ImageEncoder::write_image(encoder, &[0, 0, 0], 1, 1, image::ExtendedColorType::Rgb8).unwrap();
    png
}

/// What a page of the site's own shows of a text.
fn shown(config: &str, body: &str) -> String {
    let site = Site::new("");
    site.write("anecdote.toml", config);
    site.write("content/a.md", format!("---\ntitle: A\n---\n{body}\n"));
    site.write("content/Deep/The lamp.md", "---\ntitle: The old lamp\n---\n## A repair\n\nWords.\n");
    site.write("content/Deep/cup.png", picture());
    let html = site.build().read("a/index.html");
    let start = html.find("<div class=\"prose").or_else(|| html.find("<article")).unwrap_or(0);
    html[start..].to_owned()
}

fn holds(body: &str, parts: &[&str]) {
    let html = shown("", body);
    for part in parts {
        assert!(html.contains(part), "{body}\n{part}\n{html}");
    }
}

#[test]
fn callouts_of_all_dialects_are_one() {
    for body in [
        "> [!tip] Take *care*\n> Words.",
        ":::tip Take *care*\nWords.\n:::",
        ":::tip[Take *care*]\n\nWords.\n\n:::",
        "!!! tip \"Take *care*\"\n    Words.",
        "{{% notice tip \"Take *care*\" %}}\nWords.\n{{% /notice %}}",
        "{{< alert type=\"tip\" title=\"Take *care*\" >}}Words.{{< /alert >}}",
        "<Admonition type=\"tip\" title=\"Take *care*\">\n\nWords.\n\n</Admonition>",
    ] {
        let title = "<div class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">Take <em>care</em></p>";
        holds(body, &[title, "<p>Words.</p>"]);
    }
    holds("> [!success]\n> Words.", &["<p class=\"alert-title\">Success</p>"]);
    holds("> [!note]\n> Words.", &["<p class=\"alert-title\">Note</p>"]);
    for body in [
        "> [!faq]- Why?\n> So.",
        ":::details Why?\nSo.\n:::",
        "??? faq \"Why?\"\n    So.",
        "{{< details \"Why?\" >}}So.{{< /details >}}",
    ] {
        holds(body, &["<summary class=\"alert-title\">Why?</summary>", "<p>So.</p>"]);
    }
}

#[test]
fn links_by_name_are_found_wherever_the_page_stands() {
    for (body, link) in [
        ("[[The lamp]]", "<a href=\"/deep/the-lamp/\">The lamp</a>"),
        ("[[the old lamp|it]]", "<a href=\"/deep/the-lamp/\">it</a>"),
        ("[[Deep/The lamp#A repair|it]]", "<a href=\"/deep/the-lamp/#a-repair\">it</a>"),
        ("![[The lamp]]", "<a href=\"/deep/the-lamp/\">The lamp</a>"),
        ("![[cup.png|300]]", "<img src=\"/deep/cup.png\" width=\"1\" height=\"1\" alt=\"\""),
        ("![[cup.png|A cup]]", "alt=\"A cup\""),
        ("[it]({{< ref \"the-lamp.md#a-repair\" >}})", "<a href=\"/deep/the-lamp/#a-repair\">it</a>"),
        ("[it]({% post_url the-lamp %})", "<a href=\"/deep/the-lamp/\">it</a>"),
        ("[it]({{ site.baseurl }}/deep/)", "<a href=\"/deep/\">it</a>"),
        ("![A cup]({{ '/cup.png' | relative_url }})", "<img src=\"/cup.png\""),
    ] {
        holds(body, &[link]);
    }
    let site = Site::new("-- content/a.md --\n---\ntitle: A\n---\n[[Nowhere at all]]\n");
    let said = site.run(&["build"]);
    assert!(
        said.code == 0 && said.stderr.contains("warning[E0501]: nothing is called `Nowhere at all`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_withdrawn_story_takes_the_picture_with_it_that_it_shows_by_name() {
    let site = Site::new(
        "-- content/stories/a.md --\n---\ntitle: A\nexperience: good\nconsent: { status: withdrawn }\n---\n![[cup.png]]\n\
         -- content/stories/b.md --\n---\ntitle: B\nexperience: good\n---\nWords.\n",
    );
    site.write("content/pictures/cup.png", picture());
    assert!(!site.build().has("pictures/cup.png"));
}

#[test]
fn components_of_other_generators_become_ours() {
    let film = "href=\"https://www.youtube.com/watch?v=a-B_1\"";
    for body in [
        "{{< youtube a-B_1 >}}",
        "{{< youtube id=\"a-B_1\" title=\"x\" >}}",
        "{{ youtube(id=\"a-B_1\") }}",
        "{% include youtube.html id=\"a-B_1\" %}",
        "{% youtube a-B_1 %}",
        "<YouTube id=\"a-B_1\" />",
        "<YouTube videoId={\"a-B_1\"}></YouTube>",
    ] {
        holds(body, &[film]);
    }
    for body in [
        "{{< figure src=\"Deep/cup.png\" alt=\"A cup\" caption=\"Mine\" >}}",
        "{% include figure image_path=\"Deep/cup.png\" alt=\"A cup\" caption=\"Mine\" %}",
        "<Figure src=\"Deep/cup.png\" alt=\"A cup\" caption=\"Mine\" />",
        "{{ image(path=\"Deep/cup.png\", alt=\"A cup\", title=\"Mine\") }}",
    ] {
        holds(body, &["<img src=\"/deep/cup.png\" alt=\"A cup\"", "<figcaption>Mine</figcaption>"]);
    }
    for body in [
        "{% quote(author=\"Ada\") %}\nSo *good*.\n{% end %}",
        "{{< quote author=\"Ada\" >}}So *good*.{{< /quote >}}",
        "<Quote author=\"Ada\">So *good*.</Quote>",
    ] {
        holds(body, &["<blockquote><p>So <em>good</em>.</p>", "<figcaption>Ada</figcaption>"]);
    }
    holds("{{< tweet user=\"ada\" id=\"12\" >}}", &["href=\"https://x.com/ada/status/12\"", "A post on X"]);
    holds("{{< tweet 12 >}} {% gist ada/12 %}", &["href=\"https://x.com/i/status/12\""]);
}

#[test]
fn a_theme_s_own_component_goes_before_what_other_generators_mean() {
    let site = Site::new(
        "-- templates/components/youtube.html --\n{% component youtube(id: string) %}<b>own {{ id }}</b>{% endcomponent youtube %}\n\
         -- content/a.md --\n---\ntitle: A\n---\n{{ youtube(id=\"x1\") }} {{< youtube id=\"x2\" >}}\n",
    );
    let html = site.build().read("a/index.html");
    assert!(html.contains("<b>own x1</b>") && html.contains("<b>own x2</b>"), "{html}");
}

#[test]
fn of_tags_that_mean_nothing_here_the_text_stays_and_they_are_said_once() {
    let site = Site::new("");
    let body = "{{< columns >}}Left{{< /columns >}} {{< columns >}}Right{{< /columns >}}\n\n\
                {% if x %}When{% endif %} [caption id=\"a\" width=\"3\"]Below[/caption]\n\nPara\n{: .note}\n\n\
                {% comment %}Secret{% endcomment %}{% raw %}{{ x }}{% endraw %} {{ unknown(a=1) }}{% mine(a=1) %}Inner{% end %}";
    site.write("content/a.md", format!("---\ntitle: A\n---\n{body}\n"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for said in ["`{{< columns >}}` is of", "`{% if %}` is of", "`[caption]` is of", "`{: … }` is of", "warning[E0503]"]
    {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    let html = site.build().read("a/index.html");
    for word in ["Left", "Right", "When", "Below", "Para", "{{ x }}", "Inner"] {
        assert!(html.contains(word), "{word}\n{html}");
    }
    for gone in ["columns", "{% if", "[caption", "{: .", "Secret"] {
        assert!(!html.contains(gone), "{gone}\n{html}");
    }
}

#[test]
fn signs_within_lines_and_fences_are_read() {
    holds(
        "a ==b== :tada: see https://e.example/x.",
        &["<mark>b</mark>", "🎉", "<a href=\"https://e.example/x\">https://e.example/x</a>."],
    );
    holds(
        "```js {2} title=\"a.js\" showLineNumbers\na\nb\n```",
        &["<figcaption>a.js</figcaption>", "class=\"line marked\" data-line=\"2\""],
    );
    holds("{% highlight ruby linenos %}\nputs `x`\n{% endhighlight %}", &["language-ruby", "data-line=\"1\""]);
    for ask in ["[TOC]", "[[toc]]", "* TOC\n{:toc}", "{{< toc >}}"] {
        holds(
            &format!("{ask}\n\n## One\n\n### Two\n"),
            &["<nav class=\"toc\"", "<li class=\"level-3\"><a href=\"#two\">Two</a></li>"],
        );
    }
    for prices in
        ["They charged $5 and then $10.", "It was US$20, then $30 more ($40).", "Cost $5-$10; paid 20$ and 30$ too."]
    {
        let html = shown("[markdown]\nmath = true\n", prices);
        assert!(html.contains(prices) && !html.contains("<math"), "{html}");
    }
    let html = shown("[markdown]\nmath = true\n", "It is $a<b$, for \\$5.");
    assert!(html.contains("<math display=\"inline\"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>, for $5."), "{html}");
    assert!(shown("", "It costs $5 or $6.").contains("It costs $5 or $6."));
}

#[test]
fn mdx_loses_its_javascript_and_no_words() {
    let site = Site::new(
        "-- content/a.mdx --\n---\ntitle: A\n---\nimport Tabs from '@theme/Tabs'\nimport x from './x'\n\n{/* hidden */}\n\n\
         export const y = () => {\n  return 1\n}\n\nWords to import from here.\n\n<Tabs>\n\nInner words.\n\n</Tabs>\n",
    );
    let html = site.build().read("a/index.html");
    assert!(html.contains("Words to import from here.") && html.contains("Inner words."), "{html}");
    assert!(!html.contains("@theme") && !html.contains("hidden */") && !html.contains("return 1"), "{html}");
}

#[test]
fn values_in_braces_are_read_as_those_of_html() {
    let site = Site::new(
        "-- content/stories/a/index.mdx --\n---\ntitle: A\nexperience: good\n---\n\
         <Window url=\"x\">\n  <img\n    alt=\"The welcome page\"\n    src={require(\"./cup.png\").default}\n  />\n</Window>\n\n\
         <img src={useBaseUrl('./cup.png')} style={{ width: 3 }} alt={`A cup`} />\n\n\
         <Box title=\"Mind\" on={() => x}>\nthe step\n</Box>\n\nIf a ={b} and <c.\n\n\
         <Steps of={[\"Open the lid\"]} />\n",
    );
    site.write("content/stories/a/cup.png", picture());
    let html = site.build().read("stories/a/index.html");
    assert_eq!(html.matches("/stories/a/cup.png").count(), 2, "{html}");
    for part in
        ["alt=\"The welcome page\"", "alt=\"A cup\"", "Mind", "the step", "If a ={b} and &lt;c.", "Open the lid"]
    {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("width") || !html.contains("() =&gt; x"));
}

#[test]
fn what_another_page_would_show_in_a_frame_is_a_link() {
    let site = Site::new(
        "-- content/stories/a.md --\n---\ntitle: A\nexperience: good\n---\n\
         <iframe src='//codepen.example/pen' title='A pen'>See <a href='https://codepen.example/'>it</a>.</iframe>\n\n\
         <iframe width=1 src=\"https://maps.example/x\"></iframe>\n\n<img src=\"{{ page.x }}\" alt=\"A described cup\">\n",
    );
    let html = site.build().read("stories/a/index.html");
    for part in [
        "href=\"https://codepen.example/pen\"",
        ">A pen</a>",
        ">it</a>",
        "href=\"https://maps.example/x\"",
        ">maps.example</a>",
        "A described cup",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("<iframe"));
}

#[test]
fn a_name_that_nothing_has_is_no_address_of_another_kind() {
    let site = Site::new(
        "-- content/stories/a.md --\n---\ntitle: A\nexperience: good\n---\n\
         [x]({{< ref \"javascript:alert(1)\" >}}) [y](@/**/javascript:alert(2)) ![[https://t.example/p.gif]] ![[//t.example/q.png]]\n\n\
         {% link javascript:alert(3) %}\n",
    );
    let html = site.build().read("stories/a/index.html");
    for part in ["href=\"javascript:", "src=\"https://", "src=\"//", "href=\"//"] {
        assert!(!html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn no_part_of_a_hidden_name_stands_in_what_dialects_add() {
    for body in ["> [!quarmby]\n> Words.", ":::quarmby\nWords.\n:::", "!!! quarmby\n    Words."] {
        let site = Site::new("");
        let front = "title: A\nexperience: good\nauthor: Zadie Quarmby\npseudonym: A rider";
        site.write("content/stories/a.md", format!("---\n{front}\n---\n{body}\n"));
        let run = site.run(&["build"]);
        let page = std::fs::read_to_string(site.path("public/stories/a/index.html")).unwrap_or_default();
        assert!(run.code == 1 || !page.to_lowercase().contains("quarmby"), "{body}\n{page}");
    }
}
