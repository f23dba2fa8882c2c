"""What all packages share: the systems they are made for, the version, and the repository they come from.

Every package is made from the archives of a release, so that a program is built once and is the same wherever it is had.
"""

import os
import pathlib
import subprocess
import sys
import tarfile
import tomllib
import typing
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
CRATE = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
VERSION = CRATE["version"]


class Target(typing.NamedTuple):
    """What npm and PyPI call a system; None where another target's program serves it."""

    npm: str | None = None
    wheel: str | None = None


# The program for musl is static: it runs on every Linux, so npm and PyPI carry no other.
TARGETS = {
    "x86_64-unknown-linux-gnu": Target(),
    "aarch64-unknown-linux-gnu": Target(),
    "x86_64-unknown-linux-musl": Target("linux-x64", "manylinux2014_x86_64.musllinux_1_1_x86_64"),
    "aarch64-unknown-linux-musl": Target("linux-arm64", "manylinux2014_aarch64.musllinux_1_1_aarch64"),
    "x86_64-apple-darwin": Target("darwin-x64", "macosx_11_0_x86_64"),
    "aarch64-apple-darwin": Target("darwin-arm64", "macosx_11_0_arm64"),
    "x86_64-pc-windows-msvc": Target("win32-x64", "win_amd64"),
}


def repository():
    """The address of the repository: the one that releases, or else what Cargo.toml says."""
    if name := os.environ.get("GITHUB_REPOSITORY"):
        return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    if "repository" in CRATE:
        return CRATE["repository"]
    sys.exit("whose release is this? Set GITHUB_REPOSITORY to OWNER/NAME")


def time_of_commit():
    """The seconds since 1970 that files in packages are dated with: the same commit gives the same bytes."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or subprocess.check_output(["git", "log", "-1", "--format=%ct"], cwd=ROOT, text=True))


def about():
    """The page that npm and PyPI show."""
    return (ROOT / "packaging/about.md").read_text("utf-8").replace("@repository@", repository())


def program(target):
    return "anecdote.exe" if "windows" in target else "anecdote"


def name(target):
    """The name of an archive without its ending, and of the folder in it."""
    return f"anecdote-{VERSION}-{target}"


def archives(folder):
    """The archives of this version in a folder, by target."""
    found = {}
    for target in TARGETS:
        path = pathlib.Path(folder) / (name(target) + (".zip" if "windows" in target else ".tar.gz"))
        if path.exists():
            found[target] = path
    return found or sys.exit(f"no archive of version {VERSION} is in {folder}")


def unpack(archive, target, folder):
    """Unpacks an archive into `folder`; the path of what is in it."""
    if archive.suffix == ".zip":
        zipfile.ZipFile(archive).extractall(folder)
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
    return pathlib.Path(folder) / name(target)
