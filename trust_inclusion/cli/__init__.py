"""The command line: acts as the installation's operator, and is recorded as such.

Exit status 0 done, 1 refused with the reason, 2 wrong use.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from textwrap import fill

from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.cli import accounts, checking, files, mail, serving
from trust_inclusion.cli.house import Stop
from trust_inclusion.config import UnsafeSettings
from trust_inclusion.demo import NotEmpty
from trust_inclusion.domain.access import Refused
from trust_inclusion.services.accounts import NotCreated
from trust_inclusion.services.imports import CannotImport

_REFUSALS = (CannotImport, NotCreated, NotEmpty, Refused, Stop, UnsafeSettings, WrongFile)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that knows no pound sign
    parsed = _parser().parse_args(arguments)
    try:
        return parsed.run(parsed) or 0
    except _REFUSALS as error:
        return _refused(str(error))
    except SQLAlchemyError as error:
        return _refused(_of_database(error))
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        return _refused("For PostgreSQL, install one more package: psycopg[binary]")
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more may be written while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _refused("Stopped.")


def _refused(reason: str) -> int:
    for line in reason.splitlines():
        print(fill(line, 80, break_long_words=False, break_on_hyphens=False), file=sys.stderr)
    return 1


def _of_database(error: SQLAlchemyError) -> str:
    """A sentence for what the database said; never its address, which may hold a password."""
    if isinstance(error, ArgumentError):
        return "DATABASE_URL is not the address of a database."
    said = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
    if "locked" in said:
        return "The database is busy with somebody else's change. Try again in a moment."
    if "readonly" in said or "read-only" in said:
        return "The database cannot be written to: look at the rights of its file and folder."
    if "no such table" in said or "does not exist" in said:
        return "The database is not set up. Run: trust-inclusion init"
    return (
        "The database cannot be used. Is the server running, is DATABASE_URL right, and may this "
        "account open it?"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trust-inclusion",
        description="Who the SENCO is in each academy, and the time they are given.",
        epilog="Settings come from the environment; see docs/settings.md.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    serving.add_to(commands)
    files.add_to(commands)
    accounts.add_to(commands)
    mail.add_to(commands)
    checking.add_to(commands)
    return parser
