"""Build what the browser gets, or check that it is what was built.

    python assets/vendor.py            maintainers: needs npm; writes static/ and the lock
    python assets/vendor.py --check    anyone: needs only Python's standard library

The lock names each npm package with its version and integrity, and the SHA-256 of every
stylesheet source and every built file. It carries no download address. To take another
version, change it in the lock, empty its integrity, build, and look at every page.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "assets" / "vendor.lock.json"
STYLES = ROOT / "assets" / "styles"
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
GZIPPED_LIMIT = 100 * 1024
"""All static files together, in bytes: a phone in a corridor fetches them once."""

COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
}
"""Path in node_modules to name in static/vendor."""

WRITTEN_HERE = {"govuk-frontend.LICENSE.txt"}
"""In static/vendor by hand: the package ships no licence file of its own."""

NOT_OURS = re.compile(r"gds[ -]?transport|crown|crest|logotype|govuk-logo", re.IGNORECASE)
"""Government's font, crown and logo, which the kit's licence does not lend to a trust."""

Lock = dict[str, Any]


def main() -> int:
    """Build or check. Exit status 0 done, 1 refused with the reasons on stderr."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    lock: Lock = json.loads(LOCK.read_text(encoding="utf-8"))
    if not parser.parse_args().check:
        build(lock)
    faults = list(find_faults(lock))
    for fault in faults:
        print(f"vendored files: {fault}", file=sys.stderr)
    if not faults:
        print(f"vendored files: as locked, {weight() / 1024:.1f} KB gzipped in all")
    return 1 if faults else 0


def find_faults(lock: Lock) -> Iterator[str]:
    """Every way in which static/ and assets/ differ from the lock or its rules."""
    yield from compare("sources", lock["sources"], source_files())
    yield from compare("built", lock["built"], built_files())
    if "://" in LOCK.read_text(encoding="utf-8"):
        yield "the lock carries a download address"
    for name, package in lock["packages"].items():
        if not package["integrity"].startswith("sha512-"):
            yield f"{name} has no integrity in the lock"
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in {".css", ".svg", ".mjs"}:
            found = NOT_OURS.search(path.read_text(encoding="utf-8"))
            if found:
                yield f"{path.relative_to(ROOT)} contains {found.group()!r}"
        if NOT_OURS.search(path.name):
            yield f"{path.relative_to(ROOT)} is not ours to use"
    if re.search(r"url\(\W*(https?:)?//", (STATIC / "app.css").read_text(encoding="utf-8")):
        yield "static/app.css fetches from another host"
    if weight() > GZIPPED_LIMIT:
        yield f"static files weigh {weight()} bytes gzipped, over {GZIPPED_LIMIT}"


def compare(what: str, locked: dict[str, str], files: list[Path]) -> Iterator[str]:
    """Differences between the locked digests and the files that are there."""
    present = {path.relative_to(ROOT).as_posix(): digest(path) for path in files}
    for name in sorted(locked.keys() | present.keys()):
        if name not in present:
            yield f"{name} is in the lock ({what}) but missing"
        elif name not in locked:
            yield f"{name} is not in the lock ({what})"
        elif locked[name] != present[name]:
            yield f"{name} differs from the lock ({what}); run assets/vendor.py"


def source_files() -> list[Path]:
    """The stylesheet's sources."""
    return sorted(STYLES.glob("*.scss"))


def built_files() -> list[Path]:
    """What this script builds or what lies beside it for licence's sake."""
    return sorted([STATIC / "app.css", *(path for path in VENDOR.rglob("*") if path.is_file())])


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; of a missing file, the empty word."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def weight() -> int:
    """All of static/ in bytes, each file gzipped as a server would send it."""
    files = (path for path in STATIC.rglob("*") if path.is_file())
    return sum(len(zlib.compress(path.read_bytes(), 9)) + 12 for path in files)


def build(lock: Lock) -> None:
    """Fetch the locked packages, write static/ and bring the lock's digests up to date."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Building needs npm. To check what is here, use --check.")
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "node_modules"
        fetch(npm, Path(folder), lock)
        VENDOR.mkdir(parents=True, exist_ok=True)
        for path in VENDOR.iterdir():
            if path.name not in WRITTEN_HERE:
                path.unlink()
        for source, name in COPIED.items():
            text = (modules / source).read_text(encoding="utf-8")
            # The maps are not vendored: a dead link would only fill people's consoles.
            text = re.sub(r"//# sourceMappingURL=\S+\s*$", "", text)
            (VENDOR / name).write_text(text.rstrip() + "\n", encoding="utf-8")
        compile_styles(modules)
    for name, files in (("sources", source_files()), ("built", built_files())):
        lock[name] = {path.relative_to(ROOT).as_posix(): digest(path) for path in files}
    LOCK.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def fetch(npm: str, folder: Path, lock: Lock) -> None:
    """Install the locked packages under `folder`; refuse one whose integrity changed."""
    wanted = [f"{name}@{package['version']}" for name, package in lock["packages"].items()]
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"]
    subprocess.run([npm, "install", *quiet, *wanted], cwd=folder, check=True)  # noqa: S603
    got = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in lock["packages"].items():
        integrity = got[f"node_modules/{name}"]["integrity"]
        if package["integrity"] not in {"", integrity}:
            raise SystemExit(f"{name} {package['version']} is not what was locked: {integrity}")
        package["integrity"] = integrity


def compile_styles(modules: Path) -> None:
    """Write static/app.css from the Sass sources."""
    sass = modules / ".bin" / "sass"
    options = ["--style=compressed", "--no-source-map", f"--load-path={modules}"]
    target = [str(STYLES / "app.scss"), str(STATIC / "app.css")]
    subprocess.run([str(sass), *options, *target], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
