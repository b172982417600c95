"""`import` and `export`: files in, previewed unless told to save, and files out."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from trust_inclusion.adapters.tables import csv_bytes, xlsx_bytes
from trust_inclusion.cli import printing
from trust_inclusion.cli.house import Stop, now, opened, today
from trust_inclusion.db import transaction
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.words import count
from trust_inclusion.services import exports
from trust_inclusion.services.academies import Filters, Sort
from trust_inclusion.services.changes import listing as change_listing
from trust_inclusion.services.changes.narrowing import Filters as ChangeFilters
from trust_inclusion.services.changes.narrowing import Tab
from trust_inclusion.services.charter import heat
from trust_inclusion.services.deadlines import Filters as DeadlineFilters
from trust_inclusion.services.imports import Preview, academies, census, evidence, pay, posts

Planned = Callable[[], Preview[Any]]


def add_to(commands: Any) -> None:
    """Tell the parser of these commands."""
    taken = commands.add_parser("import", help="take a file in (a preview unless --commit)")
    kinds = taken.add_subparsers(title="files", metavar="KIND", required=True)
    for kind, (what, prepare, module) in _IMPORTS.items():
        one = kinds.add_parser(kind, help=what)
        one.add_argument("file", type=Path, metavar="FILE")
        if kind == "academies":
            one.add_argument("--trust", metavar="UID", help="which trust is yours, the first time")
        if kind in {"academies", "census"}:
            one.add_argument("--links", type=Path, metavar="FILE", help="GIAS's file of links")
        if kind == "census":
            one.add_argument("--census-date", type=_day, metavar="D", help="such as 2026-01-15")
        one.add_argument(
            "--leave-out-errors", action="store_true", help="save the rows that are not in error"
        )
        one.add_argument("--commit", action="store_true", help="save what the preview shows")
        one.set_defaults(run=_import, prepare=prepare, apply=module.apply)
    given = commands.add_parser("export", help="write a file")
    given.add_argument("name", choices=sorted(_EXPORTS))
    given.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    given.add_argument("--output", type=Path, required=True, metavar="FILE")
    given.add_argument("--as-at", type=_day, metavar="D", help="how it stood on a day")
    given.set_defaults(run=_export)


def _import(parsed: argparse.Namespace) -> int:
    with opened():
        planned: Planned = parsed.prepare(parsed)
        if not parsed.commit:
            found = planned()
            _print(found)
            if found.problems and not parsed.leave_out_errors:
                return _say_in_error(found)
            print("Nothing was saved: this is a preview. Add --commit to save.")
            return 0
        with transaction():
            found = planned()
            _print(found)
            parsed.apply(OPERATOR, found, leave_out_errors=parsed.leave_out_errors, now=now())
        print("Saved." if found.changes else "There was nothing to change.")
    return 0


def _print(found: Preview[Any]) -> None:
    for line in printing.preview(found):
        print(line)
    sys.stdout.flush()


def _say_in_error(found: Preview[Any]) -> int:
    rows = count(len({problem.line for problem in found.problems}), "row")
    print(f"{rows} in error. Correct the file, or add --leave-out-errors.", file=sys.stderr)
    return 1


def _academies(parsed: argparse.Namespace) -> Planned:
    file = academies.read(
        OPERATOR,
        parsed.file,
        file_name=parsed.file.name,
        trust_uid=parsed.trust,
        links=parsed.links,
        today=today(),
    )
    return lambda: academies.preview(OPERATOR, file)


def _census(parsed: argparse.Namespace) -> Planned:
    file = census.read(
        OPERATOR,
        parsed.file,
        file_name=parsed.file.name,
        census_date=parsed.census_date,
        links=parsed.links,
        today=today(),
    )
    return lambda: census.preview(OPERATOR, file)


def _evidence(parsed: argparse.Namespace) -> Planned:
    file = evidence.read(OPERATOR, parsed.file, file_name=parsed.file.name)
    return lambda: evidence.preview(OPERATOR, file, today=today())


def _pay(parsed: argparse.Namespace) -> Planned:
    file = pay.read(OPERATOR, parsed.file, file_name=parsed.file.name)
    return lambda: pay.preview(OPERATOR, file, today=today())


def _posts(parsed: argparse.Namespace) -> Planned:
    file = posts.read(OPERATOR, parsed.file)
    return lambda: posts.preview(OPERATOR, file, today=today())


_IMPORTS: dict[str, tuple[str, Callable[[argparse.Namespace], Planned], Any]] = {
    "academies": ("GIAS establishments or group links", _academies, academies),
    "census": ("the DfE's census of every school", _census, census),
    "evidence": ("the trust's own figures", _evidence, evidence),
    "pay": ("the trust's own pay tables", _pay, pay),
    "posts": ("posts and the people in them", _posts, posts),
}


def _export(parsed: argparse.Namespace) -> None:
    with opened():
        table = _EXPORTS[parsed.name](parsed.as_at or today())
        rows = list(table.rows)
    write = csv_bytes if parsed.format == "csv" else xlsx_bytes
    _write(parsed.output, write(table.columns, rows))
    print(f"{count(len(rows), 'row')} written to {parsed.output}")


def _write(path: Path, content: bytes) -> None:
    """Write the file; where it is new, nobody else on this machine may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}.") from error


_EXPORTS: dict[str, Callable[[date], exports.Table]] = {
    "academies": lambda day: exports.academies(OPERATOR, Filters(), Sort(), day),
    "changes": lambda day: exports.changes(
        OPERATOR,
        Tab.ALL,
        ChangeFilters(),
        change_listing.Sort(),
        today(),
        as_at=day,
    ),
    "conditions": lambda day: exports.conditions(OPERATOR, heat.Filters(), heat.Sort(), day),
    "deadlines": lambda day: exports.deadlines(OPERATOR, DeadlineFilters(), day),
    "evidence": lambda day: exports.evidence(OPERATOR, day),
    "posts": lambda day: exports.posts(OPERATOR, day),
}


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
