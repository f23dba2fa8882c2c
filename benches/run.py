#!/usr/bin/env python3
"""Builds the same corpus with every generator on PATH, in turn, and prints the ratios."""
import argparse
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def commands(folder):
    ours = shutil.which("anecdote") or str(HERE.parent / "target/release/anecdote")
    out = {name: folder / f"{name}-out" for name in ("ours", "hugo", "zola")}
    all_ = {"ours": [ours, "--root", str(folder / "ours"), "build", "-q", "-o", str(out["ours"])]}
    if hugo := shutil.which("hugo"):
        all_["hugo"] = [hugo, "--quiet", "-s", str(folder / "hugo"), "-d", str(out["hugo"])]
    if zola := shutil.which("zola"):
        all_["zola"] = [zola, "--root", str(folder / "zola"), "build", "--force", "-o", str(out["zola"])]
    return all_, out


def run(command):
    """Wall seconds, CPU seconds and peak megabytes of one run."""
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(["/usr/bin/env", "time", "-f", "%M", *command] if shutil.which("time") else command,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    _, said = child.communicate()
    wall = time.monotonic() - started
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{said}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = said.strip().splitlines()[-1] if said.strip() else "0"
    return wall, cpu, int(last) / 1024 if last.isdigit() else 0


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--stories", type=int, default=1000)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--dir", type=pathlib.Path, default=pathlib.Path("/tmp/anecdote-bench"))
    a = ap.parse_args()
    shutil.rmtree(a.dir, ignore_errors=True)
    all_, out = commands(a.dir)
    for name in all_:
        subprocess.run([sys.executable, HERE / "corpus.py", "--for", name, "--stories", str(a.stories), a.dir / name],
                       check=True)
    figures = {name: [] for name in all_}
    for _ in range(a.runs):
        for name, command in all_.items():
            shutil.rmtree(out[name], ignore_errors=True)
            figures[name].append(run(command))
    print(f"{a.stories} stories, median of {a.runs}, cold")
    middle = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
    for name, (wall, cpu, memory) in middle.items():
        files = sum(1 for path in out[name].rglob("*") if path.is_file())
        ours = middle["ours"]
        ratios = "" if name == "ours" else f"  {wall / ours[0]:5.1f} x ours in time, {memory / max(ours[2], 1):.1f} x in memory"
        print(f"{name:5} {wall:7.2f} s wall {cpu:7.2f} s cpu {memory:7.0f} MB {files:7} files{ratios}")


if __name__ == "__main__":
    main()
