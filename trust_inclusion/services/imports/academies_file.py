"""Reading a GIAS file for one trust: its rows, and what became of academies of ours outside it."""

import re
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from trust_inclusion.adapters import gias
from trust_inclusion.adapters.gias import AcademyFile, AcademyRow, Link, Trust
from trust_inclusion.adapters.tables import CellProblem, Source, Table, WrongFile
from trust_inclusion.db import db
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.models.academies import Academy
from trust_inclusion.services import settings
from trust_inclusion.services.imports.preview import CannotImport

CLOSED = "2"
PROPOSED = "4"
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_LONGEST = {"EstablishmentName": 200, "LA (name)": 80, "LA (code)": 3}


@dataclass(slots=True)
class File:
    """What was read: the trust's rows and what became of academies of ours outside it."""

    uid: str
    day: date
    trust_name: str = ""
    in_trust: dict[int, AcademyRow] = field(default_factory=dict[int, AcademyRow])
    elsewhere: dict[int, AcademyRow] = field(default_factory=dict[int, AcademyRow])
    in_error: set[int] = field(default_factory=set[int])
    problems: list[CellProblem] = field(default_factory=list[CellProblem])
    predecessors: dict[int, dict[int, str]] = field(default_factory=dict[int, dict[int, str]])


def read(
    actor: Actor,
    source: Source,
    *,
    file_name: str,
    trust_uid: str | None,
    links: Source | None,
    today: date,
) -> File:
    """The rows of one trust, and of academies of ours wherever they are now.

    `trust_uid` may be None once it was chosen. Raises WrongFile or CannotImport.
    """
    access.require(actor, Action.IMPORT_ACADEMIES, access.TRUST)
    opened = AcademyFile(source)
    file = File(_chosen(opened, trust_uid), _day_of(file_name, today))
    ours = set(db.session.scalars(select(Academy.urn)))
    for row in opened.rows(file.uid, ours):
        if isinstance(row, CellProblem):
            file.problems.append(row)
        else:
            _keep(file, row)
    file.in_error = urns_in_error(source, file.problems)
    if not file.in_trust:
        # A file without the trust is refused here: it would make leavers of all its academies.
        file.trust_name = gias.trust_choice(opened.trusts(), file.uid).name
    if links is not None:
        file.predecessors = predecessors(links, ours | set(file.in_trust))
    return file


def predecessors(links: Source, urns: set[int]) -> dict[int, dict[int, str]]:
    """By URN, the schools each grew out of or took in; not those it was only split from."""
    found, _ = gias.read_predecessors(links, urns)
    return {urn: named for urn, rows in found.items() if (named := _named(rows))}


def _named(rows: tuple[Link, ...]) -> dict[int, str]:
    """A school that was split is left out: its figures are not those of one of its parts."""
    whole = [row for row in rows if "split" not in row.kind.casefold()]
    return {row.predecessor_urn: row.predecessor_name[:200] for row in whole}


def _chosen(opened: AcademyFile, chosen: str | None) -> str:
    """The UID of the trust to take from the file: chosen now, or remembered from before."""
    remembered = settings.current()
    uid = (chosen or "").strip().lstrip("0") or remembered.trust_uid
    if remembered.trust_uid and uid != remembered.trust_uid:
        raise CannotImport(
            f"This installation is for trust {remembered.trust_uid}, {remembered.trust_name}. "
            f"One installation serves one trust, so the academies of {uid} cannot be taken into it."
        )
    if uid:
        return uid
    trusts = opened.trusts()
    largest = "\n".join(_line(trust) for trust in trusts[:10])
    if not largest:
        raise WrongFile("There is no academy trust in this file. Choose another.")
    raise CannotImport(
        "Say which trust is yours by its UID (--trust).\nThe largest of the "
        f"{words.count(len(trusts), 'trust')} in this file:\n{largest}"
    )


def _line(trust: Trust) -> str:
    many = words.count(trust.academies, "academy", "academies")
    return f"  {trust.uid:>6}  {many:<14}  {trust.name}"


def _day_of(file_name: str, today: date) -> date:
    """The date in a GIAS file's name, else today."""
    found = _DAY_IN_NAME.search(file_name)
    try:
        day = parse_date("-".join(found.groups())) if found else today
    except ValueError:
        return today
    return min(day, today)


def _keep(file: File, row: AcademyRow) -> None:
    cells = {"EstablishmentName": row.name, "LA (name)": row.la_name, "LA (code)": row.la_code}
    for column, text in cells.items():
        if len(text) > _LONGEST[column]:
            message = f"This is longer than {_LONGEST[column]} characters."
            file.problems.append(CellProblem(row.line, column, message))
            return
    if row.trust_uid != file.uid or row.status_code == CLOSED:
        file.elsewhere.setdefault(row.urn, row)
    elif (earlier := file.in_trust.get(row.urn)) is None:
        file.in_trust[row.urn] = row
        file.trust_name = file.trust_name or row.trust_name
    elif _told(earlier, row):
        message = f"Line {earlier.line} has other facts about {row.urn}."
        file.problems.append(CellProblem(row.line, "URN", message))


def _told(one: AcademyRow, other: AcademyRow) -> bool:
    """Whether two rows of one school differ in what we keep."""
    return (one.name, one.type_code, one.phase_code, one.joined_on) != (
        other.name,
        other.type_code,
        other.phase_code,
        other.joined_on,
    )


def urns_in_error(source: Source, problems: list[CellProblem]) -> set[int]:
    """Whose rows have bad cells: such an academy is left as it is, whatever else holds."""
    lines = {problem.line for problem in problems}
    if not lines:
        return set()
    urns = (row.cells["URN"] for row in Table(source).rows(["URN"]) if row.line in lines)
    return {int(urn) for urn in urns if urn.isascii() and urn.isdigit()}
