#!/usr/bin/env python3
"""Says which words of a site's Markdown its readers never see.

    lost.py SITE BINARY [--json] [--mend] [--without FILE] [--limit SECONDS] [--worst N]

Builds a copy of SITE with BINARY, reads every Markdown file anew, without any code of the program, and compares the words that a
reader should see with the words of the page that came of the file. It prints what is lost per file, with the lines; with --json,
one object that holds everything. It ends with 0 if no word is lost, with 1 if some are, and with 2 if nothing could be built.

A site with errors writes nothing. So, in the copy only, errors are turned down by `[check]` where that is allowed, and files with
other errors are left out until the rest is built; they are listed, and their words count neither way. With --mend, the field of
front matter that an error points at is taken out first, and the file only if that does not help.

How a file finds its page: the copy is built once more, with a mark in each file's front matter, and a base template that
prints it.
"""

import argparse
import bisect
import collections
import difflib
import html
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

MARKDOWN = (".md", ".mdx", ".markdown", ".mkdn", ".mkd", ".mdown")
MARK = "lost_mark"
# What the base template prints in the marked copy.
PRINTED = f"{{% if page %}}{{% if page.extra.{MARK} %}}<!--{MARK}={{{{ page.extra.{MARK} }}}};-->{{% endif %}}{{% endif %}}"
ROUNDS = 25  # how often errors are looked for again in the copy before we give up
MENDS = 5  # how many fields are taken out of one file before the file is


# Words -------------------------------------------------------------------------------------------------------------------------

# What stands in for markup that is taken out of the middle of a word: `un**believ**able` is one word.
JOIN = "\u2060"
# What may stand within a word and is no part of it: joiners, soft hyphens, marks of direction, variation selectors.
SILENT = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
# Marks that belong to the letter before them.
MARKS = "".join(chr(code) for code in range(0x300, 0x1E900) if unicodedata.category(chr(code)).startswith("M"))
WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{MARKS}{SILENT}])*")
HUSH = re.compile(f"[{SILENT}]+")
# Scripts that put no space between words (Thai, Lao, Burmese, Khmer, Chinese, Japanese): each character counts as one.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")


def words_of(text):
    """Yields (position, word) for each word; whatever is no letter and no digit only parts words."""
    for match in WORD.finditer(text):
        word = unicodedata.normalize("NFC", HUSH.sub("", match.group())).casefold()
        if not UNSPACED.search(word):
            yield match.start(), word
            continue
        at = match.start()
        for part in re.split(f"({UNSPACED.pattern})", word):
            if part:
                yield at, part
            at += len(part)


def hollow(text, by=" "):
    """Nothing, as long as the text, with its line ends: so that all else stays at its place."""
    return "".join("\n" if char == "\n" else by for char in text)


# Front matter ------------------------------------------------------------------------------------------------------------------

FENCED = re.compile(r"\A\ufeff?\s*?^(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.S | re.M)
# Pelican's and MultiMarkdown's way: lines of names and values at the very top.
NAMES = "title|date|author|authors|slug|category|tags|status|modified|summary|lang"
PLAIN = re.compile(rf"\A\ufeff?\s*((?:(?:{NAMES})[ \t]*:[^\n]*(?:\n|\Z)(?:[ \t]+\S[^\n]*\n)*)+)", re.I)


def split(text):
    """The front matter's kind, its text, and where the body begins."""
    if match := FENCED.match(text):
        return match.group(1), match.group(2), match.end()
    if match := PLAIN.match(text):
        return "plain", match.group(1), match.end()
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if re.match(r'\{\s*"', text[start:]):
        try:
            _, end = json.JSONDecoder().raw_decode(text, start)
            return "json", text[start:end], end
        except ValueError:
            pass
    return "", "", 0


def title_of(kind, front):
    """The title, and its line within the front matter."""
    if kind == "json":
        title = json.loads(front).get("title")
        return (title, 0) if isinstance(title, str) else ("", 0)
    # In TOML, only what stands before the first table is the document's own.
    own = re.split(r"^\s*\[", front, maxsplit=1, flags=re.M)[0] if kind == "+++" else front
    match = re.search(rf"^[\"']?title[\"']?[ \t]*{'=' if kind == '+++' else ':'}[ \t]*(.*)$", own, re.M | (re.I if kind == "plain" else 0))
    if not match:
        return "", 0
    value, rest = match.group(1).strip(), own[match.start(1) :].lstrip()
    if value[:3] in ('"""', "'''"):
        value = rest[3:].split(value[:3])[0]
    elif value[:1] == '"':  # may go on in the next lines, and holds escapes
        quoted = re.match(r'"((?:[^"\\]|\\.)*)"', rest, re.S)
        value = re.sub(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|.)", unescape, quoted.group(1) if quoted else value)
    elif value[:1] == "'":
        quoted = re.match(r"'((?:[^']|'')*)'", rest, re.S)
        value = (quoted.group(1) if quoted else value).replace("''", "'")
    elif re.fullmatch(r"[>|][-+0-9]*", value) or not value:  # a block of YAML: the indented lines below
        value = re.match(r"\n?((?:[ \t]+[^\n]*(?:\n|\Z)|\n)*)", own[match.end() :]).group(1)
    elif kind != "plain":
        value = re.split(r"[ \t]#", value)[0]
        if kind == "---":  # a plain scalar goes on in indented lines
            value += re.match(r"(?:\n[ \t]+[^\s#][^\n]*)*", own[match.end() :]).group()
    if re.fullmatch(r"null|~|true|false", value.strip()):
        value = ""
    return value, own.count("\n", 0, match.start())


def unescape(match):
    """An escape of YAML, TOML or JSON."""
    code = next((group for group in match.groups() if group), None)
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(match.group()[1], match.group()[1])


# Markdown ----------------------------------------------------------------------------------------------------------------------

# What a line may stand in: quotes, lists, footnotes.
INSIDE = r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t])*"

# What is told apart first, from left to right: code, in which nothing else counts, and what no reader sees. Where other generators
# mark code by tags, the words between the tags are code too.
FIRST = re.compile(
    rf"""
      ^{INSIDE}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})[^\n]*\n(?P<code>.*?)(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)
    | \{{%-?\s*highlight\b[^%]*%\}}(?P<liquid>.*?)\{{%-?\s*endhighlight\s*-?%\}}
    | \{{\{{[<%]\s*(?:highlight|code)\b[^}}]*[>%]\}}\}}(?P<hugo>.*?)\{{\{{[<%]\s*/\s*(?:highlight|code)\s*[>%]\}}\}}
    | <pre\b[^>]*>(?P<pre>.*?)</pre\s*>
    | \{{%-?\s*comment\s*-?%\}}.*?\{{%-?\s*endcomment\s*-?%\}}
    | <!--.*?(?:-->|\Z) | \{{/\*.*?\*/\}}
    | <(?P<hidden>script|style)\b[^>]*>.*?(?:</(?P=hidden)\s*>|\Z)
    | <\?.*?\?> | <!\[CDATA\[.*?\]\]> | <![A-Za-z][^>]*>
    | (?P<tag> \{{\{{.*?\}}\}} | \{{%.*?%\}} | \{{\#\s.*?\#\}} )
    | (?<![\\`])(?P<ticks>`+)(?!`)(?P<span>(?:(?!\n[ \t>]*\n).)+?)(?<!`)(?P=ticks)(?!`)
    """,
    re.S | re.M | re.X,
)
# What stands in for a tag of a template: it may stand in an address, so it is no space.
HOLE = "\ue000"

DEST = r"(?:<[^<>\n]*>|(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*\))*)"
TITLE = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))"
DEFINITION = re.compile(
    rf"^[ \t>]*\[(?!\^)((?:[^\]\[\\\n]|\\.)+)\]:[ \t]*\n?[ \t>]*(?:<[^<>\n]*>|[^\s<]\S*)(?:(?:[ \t]+|[ \t]*\n[ \t>]*){TITLE})?[ \t]*$", re.M
)
# A picture's address may hold spaces, as people write it; a link's may not, or a remark in brackets would go.
PICTURE = re.compile(
    rf"!\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\](?:\(\s*{DEST}\s+{TITLE}\s*\)|\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
)
LINK = re.compile(rf"\]\([ \t\n>]*{DEST}(?:[ \t\n>]+{TITLE})?[ \t\n>]*\)")
LABEL = re.compile(r"\]\[((?:[^\[\]\\]|\\.)*)\]")
EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
WIKI = re.compile(r"(?<!\\)\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]")
NOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
# A footnote's text: to the end of its paragraph, and what is indented below.
FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[^\n]*\n?(?:(?! {0,3}\[\^)[^\n]*\S[^\n]*\n?)*(?:(?:[ \t]*\n)+(?: {4}|\t)[^\n]*\n?)*", re.M)
# `<https://…>` and `<a@b.c>` are shown.
AUTO = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
# Tags of HTML and of components; an attribute's value may be an expression in braces.
BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}"
TAG = re.compile(rf"</?[A-Za-z][\w.:-]*(?:\s+(?:[^\s\"'<>/={{}}`]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|{BRACES}|[^\s\"'=<>`{{}}]+))?|{BRACES}))*\s*/?>|</?>")
# What browsers take for a tag although it is not written as one must.
ELEMENTS = (
    "a abbr address article aside audio b bdi bdo blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt em embed fieldset "
    "figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta nav object ol option "
    "p param picture pre q s samp section select small source span strike strong sub summary sup svg table tbody td textarea tfoot th thead time tr track tt u ul "
    "var video wbr"
)
LOOSE = re.compile(rf"</?(?:{ELEMENTS.replace(' ', '|')})(?=[\s/>\"'])[^<>]*>", re.I)
# Elements that part no words.
INLINE = set("a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong time tt u var wbr".split())
# Elements that part words, and stand within a line.
PARTING = re.compile(r"<(?:br|sup|sub|p|div|li|td|th)\b", re.I)
ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

# Marks of other tools that are no words.
MARKUP = [
    re.compile(pattern, re.M)
    for pattern in (
        r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+[^\n]*\n[ \t>]*\{:?\s*:?toc[^}\n]*\}",  # kramdown: `* TOC` above `{:toc}`
        r"^[ \t>]*\[{1,2}_?(?:TOC|toc)_?\]{1,2}[ \t]*$",
        # Attributes: kramdown's, of a heading, behind a link or a picture.
        r"\{::?[^}\n]*\}",
        r"\{[#.][^}\n]*\}[ \t]*$",
        r"(?<=[\])\ue000])\{[^}\n]*\}",
        # Alerts and admonitions.
        r"(?<=>)[ ]?\[![\w-]+\][-+]?",
        r"^[ \t>]*:::+[ \t]*\w*(?:\{[^}\n]*\})?",
        r"^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+",
        rf"^{INSIDE}\[[xX]\](?=[ \t])",  # a task that is done
        r"^\*\[[^\]\n]+\]:[^\n]*$",  # what an abbreviation means
        r"[ \t]\^[\w-]+[ \t]*$",  # Obsidian's name of a block, and its comments
        r"%%[^%]*%%",
        r"\[/?(?:gallery|caption|embed|audio|video|youtube|playlist|sourcecode)\b[^\]\n]*\](?!\()",  # WordPress
        # Modules of MDX; prose that begins with these words has no such form.
        r"^import[ \t]+(?:[\w*{][^;'\"]*?[ \t\n]from[ \t]*)?(['\"])[^'\"\n]+\1;?[ \t]*$",
        r"^export[ \t]+(?:const|let|var|default|function|class|async)\b(?:(?!\n[ \t]*\n)[\s\S])*",
    )
]
NUMBER = re.compile(r"^((?:[ \t>]|[-*+][ \t])*)(\d{1,9})(?=[.)][ \t])", re.M)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Emphasis. An underline parts words here, in texts and on pages.
EMPHASIS = re.compile(r"(?<!\\)(?:\*+|~~+)")


class Reading:
    """Takes the markup out of a text, while each word stays at its place."""

    def __init__(self, text, is_mdx):
        self.source, self.code = text, []  # (position, word) of code
        self.text = self.without_code(text)
        # A label may hold code: nobody sees it all the same.
        defined = list(DEFINITION.finditer(self.text))
        labels = {self.label(match) for match in defined} | {""}
        self.drop(defined)
        self.drop_unused_notes()
        notes = {match.group(1) for match in NOTE.finditer(self.text) if match.group(2)}
        self.replace(NOTE, lambda match: hollow(match.group()) if match.group(1) in notes else match.group())
        for pattern in [EMBED, *MARKUP]:
            self.replace(pattern, lambda match: hollow(match.group()))
        # A picture may stand in a link: first its address goes, then the link's.
        self.replace(PICTURE, lambda match: "  " + match.group(1) + hollow(match.group()[2 + len(match.group(1)) :]))
        self.replace(LINK, lambda match: hollow(match.group()))
        self.replace(LABEL, lambda match: hollow(match.group()) if self.label(match) in labels else match.group())
        self.replace(WIKI, lambda match: hollow(match.group()[: -2 - len(match.group(1))]) + match.group(1) + "  ")
        self.replace(TAG, self.without_tag)
        self.replace(LOOSE, self.without_tag)
        if is_mdx:
            self.replace(re.compile(BRACES), lambda match: hollow(match.group()))
        self.replace(NUMBER, lambda match: match.group(1) + hollow(match.group(2)))
        self.replace(EMPHASIS, lambda match: JOIN * len(match.group()))
        self.replace(ENTITY, self.decoded)

    def drop(self, matches):
        """Takes out what no reader sees, code included."""
        for match in matches:
            self.code = [(at, word) for at, word in self.code if not match.start() <= at < match.end()]
            self.text = self.text[: match.start()] + hollow(match.group()) + self.text[match.end() :]

    def drop_unused_notes(self):
        """A footnote to which nothing refers is shown by no generator."""
        used = {match.group(1) for match in NOTE.finditer(self.text) if not match.group(2)}
        self.drop([match for match in FOOTNOTE.finditer(self.text) if match.group(1) not in used])

    def words(self):
        """(position, word) in the order of the text."""
        return sorted(self.code + list(words_of(self.text)))

    def replace(self, pattern, by):
        self.text = pattern.sub(by, self.text)

    def without_code(self, text):
        """Keeps the words of code, and takes code, comments, scripts and tags of templates out of the text."""
        out, done, at = [], 0, 0
        while match := FIRST.search(text, at):
            if match["tag"] and re.search(r"\n[ \t]*\n", match["tag"]):
                at = match.start() + 2  # no tag: one spans no empty line
                continue
            for name in ("code", "liquid", "hugo", "span", "pre"):
                words = match[name] or ""
                if name == "pre":  # HTML: code that may hold tags
                    words = ENTITY.sub(self.decoded, LOOSE.sub(self.without_tag, TAG.sub(self.without_tag, words)))
                self.code += [(match.start(name) + place, word) for place, word in words_of(words)]
            out += [text[done : match.start()], hollow(match.group(), HOLE if match["tag"] else " ")]
            done = at = match.end()
        return "".join(out) + text[done:]

    def label(self, match):
        return " ".join(self.source[match.start(1) : match.end(1)].split()).casefold()

    @staticmethod
    def without_tag(match):
        """A tag is no word, but what a picture shows is."""
        tag = match.group()
        if AUTO.fullmatch(tag):
            return tag
        name = re.match(r"</?([\w.:-]*)", tag).group(1).lower()
        alt = ALT.search(tag) if name == "img" else None
        if alt:
            start, end = alt.span(1) if alt.group(1) is not None else alt.span(2)
            return hollow(tag[:start]) + tag[start:end] + hollow(tag[end:])
        return hollow(tag, JOIN if name in INLINE else " ")

    @staticmethod
    def decoded(match):
        char = html.unescape(match.group())
        return (char if len(char) <= len(match.group()) else " ").ljust(len(match.group()), JOIN)


def expected(text, name):
    """The words of a Markdown file that a reader should see, as (word, line)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kind, front, start = split(text)
    title, line = title_of(kind, front) if kind else ("", 0)
    line += text.count("\n", 0, text.find(front)) + 1
    if re.fullmatch(r"content/_index(\.[\w-]+)?\.\w+", name):
        title = ""  # a home page is called after the site
    found = [(word, line) for _, word in words_of(LOOSE.sub(" ", html.unescape(title)))]
    ends = [match.start() for match in re.finditer("\n", text)]
    reading = Reading(hollow(text[:start]) + text[start:], name.lower().endswith(".mdx"))
    return found + [(word, bisect.bisect_left(ends, at) + 1) for at, word in reading.words()]


# Pages -------------------------------------------------------------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """The text of a page's main part, and of what in it is the document's own: headline and prose."""

    UNSEEN = {"script", "style", "head", "template"}
    VOID = set("area base br col embed hr img input link meta param source track wbr".split())
    PROSE = {"prose", "e-content"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open = []  # (name, classes) of the elements around
        self.has_prose = False
        self.main, self.own = [], []
        self.feed(text)
        self.close()

    def put(self, text):
        names = {name for name, _ in self.open}
        if names & self.UNSEEN or "main" not in names:
            return
        self.main.append(text)
        if "h1" in names or any(classes & self.PROSE for _, classes in self.open):
            self.own.append(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.put("" if tag in INLINE else "\n")
        if tag == "img" and attrs.get("alt"):
            self.put(attrs["alt"] + "\n")
        if tag not in self.VOID:
            classes = set((attrs.get("class") or "").split())
            self.has_prose = self.has_prose or bool(classes & self.PROSE)
            self.open.append((tag, classes))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        self.put("" if tag in INLINE else "\n")

    def handle_data(self, data):
        self.put(data)

    def words(self):
        """The document's own words, and those of all of the main part."""
        texts = "".join(self.own if self.has_prose else self.main), "".join(self.main)
        return tuple([word for _, word in words_of(unicodedata.normalize("NFC", text))] for text in texts)


def lost(wanted, page):
    """Which of the wanted (word, line) the page does not show, and which it shows run together with the next word."""
    own, main = Page(page).words()
    text = [word for word, _ in wanted]
    short, extra = collections.Counter(text), collections.Counter(own)
    short, extra = short - extra, extra - short
    together = []
    for at, size in ((at, size) for size in (2, 3) for at in range(len(text) - size + 1)):
        piece = text[at : at + size]
        if extra["".join(piece)] and not collections.Counter(piece) - short:
            extra["".join(piece)] -= 1
            short -= collections.Counter(piece)
            together.append(wanted[at])
    # What stands apart on the page (`foo`s, parted by an element) is there as well.
    for at, size in ((at, size) for size in (2, 3) for at in range(len(own) - size + 1)):
        piece = own[at : at + size]
        if short["".join(piece)] and not collections.Counter(piece) - extra:
            short["".join(piece)] -= 1
            extra -= collections.Counter(piece)
    # A word that is short may stand elsewhere in the main part. It is lost only where it and its neighbours, letter by letter, stand on
    # the page less often than in the text.
    letters = "".join(main)
    around = ["".join(text[max(0, at - 1) : at + 2]) for at in range(len(text))]
    often = collections.Counter(around)
    suspects = [at for at, word in enumerate(text) if short[word] and letters.count(around[at]) < often[around[at]]]
    # Of a word that is lost once and suspect twice, the one that has no place beside its neighbours is meant.
    blocks = difflib.SequenceMatcher(None, text, own).get_matching_blocks() if suspects else []
    placed = {at + step for at, _, size in blocks for step in range(size)}
    gone = []
    for at in sorted(suspects, key=lambda at: (at in placed, at)):
        if short[text[at]]:
            short[text[at]] -= 1
            gone.append(at)
    return [wanted[at] for at in sorted(gone)], together


# Builds ------------------------------------------------------------------------------------------------------------------------


class Failure(Exception):
    """Nothing can be compared."""


class Site:
    """A copy of a site that may be changed."""

    def __init__(self, folder, binary, work, limit):
        self.root, self.binary, self.work, self.limit = os.path.join(work, "site"), os.path.abspath(binary), work, limit
        skip = shutil.ignore_patterns(".git", ".anecdote", "public", "node_modules")
        shutil.copytree(folder, self.root, ignore=skip, copy_function=self.copy)

    @staticmethod
    def copy(source, target):
        """Texts are copied, as they may be changed; all else is the same file under another name, where the disk allows it."""
        if not source.lower().endswith(MARKDOWN + (".toml", ".html")):
            try:
                return os.link(os.path.realpath(source), target)
            except OSError:
                pass
        return shutil.copyfile(source, target)

    def path(self, name):
        return os.path.join(self.root, *name.split("/"))

    def sources(self):
        """The Markdown files, by the names that the program gives them."""
        for folder, folders, files in os.walk(self.path("content"), followlinks=True):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if name.lower().endswith(MARKDOWN):
                    yield os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")

    def read(self, name):
        """A file's text; nothing if there is no such file."""
        try:
            with open(self.path(name), "rb") as file:
                return file.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def build(self, output="out"):
        """Builds into a fresh folder. Gives what the program says of it, and its exit code."""
        out = os.path.join(self.work, output)
        shutil.rmtree(out, ignore_errors=True)
        args = [self.binary, "build", "--root", self.root, "-o", out, "--format", "json"]
        try:
            run = subprocess.run(args, capture_output=True, timeout=self.limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"the build did not end within {self.limit} seconds")
        try:
            return json.loads(run.stdout), run.returncode
        except ValueError:
            raise Failure(f"{self.binary} ended with {run.returncode} and said no JSON:\n{run.stderr.decode('utf-8', 'replace')[:2000]}")

    def weigh(self, code):
        """Turns an error down in `[check]`."""
        text = re.sub(rf"^{code}\s*=.*\n?", "", self.read("anecdote.toml"), flags=re.M)
        if not re.search(r"^\[check\]", text, re.M):
            text = text.rstrip("\n") + "\n\n[check]\n"
        self.write("anecdote.toml", re.sub(r"^\[check\][^\n]*\n", lambda match: match.group() + f'{code} = "warn"\n', text, count=1, flags=re.M))

    def mend(self, error):
        """Takes out the field that an error points at, if it stands in front matter. Says whether it did."""
        text, at = self.read(error["file"]).replace("\r\n", "\n"), (error["line"] or 0) - 1
        kind, _, end = split(text)
        lines = text.splitlines(keepends=True)
        if kind not in ("---", "+++") or not 0 < at < len(text[:end].splitlines()) - 1:
            return False
        # The error may point into the field: back to where it begins, on to where it ends.
        while at > 1 and re.match(r"[ \t\-\]}]|\n", lines[at]):
            at -= 1
        stop = at + 1
        while stop < len(lines) and re.match(r"[ \t]+\S|-[ \t]|[\]}]|\n", lines[stop]):
            stop += 1
        self.write(error["file"], "".join(lines[:at] + lines[stop:]))
        return True


def errors_of(said):
    return [finding for finding in said["diagnostics"] if finding["severity"] == "error"]


def warnings_of(said):
    return [finding for finding in said["diagnostics"] if finding["severity"] == "warning"]


class Mended:
    """What was done to a copy until it built."""

    def __init__(self, site, said, mending):
        self.said = said
        self.turned_down = []  # codes
        self.taken_out = {}  # files, with the code of their error
        self.fields = collections.Counter()  # how many fields were taken out of a file
        asked = set()
        for _ in range(ROUNDS):
            new = sorted({error["code"] for error in errors_of(self.said)} - asked)
            asked.update(new)
            # Which codes may be turned down, the program itself says, by refusing the others.
            for code in new:
                before = site.read("anecdote.toml")
                site.weigh(code)
                said, _ = site.build()
                if any(error["file"] == "anecdote.toml" and code in error["message"] for error in errors_of(said)):
                    site.write("anecdote.toml", before)
                else:
                    self.turned_down.append(code)
            if new:
                self.said, _ = site.build()
            by_file = {error["file"]: error for error in reversed(errors_of(self.said)) if (error["file"] or "").startswith("content/")}
            if not by_file:
                break
            for source, error in by_file.items():
                if mending and self.fields[source] < MENDS and source.lower().endswith(MARKDOWN) and site.mend(error):
                    self.fields[source] += 1
                else:
                    os.remove(site.path(source))
                    self.taken_out[source] = error["code"]
            self.said, _ = site.build()
        self.builds = not errors_of(self.said)


def marked(text, number):
    """The text with a mark in its front matter."""
    kind, _, _ = split(text.replace("\r\n", "\n"))
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    head, rest = text[:start], text[start:]
    if kind in ("---", "+++"):
        fence, rest = rest.split("\n", 1)
        return f'{head}{fence}\n{MARK}{":" if kind == "---" else " ="} "{number}"\n{rest}'
    if kind == "plain":
        # The first two names are ones that every tool knows.
        lines = rest.split("\n")
        return head + "\n".join(lines[:2] + [f"{MARK}: {number}"] + lines[2:])
    if kind == "json":
        comma = "" if re.match(r"\{\s*\}", rest) else ","
        return f'{head}{{"{MARK}": "{number}"{comma}{rest[1:]}'
    return f'+++\n{MARK} = "{number}"\n+++\n' + text.lstrip("\ufeff")


def pages_of(site, sources):
    """Which output came of which source."""
    kept = {source: site.read(source) for source in sources}
    base = site.read("templates/base.html")
    theme = re.search(r"^theme\s*=\s*[\"'](\w[\w-]*)", site.read("anecdote.toml"), re.M)
    for number, source in enumerate(sources):
        site.write(source, marked(kept[source], number))
    # The theme may have no base of its own; then the built-in one is its base.
    for name in ([theme.group(1)] if theme else []) + ["stage"]:
        blocks = "".join(f"{{% block {block} %}}{PRINTED}{{% endblock %}}" for block in ("stylesheets", "mark"))
        site.write("templates/base.html", f'{{% extends "{name}/base.html" %}}{blocks}\n')
        said, _ = site.build("marked")
        if not any(error["file"] == "templates/base.html" for error in errors_of(said)):
            break
    for error in errors_of(said):  # a file that cannot be marked is not followed
        if error["file"] in kept:
            site.write(error["file"], kept[error["file"]])
    if errors_of(said):
        said, _ = site.build("marked")
        for error in errors_of(said)[:1]:
            raise Failure(f"the marked copy does not build: {error['code']} in {error['file']}: {error['message']}")
    for source, text in kept.items():
        site.write(source, text)
    if base:
        site.write("templates/base.html", base)
    else:
        os.remove(site.path("templates/base.html"))
    found, top = {}, os.path.join(site.work, "marked")
    for folder, _, files in os.walk(top):
        for path in (os.path.join(folder, name) for name in files):
            if not path.endswith((".html", ".htm")) and "." in os.path.basename(path):
                continue
            with open(path, "rb") as file:
                match = re.search(rb"<!--%s=(\d+);-->" % MARK.encode(), file.read())
            if match:
                # A list has many pages; the words stand on its first.
                source, out = sources[int(match.group(1))], os.path.relpath(path, top)
                found[source] = min(found.get(source, out), out, key=lambda name: (len(name), name))
    return found


# Reports -----------------------------------------------------------------------------------------------------------------------


def by_code(findings):
    return dict(collections.Counter(finding["code"] for finding in findings).most_common())


def examine(folder, binary, mending=False, without=(), limit=300):
    """Everything about a site, as one value."""
    with tempfile.TemporaryDirectory(prefix="lost-") as work:
        site = Site(folder, binary, work, limit)
        for source in without:
            os.remove(site.path(source))
        texts = {source: site.read(source) for source in site.sources()}
        first, code = site.build()
        mended = Mended(site, first, mending)
        report = {
            "site": os.path.basename(os.path.abspath(folder)),
            "files": len(texts),
            "exit": code,
            "errors": by_code(errors_of(first)),
            "warnings": by_code(warnings_of(first)),
            "findings": first["diagnostics"],
            "turned_down": mended.turned_down,
            "taken_out": mended.taken_out,
            "fields_taken_out": dict(mended.fields),
            "builds": mended.builds,
        }
        if not mended.builds:
            report["errors_at_last"] = errors_of(mended.said)
            return report
        outputs = pages_of(site, [source for source in texts if source not in mended.taken_out])
        said, _ = site.build()
        left_out = {one["file"]: next((str(value) for key, value in one.items() if key != "file"), "left out") for one in said["left_out"]}
        files, absent, together, words = [], [], [], 0
        for source, text in texts.items():
            wanted = expected(text, source)
            if source not in outputs:
                why = mended.taken_out.get(source) or left_out.get(source) or "no page"
                absent.append({"file": source, "why": why, "words": len(wanted)})
                continue
            with open(os.path.join(work, "out", outputs[source]), encoding="utf-8") as file:
                gone, glued = lost(wanted, file.read())
            words += len(wanted)
            # A bracket or a backtick parts words in the text and not on the page, and no harm is done; a tag is another matter.
            lines = text.split("\n")
            together += [(source, word, line) for word, line in glued if PARTING.search(lines[line - 1])]
            if gone:
                files.append({"file": source, "page": outputs[source].replace(os.sep, "/"), "words": len(wanted), "lost": len(gone), "which": gone})
        files.sort(key=lambda one: (-one["lost"], one["file"]))
        report.update(
            pages=said["pages"],
            built=len(outputs),
            words=words,
            lost=sum(one["lost"] for one in files),
            with_losses=files,
            run_together=together,
            not_built=absent,
            warnings_at_last=by_code(warnings_of(said)),
        )
        return report


def say(report, worst):
    """The report for people."""
    print(f"{report['site']}: {report['files']} Markdown files, exit {report['exit']} at the first try")
    for name in ("errors", "warnings"):
        codes = ", ".join(f"{number} {code}" for code, number in report[name].items())
        print(f"  {sum(report[name].values())} {name}{': ' if codes else ''}{codes}")
    if report["turned_down"]:
        print(f"  turned down by [check]: {', '.join(report['turned_down'])}")
    if report["fields_taken_out"]:
        print(f"  fields with errors were taken out of {len(report['fields_taken_out'])} files")
    if not report["builds"]:
        print("  it does not build, whatever is left out")
        return
    share = 100 * report["lost"] / max(1, report["words"])
    print(f"  {report['pages']} pages; {report['built']} files have one")
    print(f"  {report['words']} words, {report['lost']} lost ({share:.2f} %), in {len(report['with_losses'])} files")
    for one in report["with_losses"][:worst]:
        print(f"  {one['lost']:6} of {one['words']:6}  {one['file']}:{one['which'][0][1]}: {' '.join(word for word, _ in one['which'][:12])}")
    if report["run_together"]:
        source, word, line = report["run_together"][0]
        print(f"  {len(report['run_together'])} words are run together with the next one, the first of them in {source}:{line}: {word}")
    if report["not_built"]:
        why = collections.Counter(one["why"] for one in report["not_built"])
        reasons = ", ".join(f"{number} {reason}" for reason, number in why.most_common())
        print(f"  not built: {len(report['not_built'])} files with {sum(one['words'] for one in report['not_built'])} words ({reasons})")
        for one in report["not_built"][:worst]:
            print(f"    {one['file']}: {one['why']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="the site's folder; it is only read")
    parser.add_argument("binary", help="the program")
    parser.add_argument("--json", action="store_true", help="everything, as one JSON object")
    parser.add_argument("--mend", action="store_true", help="take fields with errors out of the copy, rather than whole files")
    parser.add_argument("--without", action="append", default=[], metavar="FILE", help="leave a file out from the start: content/a.md")
    parser.add_argument("--limit", type=int, default=300, metavar="SECONDS", help="how long one build may take (300)")
    parser.add_argument("--worst", type=int, default=10, metavar="N", help="how many files are named (10)")
    args = parser.parse_args()
    try:
        report = examine(args.site, args.binary, args.mend, args.without, args.limit)
    except Failure as failure:
        print(f"lost: {failure}", file=sys.stderr)
        sys.exit(2)
    if args.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        say(report, args.worst)
    sys.exit(2 if not report["builds"] else 1 if report["lost"] else 0)


if __name__ == "__main__":
    main()
