#!/usr/bin/env python3
"""Counts the instructions of small builds with valgrind, and fails where they are a quarter more than in baseline.json.

Instructions are steady where seconds are not: the same program counts the same within a percent on a busy machine.
`--update` writes the baseline. It is that of the profile of the tests, whose program `cargo build` puts into target/debug:

    PATH="$PWD/target/debug:$PATH" python3 benches/check.py
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from run import HERE, edit, generators

BASELINE = HERE / "baseline.json"
STORIES = 100
# More than this times as many instructions is slower, and no accident.
MOST = 1.25


def instructions(command):
    """The millions of instructions of a run."""
    count = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command]
    child = subprocess.run(count, capture_output=True, text=True, env={**os.environ, "RAYON_NUM_THREADS": "1"})
    found = re.search(r"I\s+refs:\s+([\d,]+)", child.stderr)
    if child.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)} failed:\n{child.stderr[-2000:]}")
    return round(int(found.group(1).replace(",", "")) / 1e6)


def counts():
    with tempfile.TemporaryDirectory(prefix="anecdote-bench-") as folder:
        folder = pathlib.Path(folder)
        for generator in generators(folder, STORIES, ["bench", "stage"]):
            if not generator.name.startswith("ours"):
                continue
            command = generator.build(folder / f"out-{generator.theme}")
            yield f"{generator.theme}: cold", instructions(command)
            yield f"{generator.theme}: nothing changed", instructions(command)
            edit(generator.folder)
            yield f"{generator.theme}: a text edited", instructions(command)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--update", action="store_true")
    a = ap.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: apt-get install valgrind")
    now = dict(counts())
    if a.update:
        BASELINE.write_text(json.dumps(now, indent=1) + "\n")
    before = json.loads(BASELINE.read_text())
    slower = []
    for name, count in now.items():
        ratio = count / before[name]
        print(f"{name:24} {count:6} million instructions, {ratio:.2f} times the baseline")
        if ratio > MOST:
            slower.append(name)
    if slower:
        sys.exit(f"slower by more than a quarter: {', '.join(slower)}; if that is worth it, run benches/check.py --update")


if __name__ == "__main__":
    main()
