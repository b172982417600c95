"""Get Information about Schools: establishments, group links, and predecessors.

Both layouts of the DfE's own files are read by column name. A trust is found by its UID: in the
establishments under `Trusts (code)` where the flag says multi- or single-academy trust, in the
group links under `Linked UID` where the group type does (the same academy also has a row for its
sponsor, which is passed over).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.adapters.tables import CellProblem, Row, Source, Table, WrongFile, shortened
from trust_inclusion.domain import academies
from trust_inclusion.domain.calendar import parse_date

_TRUST_FLAGS = {"3", "5"}
_TRUST_GROUPS = {"multi-academy trust", "single-academy trust"}
_EXPECTED = (
    "a GIAS file of establishments (edubasealldata…csv) or of group links "
    "(grouplinks_edubaseallacademiesandfree…csv)"
)
_EXPECTED_LINKS = "a GIAS file of links (links_edubasealldata…csv)"
_COMMON = (
    "URN",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "PhaseOfEducation (code)",
    "LA (code)",
)
_ALSO = (
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentStatus (code)",
    "OpenDate",
    "CloseDate",
    "Joined date",
    "Trusts (name)",
    "Group Name",
)


class Layout(StrEnum):
    """Which of the two files it is."""

    ESTABLISHMENTS = "establishments"
    GROUP_LINKS = "group_links"


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust named in the file, with how many schools there are under it."""

    uid: str
    name: str
    academies: int


@dataclass(frozen=True, slots=True)
class AcademyRow:
    """One school of the file; codes as in domain/academies.py.

    `trust_uid` None: in no academy trust. Group links tell `joined_on`, but neither the status
    nor the school's own dates; the establishments file is the other way round.
    """

    urn: int
    name: str
    type_code: str
    phase_code: str
    status_code: str | None
    trust_uid: str | None
    trust_name: str
    la_code: str
    la_name: str
    establishment_number: str
    open_date: date | None
    close_date: date | None
    joined_on: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """`urn` grew out of `predecessor_urn`, or took it in, or was split from it: see `kind`."""

    urn: int
    predecessor_urn: int
    predecessor_name: str
    kind: str
    established_on: date | None


class AcademyFile:
    """Schools and their trusts from either layout, streamed; it can be read many times."""

    def __init__(self, source: Source) -> None:
        """Raises WrongFile when `source` is neither of the two files."""
        self._table = Table(source)
        if self._table.has("Linked UID", "Group Type"):
            self.layout = Layout.GROUP_LINKS
            trust = ("Linked UID", "Group Type")
        else:
            self.layout = Layout.ESTABLISHMENTS
            trust = ("Trusts (code)", "TrustSchoolFlag (code)")
        self._required = (*_COMMON, *trust)
        self._rows()

    def trusts(self) -> tuple[Trust, ...]:
        """Every trust in the file, largest first, for choosing one by its UID."""
        counts: Counter[str] = Counter()
        names: dict[str, str] = {}
        for row in self._rows():
            uid, name = self._trust_of(row)
            if uid is not None:
                counts[uid] += 1
                names[uid] = name
        return tuple(
            Trust(uid, names[uid], count)
            for uid, count in sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
        )

    def rows(
        self, trust_uid: str | None = None, also_urns: Collection[int] = frozenset()
    ) -> Iterator[AcademyRow | CellProblem]:
        """All schools, or those of one trust and, wherever they are now, those in `also_urns`.

        A row with bad cells gives a problem for each of them and no row. The file's columns were
        checked on opening, but a broken line still raises WrongFile while reading.
        """
        wanted = None if trust_uid is None else _uid(trust_uid)
        also = {str(urn) for urn in also_urns}
        for row in self._rows():
            uid, name = self._trust_of(row)
            if wanted is not None and uid != wanted and row.cells["URN"].lstrip("0") not in also:
                continue
            if self.layout is Layout.GROUP_LINKS and uid is None:
                continue  # its sponsor's row, or that of another kind of group
            yield from _academy(row, uid, name, self.layout)

    def _rows(self) -> Iterator[Row]:
        return self._table.rows(self._required, _ALSO, _EXPECTED)

    def _trust_of(self, row: Row) -> tuple[str | None, str]:
        cells = row.cells
        if self.layout is Layout.GROUP_LINKS:
            in_trust = cells["Group Type"].casefold() in _TRUST_GROUPS
            code, name = cells["Linked UID"], cells["Group Name"]
        else:
            in_trust = cells["TrustSchoolFlag (code)"].lstrip("0") in _TRUST_FLAGS
            code, name = cells["Trusts (code)"], cells["Trusts (name)"]
        return (_uid(code), name) if in_trust and code else (None, "")


def read_predecessors(
    source: Source, urns: Collection[int] | None = None
) -> tuple[dict[int, tuple[Link, ...]], tuple[CellProblem, ...]]:
    """From the links file: the predecessors of each school, of `urns` or of all, and bad cells.

    A link of any predecessor kind counts; its `kind` tells a plain one from a merger or a split.
    """
    found: dict[int, list[Link]] = {}
    problems: list[CellProblem] = []
    wanted = None if urns is None else {str(urn) for urn in urns}
    required = ("URN", "LinkURN", "LinkType")
    for row in Table(source).rows(required, ("LinkName", "LinkEstablishedDate"), _EXPECTED_LINKS):
        cells = row.cells
        if not cells["LinkType"].casefold().startswith("predecessor"):
            continue
        if wanted is not None and cells["URN"].lstrip("0") not in wanted:
            continue
        reading = _Reading(row)
        urn, other = reading.urn("URN"), reading.urn("LinkURN")
        on = reading.day("LinkEstablishedDate")
        problems.extend(reading.problems)
        if not reading.problems:
            link = Link(urn, other, cells["LinkName"], cells["LinkType"], on)
            found.setdefault(urn, []).append(link)
    return {urn: tuple(links) for urn, links in found.items()}, tuple(problems)


def trust_choice(trusts: Collection[Trust], uid: str) -> Trust:
    """The trust with this UID. WrongFile, naming the largest in the file, when there is none."""
    for trust in trusts:
        if trust.uid == _uid(uid):
            return trust
    if not trusts:
        raise WrongFile("There is no academy trust in this file. Choose another.")
    largest = sorted(trusts, key=lambda trust: -trust.academies)[:5]
    named = ", ".join(f"{trust.uid} {trust.name} ({trust.academies})" for trust in largest)
    raise WrongFile(
        f"There is no trust with UID {shortened(uid)} in this file of {len(trusts)} trusts. "
        f"The largest are {named}."
    )


def _academy(
    row: Row, uid: str | None, trust_name: str, layout: Layout
) -> Iterator[AcademyRow | CellProblem]:
    reading = _Reading(row)
    cells = row.cells
    academy = AcademyRow(
        urn=reading.urn("URN"),
        name=reading.filled("EstablishmentName"),
        type_code=reading.code("TypeOfEstablishment (code)", _type_code),
        phase_code=reading.code("PhaseOfEducation (code)", academies.phase_code),
        status_code=(
            reading.code("EstablishmentStatus (code)", academies.status_code)
            if layout is Layout.ESTABLISHMENTS
            else None
        ),
        trust_uid=uid,
        trust_name=trust_name,
        la_code=cells["LA (code)"],
        la_name=cells["LA (name)"],
        establishment_number=cells["EstablishmentNumber"],
        open_date=reading.day("OpenDate"),
        close_date=reading.day("CloseDate"),
        joined_on=reading.day("Joined date"),
        line=row.line,
    )
    if reading.problems:
        yield from reading.problems
    else:
        yield academy


class _Reading:
    """One row being read: values come out, and what is wrong with its cells gathers."""

    def __init__(self, row: Row) -> None:
        self._line = row.line
        self._cells: Mapping[str, str] = row.cells
        self.problems: list[CellProblem] = []

    def urn(self, column: str) -> int:
        text = self._cells[column]
        if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0:
            return int(text)
        self._problem(column, f"{shortened(text)} is not a URN, which is a number like 139975.")
        return 0

    def filled(self, column: str) -> str:
        if not (text := self._cells[column]):
            self._problem(column, "This is blank and is needed.")
        return text

    def code(self, column: str, read: Callable[[str], str]) -> str:
        try:
            return read(self._cells[column])
        except ValueError as error:
            self._problem(column, str(error))
            return ""

    def day(self, column: str) -> date | None:
        if not (text := self._cells[column]):
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            self._problem(column, str(error))
            return None

    def _problem(self, column: str, message: str) -> None:
        self.problems.append(CellProblem(self._line, column, message))


def _type_code(text: str) -> str:
    return academies.establishment_type(text).code


def _uid(text: str) -> str:
    return text.strip().lstrip("0")
