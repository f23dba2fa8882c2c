#!/usr/bin/env python3
"""How soon a preview is there, and how soon it shows what was saved, for every generator on PATH in turn.

A body edit adds a word to a story and waits for it on the story's page; a title edit waits for the new title on the
page of the list where the story stands.
"""
import argparse
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


def servers(folder, port):
    ours = shutil.which("anecdote") or str(HERE.parent / "target/release/anecdote")
    all_ = {"ours": [ours, "--root", str(folder / "ours"), "-q", "serve", "--port", str(port)]}
    if hugo := shutil.which("hugo"):
        all_["hugo"] = [hugo, "server", "--quiet", "-s", str(folder / "hugo"), "-p", str(port + 1)]
    return all_


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read().decode("utf-8", "replace")
    except (urllib.error.URLError, OSError):
        return ""


def until(url, word, limit):
    """Seconds until a page holds a word; None if it never does."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < limit:
        if word in fetch(url):
            return time.perf_counter() - begun
        time.sleep(0.003)
    return None


def edits(story, text, change, url, count, limit):
    times = []
    for n in range(count):
        word = f"marker{n}x{time.time_ns() % 1000000}"
        story.write_text(change(text, word))
        times.append(until(url, word, limit))
        time.sleep(0.7)
    story.write_text(text)
    time.sleep(0.7)
    return times


def show(what, times):
    seen = [one * 1000 for one in times if one is not None]
    never = len(times) - len(seen)
    middle = f"median {statistics.median(seen):.0f} ms (max {max(seen):.0f})" if seen else "never shown"
    print(f"  {what:24} {middle}{f', {never} never shown' if never and seen else ''}", flush=True)


def measure(name, command, folder, port, a):
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        if until(base + "/", "<", 300) is None:
            sys.exit(f"{name} never answered")
        print(f"{name}: ready after {time.perf_counter() - begun:.2f} s", flush=True)
        stories = sorted((folder / name / "content/stories").glob("[!_]*.md"))
        story = stories[len(stories) * 2 // 5]
        page = f"/stories/{story.stem}/"
        # Wherever it stands, some page of the list shows it.
        lists = ["/stories/", *(f"/stories/page/{n}/" for n in range(1, len(stories) // 10 + 2))]
        list_page = next(one for one in lists if page in fetch(base + one))
        text = story.read_text()
        show("a body", edits(story, text, lambda t, w: f"{t}\n\n{w}\n", base + page, a.edits, a.limit))
        show("a title, on its list",
             edits(story, text, lambda t, w: re.sub(r'title = "', f'title = "{w} ', t, count=1), base + list_page,
                   a.edits, a.limit))
    finally:
        child.terminate()
        child.wait()


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--stories", type=int, default=1000)
    ap.add_argument("--edits", type=int, default=7)
    ap.add_argument("--limit", type=float, default=20, help="seconds after which an edit counts as never shown")
    ap.add_argument("--port", type=int, default=4700)
    ap.add_argument("--dir", type=pathlib.Path, default=pathlib.Path("/tmp/anecdote-bench"))
    a = ap.parse_args()
    shutil.rmtree(a.dir, ignore_errors=True)
    for n, (name, command) in enumerate(servers(a.dir, a.port).items()):
        subprocess.run([sys.executable, HERE / "corpus.py", "--for", name, "--stories", str(a.stories), a.dir / name],
                       check=True)
        measure(name, command, a.dir, a.port + n, a)


main()
