#!/usr/bin/env python3
"""Packs a built program with its notices, completions and man pages: `archive.py PROGRAM TARGET OUT` makes OUT/anecdote-….

The program must run here: it writes the completions and the man pages itself. The same program and commit give the same bytes.
"""

import gzip
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

import common

COMPLETIONS = {"bash": "anecdote.bash", "zsh": "_anecdote", "fish": "anecdote.fish", "powershell": "_anecdote.ps1"}


def fill(folder, program, target):
    """Lays out what is in an archive."""
    shutil.copy(program, folder / common.program(target))
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"]:
        shutil.copy(common.ROOT / file, folder)
    shutil.copytree(common.ROOT / "licenses", folder / "licenses")
    (folder / "completions").mkdir()
    for shell, file in COMPLETIONS.items():
        (folder / "completions" / file).write_bytes(subprocess.check_output([program, "completions", shell]))
    (folder / "man").mkdir()
    subprocess.run([program, "man", "--out", folder / "man"], check=True, stdout=subprocess.DEVNULL)
    if not (folder / "man/anecdote.1").exists():
        sys.exit(f"{program} man wrote no anecdote.1")


def is_program(path):
    return path.stem == "anecdote" and path.suffix in ("", ".exe")


def as_tar(folder, out):
    """As tar and gzip do it, but with nothing in it of the machine or of the hour."""

    def plain(entry):
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = common.time_of_commit()
        entry.mode = 0o755 if entry.isdir() or is_program(pathlib.Path(entry.name)) else 0o644
        return entry

    with open(out, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=common.time_of_commit()) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            # tarfile adds the files of a folder in the order of their names.
            archive.add(folder, folder.name, filter=plain)


def as_zip(folder, out):
    when = time.gmtime(common.time_of_commit())[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), when)
            entry.external_attr = (0o100755 if is_program(path) else 0o100644) << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def main():
    program, target, out = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], pathlib.Path(sys.argv[3])
    if not program.exists():
        program = program.with_suffix(".exe")
    if target not in common.TARGETS:
        sys.exit(f"{target} is none of {', '.join(common.TARGETS)}")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder) / common.name(target)
        folder.mkdir()
        fill(folder, program, target)
        pack, ending = (as_zip, ".zip") if "windows" in target else (as_tar, ".tar.gz")
        pack(folder, out / (folder.name + ending))
    print(out / (folder.name + ending))


main()
