"""Decides which files of other projects the pages carry, and copies exactly those.

Run it after changing a version in package.json (needs npm; nothing else here does):

    python -m services.web.vendor.vendor            install, build, copy, write the manifest
    python -m services.web.vendor.vendor --check    compare what is there with the manifest

npm works in a folder that is thrown away, from the lock file with its hashes. The service itself
never runs this: the copied files are part of the source. It refuses to know what the files do.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
TARGET: Final = HERE.parent / "static" / "vendor"
MANIFEST: Final = "manifest.json"
NPM_SECONDS: Final = 300

SOURCE_SANS = "@fontsource-variable/source-sans-3"
GOVUK = "govuk-frontend"


@dataclass(frozen=True)
class Package:
    """One package: its licence, where its licence text lies, and the files wanted from it.

    `within`: the folder in the package below which files keep their places, for modules that
    name each other; the others lie side by side.
    """

    name: str
    licence: str
    licence_text: str | None
    files: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True)
class Vendored:
    """One line of the manifest."""

    file: str
    sha256: str
    bytes: int
    package: str
    version: str
    licence: str


PACKAGES: Final = (
    Package(
        SOURCE_SANS,
        "OFL-1.1",
        "LICENSE",
        (
            "files/source-sans-3-latin-wght-normal.woff2",
            "files/source-sans-3-latin-wght-italic.woff2",
            "files/source-sans-3-latin-ext-wght-normal.woff2",
            "files/source-sans-3-latin-ext-wght-italic.woff2",
        ),
    ),
    Package(GOVUK, "MIT", None, ("dist/govuk/govuk-frontend.min.js",)),
    Package(
        "source-sans-pro",  # for printed sheets: PDF takes no variable font
        "OFL-1.1",
        "LICENSE.md",
        ("TTF/SourceSansPro-Regular.ttf", "TTF/SourceSansPro-Semibold.ttf"),
    ),
    Package("htmx.org", "0BSD", "LICENSE", ("dist/htmx.min.js",)),
    Package("htmx-ext-sse", "0BSD", "LICENSE", ("dist/sse.min.js",)),
    Package(
        "swagger-ui-dist",
        "Apache-2.0",
        "LICENSE",
        ("swagger-ui.css", "swagger-ui-bundle.js", "NOTICE"),
    ),
    # Blind ballots, in the voter's browser: modules as they are published, with nothing built.
    Package(
        "@cloudflare/blindrsa-ts",
        "Apache-2.0",
        "LICENSE.txt",
        ("lib/src/blindrsa.js", "lib/src/util.js", "lib/src/sjcl/index.js"),
        within="lib/src",
    ),
    Package("sjcl", "BSD-2-Clause", "LICENSE.txt", ()),  # it lies in the one before
    Package("hpke", "MIT", "LICENSE.md", ("index.js",)),
)


def short_name(package: str) -> str:
    """`@fontsource-variable/source-sans-3` → `source-sans-3`: the folder it is kept in."""
    return package.rsplit("/", 1)[-1]


def main() -> int:
    """Copies anew, or with --check compares; 0 when all is as the manifest says."""
    parser = argparse.ArgumentParser(description="The files that the pages take from others.")
    parser.add_argument("--check", action="store_true", help="compare, change nothing")
    if not parser.parse_args().check:
        renew()
    differences = list(altered(TARGET))
    for line in differences:
        print(line, file=sys.stderr)
    return 1 if differences else 0


def renew() -> None:
    """Installs from the lock file, builds the one stylesheet, copies, writes the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        install(work)
        shutil.rmtree(TARGET, ignore_errors=True)
        build_stylesheet(work, TARGET / GOVUK / "govuk-components.css")
        for package in PACKAGES:
            copy(work, package)
        write_manifest(work)


def install(work: Path) -> None:
    """`npm ci`: what the lock file says, hashes compared, no install script run."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, work)
    command = ["npm", "ci", "--omit=optional", "--ignore-scripts", "--no-fund", "--no-audit"]
    subprocess.run(command, cwd=work, check=True, timeout=NPM_SECONDS)


def build_stylesheet(work: Path, target: Path) -> None:
    """Compiles only the components named in base.scss, without font, crown and header."""
    target.parent.mkdir(parents=True)
    sass = work / "node_modules" / ".bin" / "sass"
    options = ["--no-source-map", "--style=compressed", f"--load-path={work / 'node_modules'}"]
    command = [str(sass), *options, str(HERE / "base.scss"), str(target)]
    subprocess.run(command, check=True, timeout=NPM_SECONDS)


def copy(work: Path, package: Package) -> None:
    """Copies one package's files and its licence into a folder of its name."""
    source, target = work / "node_modules" / package.name, TARGET / short_name(package.name)
    target.mkdir(parents=True, exist_ok=True)
    for file in package.files:
        place = Path(file).relative_to(package.within) if package.within else Path(file).name
        (target / place).parent.mkdir(exist_ok=True)
        shutil.copyfile(source / file, target / place)
    text = source / package.licence_text if package.licence_text else kept_licence(package.name)
    shutil.copyfile(text, target / "LICENSE.txt")


def kept_licence(name: str) -> Path:
    """The licence text that a package leaves out of its archive, kept beside this file."""
    return HERE / f"{short_name(name)}.LICENSE.txt"


def write_manifest(work: Path) -> None:
    """Writes one line for each copied file, in the order of the names."""
    lines = [
        asdict(vendored(path, package, version_of(work, package)))
        for package in PACKAGES
        for path in sorted((TARGET / short_name(package.name)).rglob("*"))
        if path.is_file()
    ]
    lines.sort(key=lambda line: str(line["file"]))
    (TARGET / MANIFEST).write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


def version_of(work: Path, package: Package) -> str:
    """The version as installed, read from the package itself."""
    text = (work / "node_modules" / package.name / "package.json").read_text(encoding="utf-8")
    return str(json.loads(text)["version"])


def vendored(path: Path, package: Package, version: str) -> Vendored:
    """Describes one copied file."""
    return Vendored(
        file=path.relative_to(TARGET).as_posix(),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        bytes=path.stat().st_size,
        package=package.name,
        version=version,
        licence=package.licence,
    )


def altered(folder: Path) -> Iterator[str]:
    """Yields a sentence for each file that is missing, changed, or not in the manifest."""
    manifest = folder / MANIFEST
    listed = {line["file"]: line["sha256"] for line in json.loads(manifest.read_text("utf-8"))}
    present = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    present.pop(MANIFEST, None)
    for name in sorted(listed.keys() | present.keys()):
        if name not in present:
            yield f"{name} is in the manifest but not in the folder: run vendor.py again."
        elif name not in listed:
            yield f"{name} is not in the manifest: take it away, or name it in vendor.py."
        elif hashlib.sha256(present[name].read_bytes()).hexdigest() != listed[name]:
            yield f"{name} is not the file that the manifest describes: run vendor.py again."


if __name__ == "__main__":
    sys.exit(main())
