//! Addresses by pattern: old ones stay, whichever generator gave them.

use crate::site::Site;

#[test]
fn documents_stand_where_the_pattern_of_their_folder_or_kind_says() {
    let site = Site::new(
        "-- anecdote.toml --\n\
         [permalinks]\nstories = \"/:year/:month/:slug/\"\n\"stories/letters\" = \"/post/:section/:title.html\"\n\
         brands = \"/marken/:filename/\"\n\
         [aliases]\nstories = [\"/blog/:year/:month/:day/:slug.html\", \"/:year/:month/:slug/\"]\n\
         -- content/stories/2024-02-03-late-parcel.md --\n---\ntitle: The parcel\nexperience: good\nbrand: Tally\n---\n[b](letters/b.md)\n\
         -- content/stories/letters/b.md --\n---\ntitle: Dear all\nexperience: bad\ndate: 2023-12-31\n---\nWords.\n\
         -- content/stories/own.md --\n---\ntitle: Own\nexperience: bad\ndate: 2023-12-31\npermalink: /mine/\n---\nWords.\n\
         -- content/stories/_index.md --\n---\ntitle: All\n---\n\
         -- content/brands/tally.md --\n---\ntitle: Tally\n---\nWords.\n",
    );
    let built = site.build();
    assert!(built.read("2024/02/late-parcel/index.html").contains("href=\"/post/stories/dear-all.html\""));
    assert!(built.read("blog/2024/02/03/late-parcel.html").contains("/2024/02/late-parcel/"));
    for path in ["post/stories/dear-all.html", "mine/index.html", "marken/tally/index.html", "stories/index.html"] {
        assert!(built.has(path), "{path}");
    }
    assert!(!built.has("stories/late-parcel/index.html") && !built.has("brands/tally/index.html"));
}

#[test]
fn an_address_in_a_cascade_may_be_a_pattern_and_stands_below_the_language() {
    let site = Site::new(
        "-- anecdote.toml --\n[languages.es]\n\
         -- content/stories/_index.md --\n---\ncascade: { permalink: '/:short_year-:i_month/:slug/' }\n---\n\
         -- content/stories/a.md --\n---\ntitle: A\nexperience: good\ndate: 2024-02-03\n---\nWords.\n\
         -- content/stories/a.es.md --\n---\ntitle: Una\n---\nPalabras.\n",
    );
    let built = site.build();
    assert!(built.has("24-2/a/index.html") && built.has("es/24-2/a/index.html"));
}

#[test]
fn the_addresses_of_jekyll_come_from_its_styles_and_categories() {
    let site = Site::new(
        "-- anecdote.toml --\n[permalinks]\nstories = \"date\"\n[taxonomies.categories]\n\
         -- content/stories/2019-5-4-hello.md --\n---\nexperience: good\ntitle: Hello\ncategories: [Lost Luggage]\n---\nWords.\n",
    );
    assert!(site.build().has("lost-luggage/2019/05/04/hello.html"));
}
