"""Build dist/preinspect.pyz: preinspect and all that it needs in one file that any Python from 3.11 runs, with nothing to install.

    python tools/zipapp.py [--output dist/preinspect.pyz]

What goes in comes from the environment that runs this, so that the tests that passed there hold for it: the distributions that preinspect
and its part for Excel require. Nothing compiled goes in, so that the one file runs on every machine: PyYAML and MarkupSafe
then work in plain Python, jsonschema checks what jsonschema-rs would, and instead/rpds.py stands for rpds-py. Equal input gives
equal bytes.
"""

from __future__ import annotations

import argparse
import configparser
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parents[1]
PARTS = ("excel",)
"""The extras that go in: those that need nothing compiled."""

COMPILED = (".so", ".pyd", ".dylib", ".dll")
WITHOUT = {
    "jsonschema-rs": "shape.py asks jsonschema where it is missing",
    "rpds-py": "tools/instead/rpds.py stands for it",
}
"""Distributions that stay out, and who does their work."""

SHED = {
    "pyyaml": "plain Python where the compiled part is missing",
    "markupsafe": "plain Python where the compiled part is missing",
}
"""Distributions whose compiled parts stay out, and why that is enough."""

PRUNED = {
    "holidays": re.compile(r"holidays/(countries/(?!__init__|united_kingdom)|financial/|locale/)"),
    "python-stdnum": re.compile(r"stdnum/(?!gb/)\w+/|stdnum/\w+\.dat"),
    "python-dateutil": re.compile(r"dateutil/zoneinfo/"),
    "pygments": re.compile(r"pygments/(lexers|styles|formatters)/(?!_|default)"),
}
"""What of a distribution stays out: holidays and numbers of other countries, time zones, the colours of programming languages."""

NOISE = ("__pycache__", "/tests/", ".pyi", "/RECORD", "/INSTALLER", "/REQUESTED", "/direct_url.json")
"""Parts of names that tell what nobody needs to run it."""

EMPTIED = {"holidays/countries/__init__.py"}
"""Files that would import what stays out; they are there and empty."""

_MAIN = '''\
"""Run preinspect from this one file."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit("preinspect needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])
sys.path[0] = os.path.normpath(sys.path[0])  # jinja2 finds no template in an archive that was called by way of '..'

from preinspect.cli import main

main()
'''
_MADE = (2000, 1, 1, 0, 0, 0)


def main() -> None:
    """Build the file and say how large it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=HERE / "dist" / "preinspect.pyz", help="where to write it")
    options = parser.parse_args()
    files = dict(contents())
    # Up to 3.12 a package without __init__.py is found only where its folder has an entry.
    files |= {f"{folder}/": b"" for name in files for folder in map(str, PurePosixPath(name).parents) if folder != "."}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with options.output.open("wb") as out:
        out.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in sorted(files.items()):
                entry = zipfile.ZipInfo(name, _MADE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o40755 << 16) | 0x10 if name.endswith("/") else 0o644 << 16
                archive.writestr(entry, data)
    options.output.chmod(0o755)
    size = options.output.stat().st_size
    print(f"Wrote {options.output} ({size / 1e6:.1f} MB, {len(files)} files). Try: python {options.output.name} --help")


def contents() -> Iterator[tuple[str, bytes]]:
    """Give every file by its name in the archive."""
    yield "__main__.py", _MAIN.encode()
    yield "rpds.py", (HERE / "tools" / "instead" / "rpds.py").read_bytes()
    yield from own()
    for name in needed():
        yield from of_distribution(name, distribution(name))


def own() -> Iterator[tuple[str, bytes]]:
    """Give preinspect itself, as setup.cfg lays it out, with what tells its version."""
    setup = configparser.ConfigParser()
    setup.read(HERE / "setup.cfg", encoding="utf-8")
    folders = dict(line.split(" = ") for line in setup["options"]["package_dir"].split("\n") if line)
    for package in setup["options"]["packages"].split():
        folder = HERE / folders.get(package, folders["preinspect"] + "/" + "/".join(package.split(".")[1:]))
        data = setup["options.package_data"].get(package, "").replace(" ", "").split(",")
        for path in sorted({*folder.glob("*.py"), *(one for pattern in data if pattern for one in folder.glob(pattern))}):
            if path.is_file():
                yield f"{package.replace('.', '/')}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    version = setup["metadata"]["version"]
    told = f"Metadata-Version: 2.1\nName: preinspect\nVersion: {version}\n"
    yield f"preinspect-{version}.dist-info/METADATA", told.encode()
    yield f"preinspect-{version}.dist-info/LICENSE", (HERE / "LICENSE").read_bytes()


def needed() -> dict[str, None]:
    """Give the distributions that preinspect and its parts require, with all that these require in turn."""
    setup = configparser.ConfigParser()
    setup.read(HERE / "setup.cfg", encoding="utf-8")
    wanted = [*setup["options"]["install_requires"].split("\n")]
    for part in PARTS:
        wanted += setup["options.extras_require"].get(part, "").split("\n")
    found: dict[str, None] = {}
    while wanted:
        requirement = wanted.pop()
        name = plain(re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0])
        _, _, marker = requirement.partition(";")
        if not name or name in found or name in WITHOUT or "extra" in marker:
            continue
        try:
            wanted += distribution(name).requires or ()
        except PackageNotFoundError:
            if "platform" not in marker:  # another system's; what an older Python needs must be there
                sys.exit(
                    f"{requirement} is not installed here; run this in the environment that runs the tests, with Python 3.11."
                )
            continue
        found[name] = None
    return found


def plain(name: str) -> str:
    """Write a distribution's name the one way in which all its spellings agree."""
    return re.sub(r"[-_.]+", "-", name).lower()


def of_distribution(name: str, found: Distribution) -> Iterator[tuple[str, bytes]]:
    """Give the files of a distribution, without what is compiled; ends where that would leave it without something it needs."""
    for file in found.files or ():
        path = file.as_posix()
        if path.startswith("..") or any(part in path for part in NOISE):
            continue
        if path.endswith(COMPILED):
            if name not in SHED:
                sys.exit(f"{name} has compiled parts ({path}); say in tools/zipapp.py how to do without them.")
            continue
        if name in PRUNED and PRUNED[name].match(path):
            continue
        yield path, b"" if path in EMPTIED else Path(str(file.locate())).read_bytes()


if __name__ == "__main__":
    main()
