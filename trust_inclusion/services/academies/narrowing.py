"""What the academies list is narrowed to: reach, day, words and filters, as conditions in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import digits

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, literal, or_

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.academies.columns import WHERE, column
from trust_inclusion.services.places import within

MOST_WORDS = 8

_S = Standing.__table__.c
DAY = bindparam("day", type_=Date())
YEAR = bindparam("year", type_=Date())
"""1 September of the school year of `DAY`."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None or "" is no narrowing."""

    words: str = ""
    phase: str = ""
    hub_id: int | None = None
    gap: str = ""
    qualification: str = ""
    post: str = ""
    """`vacant`, `acting` or `absent`."""
    not_reviewed: bool = False
    change: str = ""
    """`any`, `none` or the state of the open change of hours that has come furthest."""
    pay: str = ""
    """A pay point, such as U3; letters alone are every point that begins with them, as U is."""
    stage: str = ""
    """The code of a stage of the pathway in a school, or `none`."""
    unmet: str = ""
    """How many conditions are not met: `none`, or a least number such as 5."""

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        chosen = (
            self.phase, self.hub_id, self.gap, self.qualification, self.post, self.change,
            self.pay, self.stage, self.unmet,
        )  # fmt: skip
        return sum(1 for one in chosen if one) + int(self.not_reviewed)


def in_force() -> tuple[ColumnElement[bool], ...]:
    """The periods that hold on `DAY`."""
    return _S.valid_from <= DAY, _S.valid_to > DAY


def conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """The academies within reach that the filters leave on `DAY`. Raises Refused, as columns do."""
    reach = access.reach(actor, Action.SEE_ACADEMY)
    found = [*in_force()]
    if not reach.everything:
        found.append(within(reach, *WHERE))
    words = searchable(filters.words).split()[:MOST_WORDS]
    found.extend(_S.search_words.contains(word, autoescape=True) for word in words)
    if filters.phase:
        found.append(_S.phase == filters.phase)
    if filters.hub_id is not None:
        found.append(_S.hub_id == filters.hub_id)
    if filters.gap:
        found.append(_S.gap_status == filters.gap)
    if filters.qualification:
        found.append(column(actor, "qualification_status") == filters.qualification)
    if filters.post:
        found.append(_POST[filters.post])
    if filters.not_reviewed:
        last = column(actor, "last_reviewed_on")
        found.append(within(access.reach(actor, Action.SEE_REVIEWS), *WHERE))
        found.append(or_(last.is_(None), last < YEAR))
    found.extend(_of_columns(actor, filters))
    return found


def _of_columns(actor: Actor, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What a filter asks of columns that need a grant."""
    if filters.change:
        yield _of_change(actor, filters.change)
    if filters.pay:
        yield _of_pay(actor, filters.pay)
    if filters.stage:
        yield _of_stage(actor, filters.stage)
    if filters.unmet:
        unmet = column(actor, "conditions_not_met")
        yield unmet == 0 if filters.unmet == "none" else unmet >= int(filters.unmet)


def _of_pay(actor: Actor, wanted: str) -> ColumnElement[bool]:
    """Of several SENCOs one is enough: their points stand with "; " between them."""
    held = func.upper(literal("; ").concat(column(actor, "pay_point")).concat(";"))
    point = f"; {wanted.upper()}"
    asked = [f"{point};", *(f"{point}{digit}" for digit in digits if wanted.isalpha())]
    return or_(*(held.contains(one, autoescape=True) for one in asked))


def _of_stage(actor: Actor, wanted: str) -> ColumnElement[bool]:
    stage = column(actor, "school_stage")
    if wanted == "none":
        reach = within(access.reach(actor, Action.SEE_PATHWAY), *WHERE)
        return and_(stage.is_(None), _S.vacant.is_(False), reach)
    return stage == int(wanted)


def _of_change(actor: Actor, wanted: str) -> ColumnElement[bool]:
    state = column(actor, "open_change")
    if wanted == "any":
        return state.is_not(None)
    if wanted == "none":
        # Not where the reader cannot know of one.
        return and_(state.is_(None), within(access.reach(actor, Action.SEE_CHANGES), *WHERE))
    return state == wanted


_POST: dict[str, ColumnElement[bool]] = {
    "vacant": and_(_S.vacant, _S.duty),
    "acting": _S.acting.is_(True),
    "absent": _S.absent.is_(True),
}
