#!/usr/bin/env python3
"""Write a deterministic corpus of customer stories, in the layout of one generator.

    corpus.py --for {ours,zola,hugo} --stories N [--seed S] OUT_DIR

The same N and S give the same stories to every generator: same slugs, titles, dates, taxonomies and bodies.
Only the front matter's shape differs. `OUT_DIR/content/stories/` receives one Markdown file per story; for the
peers the site definition beside this file (`sites/NAME/`) is copied in as well, so OUT_DIR is ready to build.
"""
import argparse
import json
import pathlib
import random
import shutil

EXPERIENCES = ["good"] * 6 + ["bad"] * 3 + ["mixed"]
TOUCHPOINTS = ["packaging", "design", "user-guide", "helpdesk", "accessories", "delivery",
               "after-sales", "loyalty", "survey", "store", "website", "phone"]
NOUNS = """barista courier invoice receipt refund parcel counter queue agent manual charger warranty suitcase gate
ticket seat upgrade kettle battery cable sample cup lid sleeve bag ribbon letter note call chat form survey password
screen button menu shelf mirror fitting room doorman concierge technician driver phone contract tariff signal
roaming bill discount voucher apology handwriting playlist scent lamp sofa corner window street city holiday family
daughter grandfather neighbour colleague stranger smile shrug silence promise deadline surprise detour""".split()
VERBS = """noticed opened waited asked answered smiled shrugged promised forgot remembered repaired replaced refunded
delivered carried wrapped explained repeated escalated cancelled rebooked apologised listened transferred offered
tasted returned recommended posted photographed measured described compared counted trusted""".split()
ADJECTIVES = """warm cold patient hurried honest vague careful careless proud tired bright noisy quiet late early broken
spotless generous stubborn unexpected ordinary memorable awkward simple elaborate damp crisp familiar""".split()
ADVERBS = "quietly twice again later eventually gladly barely almost never always kindly slowly".split()
FIRST = "Ada Bea Carlos Dina Emil Farah Gus Hana Ivo Jun Kofi Lena Milo Nadia Omar Priya Quin Rosa Sven Tara".split()
LAST = "Abara Brandt Costa Dumas Eriksen Fabre Galli Horvat Ibarra Jonas Kaur Lindt Moreau Novak Okoye Petit".split()


def sentence(rng):
    words = []
    for _ in range(rng.randint(2, 4)):
        words += ["the", rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(VERBS), rng.choice(ADVERBS)]
        if rng.random() < 0.4:
            words += ["and"]
    if words[-1] == "and":
        words.pop()
    text = " ".join(words)
    roll = rng.random()
    if roll < 0.06:
        text += f" with *{rng.choice(NOUNS)}*"
    elif roll < 0.12:
        text += f" at **{rng.choice(NOUNS)} {rng.randint(2, 90)}**"
    elif roll < 0.16:
        text += f" ([the {rng.choice(NOUNS)}](https://example.org/{rng.choice(NOUNS)}))"
    elif roll < 0.19:
        text += f" near `{rng.choice(NOUNS)}`"
    return text[0].upper() + text[1:] + "."


def paragraph(rng):
    return " ".join(sentence(rng) for _ in range(rng.randint(3, 6)))


def body(rng):
    blocks = [paragraph(rng)]
    for _ in range(rng.randint(2, 4)):
        blocks.append(f"## The {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}")
        blocks.append(paragraph(rng))
        roll = rng.random()
        if roll < 0.30:
            blocks.append("\n".join(f"- {sentence(rng)}" for _ in range(rng.randint(3, 5))))
        elif roll < 0.50:
            blocks.append("\n".join(f"> {sentence(rng)}" for _ in range(2)))
        elif roll < 0.60:
            rows = ["| Moment | Felt | Minutes |", "| --- | --- | ---: |"]
            rows += [f"| {rng.choice(NOUNS)} | {rng.choice(ADJECTIVES)} | {rng.randint(1, 90)} |" for _ in range(4)]
            blocks.append("\n".join(rows))
        elif roll < 0.65:
            blocks.append("```\n" + "\n".join(f"{rng.choice(NOUNS)} = {rng.randint(1, 99)}" for _ in range(3)) + "\n```")
        blocks.append(paragraph(rng))
    return "\n\n".join(blocks) + "\n"


def story(index, count, seed):
    rng = random.Random(seed * 1_000_003 + index)
    brands, authors = max(5, count // 50), max(8, count // 20)
    title = f"The {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} and the {rng.choice(NOUNS)}"
    author = rng.randrange(authors)
    return {
        "slug": f"{index:06d}-" + title.lower().replace(" ", "-"),
        "title": title,
        "date": f"{2015 + index % 11}-{1 + index // 11 % 12:02d}-{1 + index // 132 % 28:02d}",
        "description": sentence(rng),
        "experience": rng.choice(EXPERIENCES),
        "rating": rng.randint(1, 5),
        "brand": f"brand-{rng.randrange(brands)}",
        "author": f"{FIRST[author % len(FIRST)]} {LAST[author // len(FIRST) % len(LAST)]} {author}",
        "tags": sorted({f"tag-{rng.randrange(60)}" for _ in range(rng.randint(2, 4))}),
        "touchpoints": sorted(set(rng.choices(TOUCHPOINTS, k=rng.randint(1, 3)))),
        "body": body(rng),
    }


def front_matter(s, target):
    q = json.dumps
    head = f"title = {q(s['title'])}\ndate = {s['date']}\ndescription = {q(s['description'])}\n"
    if target == "zola":
        return head + f"slug = {q(s['slug'])}\n[taxonomies]\nexperience = [{q(s['experience'])}]\nbrand = [{q(s['brand'])}]\n" \
            f"author = [{q(s['author'])}]\ntags = {q(s['tags'])}\ntouchpoints = {q(s['touchpoints'])}\n[extra]\nrating = {s['rating']}\n"
    many = target == "hugo"  # Hugo reads a taxonomy as a list
    one = (lambda v: f"[{q(v)}]") if many else q
    return head + f"experience = {one(s['experience'])}\nbrand = {one(s['brand'])}\nauthor = {one(s['author'])}\n" \
        f"rating = {s['rating']}\ntags = {q(s['tags'])}\ntouchpoints = {q(s['touchpoints'])}\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--for", dest="target", choices=["ours", "zola", "hugo"], required=True)
    ap.add_argument("--stories", type=int, required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("out", type=pathlib.Path)
    a = ap.parse_args()
    site = pathlib.Path(__file__).parent / "sites" / a.target
    if site.is_dir():
        shutil.copytree(site, a.out, dirs_exist_ok=True)
    stories = a.out / "content" / "stories"
    stories.mkdir(parents=True, exist_ok=True)
    for i in range(a.stories):
        s = story(i, a.stories, a.seed)
        (stories / f"{s['slug']}.md").write_text(f"+++\n{front_matter(s, a.target)}+++\n\n{s['body']}")


if __name__ == "__main__":
    main()
