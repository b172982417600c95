"""`check`: does this installation work? Everything is looked at, and what does not work is said."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trust_inclusion import config
from trust_inclusion.adapters import stores, virus_scan
from trust_inclusion.adapters.files import NotStored
from trust_inclusion.adapters.mail import Postman, Unreachable
from trust_inclusion.adapters.virus_scan import Infected, NoAnswer
from trust_inclusion.cli.house import opened, today
from trust_inclusion.cli.mail import server
from trust_inclusion.domain import words
from trust_inclusion.domain.reminder_words import mail_error
from trust_inclusion.services import settings

LEAST_ROOM = 500 * 1024 * 1024
"""Bytes on the disk of the instance folder below which `check` warns."""


class Wrong(Exception):
    """Something does not work. The message is for the person at the terminal."""


def add_to(commands: Any) -> None:
    """Tell the parser of this command."""
    check = commands.add_parser("check", help="say whether this installation works")
    check.set_defaults(run=_check)


def _check(_: argparse.Namespace) -> int:
    """1 when anything is wrong. The database itself and the settings are refused on opening."""
    with opened() as app:
        print("Database: set up, of this version.")
        wrong = [_said(name, look) for name, look in _looks(app.config)]
    return int(any(wrong))


def _said(name: str, look: Callable[[], str]) -> bool:
    try:
        print(f"{name}: {look()}")
    except Wrong as wrong:
        print(f"{name}: {wrong}", file=sys.stderr)
        return True
    return False


def _looks(chosen: Mapping[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "Certificates", lambda: _store(chosen)
    yield "Virus scanner", lambda: _scanner(chosen["CLAMAV_SOCKET"])
    yield "Mail", lambda: _mail(chosen)
    yield "Disk", _disk
    yield "Next NPQ start", _next_cohort


def _store(chosen: Mapping[str, Any]) -> str:
    try:
        stores.try_out(stores.chosen(chosen))
    except NotStored as error:
        raise Wrong(str(error)) from error
    where = chosen["EVIDENCE_STORE"] or "the folder of EVIDENCE_DIR"
    return f"{where} keeps, gives back and removes."


def _scanner(address: str) -> str:
    if not address:
        return "not set (CLAMAV_SOCKET); certificates are not scanned."
    try:
        virus_scan.scan(b"trust-inclusion", address)
    except (Infected, NoAnswer) as error:
        raise Wrong("does not answer as ClamAV does; no certificate is taken meanwhile.") from error
    return "answers."


def _mail(chosen: Mapping[str, Any]) -> str:
    if not chosen["SMTP_HOST"]:
        return "not set (SMTP_HOST); reminders wait in the outbox."
    if not chosen["PUBLIC_URL"]:
        raise Wrong("PUBLIC_URL is not set, and the links in mail need it.")
    try:
        with Postman(server(chosen)) as postman:
            postman.reach()
    except Unreachable as error:
        raise Wrong(f"{mail_error(str(error))}.") from error
    return "the server takes us."


def _disk() -> str:
    home = config.home()
    there = next(folder for folder in (home, *home.parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    said = f"{free // (1024 * 1024):,} MB free."
    if free < LEAST_ROOM:
        raise Wrong(said)
    return said


def _next_cohort() -> str:
    start = settings.qualification_rules().next_cohort
    if start < today():
        raise Wrong(f"{words.long_date(start)} has passed: set the next one in the settings.")
    return f"{words.long_date(start)}."
