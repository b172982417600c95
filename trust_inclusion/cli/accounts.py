"""`create-account`: who may sign in, as what."""

import argparse
import getpass
import sys
from typing import Any

from trust_inclusion.cli.house import Stop, now, opened
from trust_inclusion.db import transaction
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.services import accounts
from trust_inclusion.services.accounts import GrantOf, NewAccount

_ROLES = [role.value for role in Role if role is not Role.OPERATOR]


def add_to(commands: Any) -> None:
    """Tell the parser of this command."""
    create = commands.add_parser("create-account", help="let somebody sign in")
    create.add_argument("email", metavar="EMAIL")
    create.add_argument("--name", required=True, metavar="NAME", help="as pages show it")
    create.add_argument("--role", required=True, choices=_ROLES)
    where = create.add_mutually_exclusive_group()
    where.add_argument("--trust-wide", action="store_true", help="at every academy")
    where.add_argument(
        "--urn", type=int, action="append", default=[], help="at this academy; may be repeated"
    )
    create.add_argument("--with-pay", action="store_true", help="a trust leader who may see pay")
    create.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    create.set_defaults(run=_create)


def _create(parsed: argparse.Namespace) -> None:
    with opened() as app:
        password = _password(parsed)
        if problem := accounts.password_problem(password, parsed.email):
            raise Stop(problem)
        grant = GrantOf(Role(parsed.role), parsed.trust_wide, parsed.urn, parsed.with_pay)
        hashed = app.extensions["hasher"].hash(password)
        new = NewAccount(parsed.email, parsed.name, hashed, [grant])
        with transaction():
            made = accounts.create(OPERATOR, new, now=now())
            email, linked = made.email, made.person_id is not None
    told = " and opens their own record" if linked else ""
    print(f"{email} may now sign in{told}.")


def _password(parsed: argparse.Namespace) -> str:
    if parsed.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Stop("There is no terminal to ask for a password: use --password-stdin.")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise Stop("The two passwords differ.")
    return first
