#!/usr/bin/env python3
"""Fills in the Homebrew formula from the archives of a release: `build.py ARCHIVES OUT` writes OUT/anecdote.rb."""

import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common


def main():
    archives, out = common.archives(sys.argv[1]), pathlib.Path(sys.argv[2])
    values = {"repository": common.repository(), "version": common.VERSION}
    for target, path in archives.items():
        values[f"url {target}"] = f"{common.repository()}/releases/download/v{common.VERSION}/{path.name}"
        values[f"sha256 {target}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    template = (common.ROOT / "packaging/homebrew/anecdote.rb").read_text()
    template = template.split("\n", 1)[1]
    # An archive that is missing stops here, as a name that is not known.
    filled = re.sub(r"@([a-z0-9_ -]+)@", lambda found: values[found[1]], template)
    out.mkdir(parents=True, exist_ok=True)
    (out / "anecdote.rb").write_text(filled)


main()
