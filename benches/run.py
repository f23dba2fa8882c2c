#!/usr/bin/env python3
"""Builds the same corpus with this program and every other generator on PATH, in turn, and prints the ratios.

Phases: a cold build, one with nothing changed, and one after an edit of one story's text. The floor reads the same
sources and writes the same files with `cp`, two at a time, and no work between. Runs write into new folders, which are deleted
at the end: a file system that has just deleted thousands of files may create others ten times more slowly.
"""
import argparse
import json
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
STORY = "content/stories"


def corpus(kind, stories, folder):
    subprocess.run([sys.executable, HERE / "corpus.py", "--for", kind, "--stories", str(stories), folder], check=True)


class Generator:
    """A program, a site for it, and how to build that."""

    def __init__(self, name, folder, command, theme):
        self.name, self.folder, self.command, self.theme = name, folder, command, theme

    def build(self, out):
        return [str(part).replace("OUT", str(out)) for part in self.command]


def generators(folder, stories, themes):
    ours = shutil.which("anecdote") or str(HERE.parent / "target/release/anecdote")
    for theme in themes:
        site = folder / f"ours-{theme}"
        corpus("ours", stories, site)
        if theme != "bench":
            config = site / "anecdote.toml"
            lines = config.read_text().splitlines()
            lines = [line for line in lines if not line.startswith(("theme =", "related ="))]
            config.write_text("\n".join([f'theme = "{theme}"', *lines]) + "\n")
        yield Generator(f"ours, {theme}", site, [ours, "--root", site, "build", "-q", "-o", "OUT"], theme)
    if hugo := shutil.which("hugo"):
        site = folder / "hugo"
        corpus("hugo", stories, site)
        yield Generator("hugo, minimal", site, [hugo, "--quiet", "-s", site, "-d", "OUT"], "minimal")
        if (papermod := HERE / "themes/PaperMod").is_dir():
            site = folder / "hugo-papermod"
            shutil.copytree(folder / "hugo", site)
            shutil.rmtree(site / "layouts")
            shutil.copytree(papermod, site / "themes/PaperMod")
            yield Generator(
                "hugo, PaperMod", site, [hugo, "--quiet", "-s", site, "-t", "PaperMod", "-d", "OUT"], "PaperMod"
            )
    if zola := shutil.which("zola"):
        site = folder / "zola"
        corpus("zola", stories, site)
        yield Generator("zola, minimal", site, [zola, "--root", site, "build", "--force", "-o", "OUT"], "minimal")


def run(command):
    """Wall seconds, CPU seconds and peak megabytes of one run."""
    measured = ["/usr/bin/env", "time", "-f", "%M", *command] if shutil.which("time") else command
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.run(measured, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{child.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = child.stderr.strip().splitlines()[-1:] or ["0"]
    return wall, cpu, int(last[0]) / 1024 if last[0].isdigit() else 0


def edit(site):
    """Adds a sentence to the text of one story."""
    story = sorted((site / STORY).glob("*.md"))[-1]
    story.write_text(story.read_text() + f"\nAnd this, at {time.time_ns()}.\n")


def phases(generator, out):
    """The figures of each phase, with a new output folder."""
    command = generator.build(out)
    shutil.rmtree(generator.folder / ".anecdote", ignore_errors=True)
    cold = run(command)
    unchanged = run(command)
    edit(generator.folder)
    return {"cold": cold, "nothing changed": unchanged, "a text edited": run(command)}


def floor(sources, written, out):
    """The seconds to read the sources and write as many files and bytes, with two processes of `cp` and nothing between."""
    out.mkdir()
    copy = f"""
        find {sources} -name '*.md' -print0 | xargs -0 -P2 -n 500 cat > /dev/null
        cd '{written}' && find . -type d -print0 | (cd '{out}' && xargs -0 mkdir -p)
        find . -type f -print0 | xargs -0 -P2 -n 500 cp --parents -t '{out}'
    """
    return run(["sh", "-ec", copy])[0]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--stories", type=int, default=1000)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--themes", nargs="+", default=["bench", "stage"], help="of this program; bench is the minimal one")
    ap.add_argument("--dir", type=pathlib.Path, help="where to work; in memory, if it is to tell much")
    ap.add_argument("--json", action="store_true", help="print the figures for programs")
    a = ap.parse_args()
    if a.dir:
        a.dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="anecdote-bench-", dir=a.dir) as folder:
        folder = pathlib.Path(folder)
        all_ = list(generators(folder, a.stories, a.themes))
        figures = {generator.name: [] for generator in all_}
        for number in range(a.runs):
            for generator in all_:
                figures[generator.name].append(phases(generator, folder / f"out-{number}-{generator.name}"))
        report = {}
        for generator in all_:
            rows = figures[generator.name]
            report[generator.name] = one = {
                phase: [statistics.median(column) for column in zip(*(row[phase] for row in rows))] for phase in rows[0]
            }
            out = folder / f"out-0-{generator.name}"
            files = [path for path in out.rglob("*") if path.is_file()]
            one["files"], one["megabytes"] = len(files), sum(path.stat().st_size for path in files) / 1e6
            if generator is all_[0]:
                one["floor"] = floor(generator.folder / "content", out, folder / "floor")
    if a.json:
        return print(json.dumps(report, indent=1))
    print(f"{a.stories} stories, median of {a.runs}")
    first = next(iter(report.values()))
    for name, one in report.items():
        print(f"{name}: {one['files']} files, {one['megabytes']:.0f} MB")
        for phase in ("cold", "nothing changed", "a text edited"):
            wall, cpu, memory = one[phase]
            ours = first[phase]
            ratio = "" if one is first else f"  {wall / ours[0]:6.2f} x ours in time, {memory / max(ours[2], 1):5.2f} x in memory"
            print(f"  {phase:16} {wall:7.2f} s wall {cpu:7.2f} s cpu {memory:6.0f} MB{ratio}")
    print(f"floor of the first: {first['floor']:.2f} s; its cold build takes {first['cold'][0] / first['floor']:.1f} times that")


if __name__ == "__main__":
    main()
