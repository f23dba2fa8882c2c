#!/usr/bin/env python3
"""Makes the npm packages from the archives of a release: `build.py ARCHIVES OUT`.

`anecdote` is a script of a few lines that runs the program; the program stands in `anecdote-SYSTEM`, of which npm installs
only the one whose `os` and `cpu` fit. So nothing runs and nothing is downloaded at installation.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common

LICENCES = ["LICENSE-APACHE", "LICENSE-MIT"]


def package(folder, fields):
    """Writes package.json and the page, and packs the folder."""
    described = {
        "version": common.VERSION,
        "description": common.CRATE["description"],
        "license": "(MIT OR Apache-2.0)",
        # Where npm's statement of origin must find the release.
        "repository": {"type": "git", "url": f"git+{common.repository()}.git"},
        "homepage": common.repository(),
    }
    (folder / "package.json").write_text(json.dumps({"name": folder.name, **described, **fields}, indent=2) + "\n")
    (folder / "README.md").write_text(common.about(), "utf-8")


def for_system(archive, target, folder):
    """The package of one system."""
    system = common.TARGETS[target].npm
    os, cpu = system.split("-")
    made = folder / f"anecdote-{system}"
    (made / "bin").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temp:
        unpacked = common.unpack(archive, target, temp)
        # The mode goes along: npm leaves it as it is in files that are no `bin`.
        shutil.copy2(unpacked / common.program(target), made / "bin")
        for file in LICENCES:
            shutil.copy(unpacked / file, made)
        shutil.copytree(unpacked / "licenses", made / "licenses")
    # A program cannot be run from inside Yarn's zip files.
    says = f"The program of the package anecdote for {system}"
    package(made, {"description": says, "os": [os], "cpu": [cpu], "preferUnplugged": True})
    return made


def main_package(systems, folder):
    """The package that people install."""
    made = folder / "anecdote"
    made.mkdir()
    shutil.copy(common.ROOT / "packaging/npm/anecdote.js", made)
    for file in LICENCES:
        shutil.copy(common.ROOT / file, made)
    fields = {
        "keywords": common.CRATE["keywords"],
        "bin": {"anecdote": "anecdote.js"},
        "engines": {"node": ">=18"},
        "optionalDependencies": {system.name: common.VERSION for system in systems},
    }
    package(made, fields)
    return made


def main():
    archives, out = common.archives(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        systems = [for_system(path, target, folder) for target, path in archives.items() if common.TARGETS[target].npm]
        for made in [*systems, main_package(systems, folder)]:
            # On Windows npm is a script, which only a shell finds.
            command = [shutil.which("npm"), "pack", "--silent", "--pack-destination", out]
            subprocess.run(command, cwd=made, check=True)


main()
