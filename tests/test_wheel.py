"""The wheel holds the whole program, the three outside folders included, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = ("migrations", "static", "templates")
# What builds it is among the locked tools.
WITHOUT_THE_NETWORK = ("--no-index", "--no-deps", "--no-build-isolation")
LEFT_BEHIND_BY_PYTHON = "__pycache__"


def test_a_wheel_from_the_source_archive_holds_the_program(tmp_path: Path) -> None:
    run("hatchling", "build", "-t", "sdist", "-d", str(tmp_path))
    [archive] = tmp_path.glob("*.tar.gz")
    run("pip", "wheel", *WITHOUT_THE_NETWORK, "--wheel-dir", str(tmp_path), str(archive))
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    package = {f"trust_inclusion/{name}" for name in files(ROOT / "trust_inclusion")}
    outside = {f"trust_inclusion/{of}/{name}" for of in OUTSIDE for name in files(ROOT / of)}
    assert held == package | outside


def run(*command: str) -> None:
    """Run one of the locked tools at the root of the project."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def files(folder: Path) -> set[str]:
    """The files below `folder`, by their paths from it."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and LEFT_BEHIND_BY_PYTHON not in path.parts
    }
