"""The list of deadlines: every running clock by urgency, on any day, and as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from markupsafe import Markup

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import deadline_words, words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.clocks import GROUPS, NO_SENCO, Group
from trust_inclusion.domain.qualification import Eligibility
from trust_inclusion.domain.qualification_words import ELIGIBILITY_TAGS
from trust_inclusion.services import deadlines, exports, hubs
from trust_inclusion.services.deadlines import PAGE_LENGTH, Filters, View
from trust_inclusion.web import asking
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import (
    arguments_before,
    download,
    page,
    shown_at,
    wants_fragment,
)
from trust_inclusion.web.layout import today
from trust_inclusion.web.rows import STATUS_TAGS, tag

bp = Blueprint("deadlines", __name__, url_prefix="/deadlines")

PATH = "/deadlines/"
ALL = ("", "All")
GROUP_CHOICES = (ALL, *((group.value, said) for group, said in GROUPS.items()))
MONTHS_DRAWN = 36
MONTH_WIDTH = 19
"""Of the drawing, in its own units."""
VACANT = tag(words.Tag("No SENCO", "red"))
REVIEW_DUE = tag(words.Tag("Review due", "orange", " of the ruling"))
NOT_ELIGIBLE = tag(ELIGIBILITY_TAGS[Eligibility.INELIGIBLE])


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    filters: Filters
    number: int
    day: date
    as_at: bool

    def query(self, **other: str | int | None) -> str:
        """The address of this view with something changed; page 1 unless given."""
        values: dict[str, str | int | None] = {
            "q": self.filters.words,
            "group": self.filters.group,
            "hub": self.filters.hub_id,
            "as_at": self.day.isoformat() if self.as_at else "",
            **other,
        }
        chosen = {name: value for name, value in values.items() if value not in ("", None)}
        return f"?{urlencode(chosen)}" if chosen else PATH

    @property
    def file_query(self) -> str:
        """The same for the address of a file."""
        return self.query().removeprefix(PATH)


def _asked(args: Mapping[str, str], day: date) -> Asked:
    """Read the address; what means nothing narrows nothing."""
    group, hub, number = args.get("group", ""), args.get("hub", ""), args.get("page", "")
    as_at = asking.day(args.get("as_at", ""))
    filters = Filters(
        words=asking.searched(args.get("q", "")),
        group=group if group in set(Group) else "",
        hub_id=asking.whole(hub),
    )
    other_day = as_at is not None and as_at != day
    return Asked(filters, asking.page_number(number), as_at or day, other_day)


@bp.get("/")
@allow(Action.SEE_DEADLINES)
def index() -> Response:
    """The list: search, filters, page and day are all in the address."""
    asked = _asked(request.args.to_dict(), today())
    revision = trust_settings().revision
    view = deadlines.view(actor(), asked.filters, asked.day, revision=revision)
    last_page = max(-(-len(view.keys) // PAGE_LENGTH), 1)
    number = min(asked.number, last_page)
    first = (number - 1) * PAGE_LENGTH
    rows = deadlines.page(actor(), view.keys[first : first + PAGE_LENGTH], asked.day)
    coming = deadlines.to_come(actor(), asked.filters, asked.day)
    fragment = wants_fragment()
    drawn = page(
        "deadlines/index.html",
        part="deadlines/_list.html",
        asked=asked,
        fragment=fragment,
        rows=[in_words(row, asked.day, coming) for row in rows],
        coming=[(row, STATUS_TAGS[row.status], _eligible(row)) for row in coming],
        expected=deadlines.expected(actor(), asked.filters, asked.day),
        answer=deadline_words.answer(view.groups, asked.day),
        total=len(view.keys),
        groups=[(g.value, said, view.groups.get(g.value, 0)) for g, said in GROUPS.items()],
        drawing=_drawing(view, asked.day),
        number=number,
        last_page=last_page,
        first=first,
        hubs=() if fragment else (ALL, *hubs.of_reader(actor())),
        group_choices=GROUP_CHOICES,
    )
    typed_before = arguments_before().get("q", "")
    address = PATH + asked.query(page=number if number > 1 else "").removeprefix(PATH)
    return shown_at(drawn, address, in_place=bool(asked.filters.words and typed_before))


@bp.get("/deadlines.<extension>")
@allow(Action.SEE_DEADLINES)
def export(extension: str) -> Response:
    """Every row of the present filters."""
    asked = _asked(request.args.to_dict(), today())
    table = exports.deadlines(actor(), asked.filters, asked.day)
    return download(table, f"deadlines-{asked.day.isoformat()}", extension)


def in_words(row: AnyRow, day: date, coming: Sequence[AnyRow]) -> dict[str, Any]:
    """A row as the list draws it; beside a vacancy whoever has still to begin there."""
    standing_in = words.BASES[row.basis] if row.basis not in (None, "permanent") else ""
    return {
        "row": row,
        "tag": VACANT if row.status == NO_SENCO else STATUS_TAGS[row.status],
        "second_tag": _eligible(row) or (REVIEW_DUE if row.review_due else ""),
        "beside": ", ".join(one for one in (standing_in, "Absent" if row.absent else "") if one),
        "days": words.in_days(row.deadline, day) if row.deadline else "",
        "starts": [
            deadline_words.starts(one.person, one.role_started_on)
            for one in coming
            if row.status == NO_SENCO and one.academy_id == row.academy_id
        ],
    }


def _eligible(row: AnyRow) -> Markup | str:
    """The tag of somebody who may not be the SENCO."""
    return NOT_ELIGIBLE if row.eligibility == Eligibility.INELIGIBLE else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the drawing with how many deadlines and outcomes lie in it; `x` its left edge."""

    x: int
    label: str
    deadlines: int
    outcomes: int


def _drawing(view: View, day: date) -> list[Month]:
    """The coming 36 months; nothing when nothing lies in them."""
    found: list[Month] = []
    for number in range(MONTHS_DRAWN + 1):
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        first = date(year, month + 1, 1) if year <= date.max.year else date.max
        counts = view.deadlines.get(first, 0), view.outcomes.get(first, 0)
        label = words.month(first) if first.month == 9 else ""
        found.append(Month(40 + number * MONTH_WIDTH, label, *counts))
    return found if any(one.deadlines or one.outcomes for one in found) else []
