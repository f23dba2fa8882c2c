#!/usr/bin/env python3
"""Makes the wheels for PyPI from the archives of a release: `build.py ARCHIVES OUT`.

A wheel here holds the program and no Python: pip puts it among the commands of the environment. Needs the package `wheel`,
which writes the list of files with their digests and names the file after the system.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common


def version():
    """Cargo's 1.0.0-rc.1 is 1.0.0rc1 for Python; 1.0.0 is the same for both."""
    return re.sub(r"-(a|b|rc)[a-z]*\.?(\d+)$", r"\1\2", common.VERSION)


def metadata():
    fields = [
        ("Metadata-Version", "2.4"),
        ("Name", "anecdote"),
        ("Version", version()),
        ("Summary", common.CRATE["description"]),
        ("Keywords", ",".join(common.CRATE["keywords"])),
        ("License-Expression", common.CRATE["license"]),
        ("License-File", "LICENSE-APACHE"),
        ("License-File", "LICENSE-MIT"),
        ("License-File", "licenses/crates.md"),
        ("License-File", "licenses/fonts.md"),
        ("License-File", "licenses/syntaxes.md"),
        ("Project-URL", f"Repository, {common.repository()}"),
        ("Classifier", "Environment :: Console"),
        ("Classifier", "Programming Language :: Rust"),
        ("Classifier", "Topic :: Internet :: WWW/HTTP :: Site Management"),
        ("Description-Content-Type", "text/markdown"),
    ]
    return "".join(f"{field}: {value}\n" for field, value in fields) + "\n" + common.about()


def wheel(archive, target, out):
    with tempfile.TemporaryDirectory() as temp:
        temp = pathlib.Path(temp)
        unpacked = common.unpack(archive, target, temp / "archive")
        made = temp / "wheel"
        scripts = made / f"anecdote-{version()}.data" / "scripts"
        info = made / f"anecdote-{version()}.dist-info"
        scripts.mkdir(parents=True)
        shutil.copy2(unpacked / common.program(target), scripts)
        shutil.copytree(unpacked / "licenses", info / "licenses/licenses")
        for file in ["LICENSE-APACHE", "LICENSE-MIT"]:
            shutil.copy(unpacked / file, info / "licenses")
        (info / "METADATA").write_text(metadata(), "utf-8")
        tags = "".join(f"Tag: py3-none-{tag}\n" for tag in common.TARGETS[target].wheel.split("."))
        (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nGenerator: anecdote\nRoot-Is-Purelib: false\n{tags}")
        command = [sys.executable, "-m", "wheel", "pack", made, "--dest-dir", out]
        dated = {**os.environ, "SOURCE_DATE_EPOCH": str(common.time_of_commit())}
        subprocess.run(command, check=True, env=dated)


def main():
    out = pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for target, path in common.archives(sys.argv[1]).items():
        if common.TARGETS[target].wheel:
            wheel(path, target, out)


main()
