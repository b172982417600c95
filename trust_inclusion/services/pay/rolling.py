"""What a year's table does to each person paid by it: the same point, before and after.

Nobody moves up by a table, and where it lacks a point the salary stands; allowances are not part
of it. A table that has less than before at a point is told, for whoever brings it in to look at.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.pay import of_full_time
from trust_inclusion.domain.pay_tables import PayTable, Place, RollForward, roll_forward, year_days
from trust_inclusion.services import kept
from trust_inclusion.services.pay import people
from trust_inclusion.services.pay.people import PaidPost

NOT_RECORDED = RollForward(None, None, "The pay point is not recorded.")


@dataclass(frozen=True, slots=True)
class Rolled:
    """One appointment under a year's table. Money is pence a year, full-time unless `part` is said.

    None is not known: no point recorded, none in any table, or no part of full time recorded.
    """

    post: PaidPost
    moved: RollForward

    @property
    def before(self) -> int | None:
        """The salary before the year; None where no table had the point."""
        return self.moved.before.pence if self.moved.before else None

    @property
    def after(self) -> int | None:
        """The salary in the year."""
        return self.moved.after.pence if self.moved.after else None

    @property
    def rise(self) -> int | None:
        """What the year adds: 0 where its table lacks the point, less than 0 where it has less."""
        return self.moved.rise_pence if self.moved.before and self.moved.after else None

    @property
    def fraction(self) -> int | None:
        """Of full time, in ten-thousandths."""
        return self.post.paid.fraction

    @property
    def part_before(self) -> int | None:
        return self._part(self.before)

    @property
    def part_after(self) -> int | None:
        return self._part(self.after)

    @property
    def part_rise(self) -> int | None:
        """The difference of the two amounts paid, so that the three add up."""
        before, after = self.part_before, self.part_after
        return after - before if before is not None and after is not None else None

    @property
    def recorded(self) -> bool:
        """Whether a pay point is recorded at all."""
        return self.moved is not NOT_RECORDED

    def _part(self, pence: int | None) -> int | None:
        if pence is None or self.fraction is None:
            return None
        return of_full_time(pence, self.fraction)


@dataclass(frozen=True, slots=True)
class Totals:
    """All of them together: those with a salary before and after, and of these those whose part of
    full time is recorded. Pence a year."""

    posts: int
    rising: int
    falling: int
    unchanged: int
    unknown: int
    counted: int
    before: int
    after: int
    parts: int
    part_before: int
    part_after: int

    @property
    def rise(self) -> int:
        return self.after - self.before

    @property
    def part_rise(self) -> int:
        return self.part_after - self.part_before


@dataclass(frozen=True, slots=True)
class Whole:
    """Whose pay is rolled forward, by the ids of their appointments in order, and the sums."""

    ids: Sequence[int]
    totals: Totals


def whole(actor: Actor, table: PayTable, year: str, today: date, *, revision: int | None) -> Whole:
    """What is told of all of them, kept until `revision` rises (see kept.py): ids and sums, while
    the figures of a page are read for it. `table` is that of the revision. Raises Refused."""
    _require(actor)
    key = ("pay in a year", actor.holdings, actor.person_id, year, day_of(year, today))
    return kept.until_changed(revision, key, lambda: _whole(actor, table, year, today))


def _whole(actor: Actor, table: PayTable, year: str, today: date) -> Whole:
    found = rolled(actor, table, year, today)
    return Whole(array("q", [one.post.id for one in found]), totals(found))


def rolled(
    actor: Actor, table: PayTable, year: str, today: date, ids: Sequence[int] | None = None
) -> list[Rolled]:
    """Everybody in post whose pay the reader may see, by academy, under a year's table.

    In post today, or on the year's first day where that is to come, or on its last where it is
    over. Only the appointments of `ids` where given. One query. Raises Refused.
    """
    _require(actor)
    known: dict[Place, RollForward] = {}
    found: list[Rolled] = []
    for post in people.paid(actor, day_of(year, today), ids):
        at = post.paid.at
        if not (at.area and at.scale and at.point):
            found.append(Rolled(post, NOT_RECORDED))
            continue
        if at not in known:
            known[at] = roll_forward(table, at, year)
        found.append(Rolled(post, known[at]))
    return found


def _require(actor: Actor) -> None:
    if not access.may_anywhere(actor, Action.SEE_PAY):
        raise Refused("You do not have access to this page.")


def day_of(year: str, today: date) -> date:
    """The day on which a year is looked at: today within it, else its nearest day."""
    first, last = year_days(year)
    return min(max(today, first), last)


def totals(rows: Iterable[Rolled]) -> Totals:
    """The sums over all of them, and how many they are of."""
    everyone = list(rows)
    both = [one for one in everyone if one.rise is not None]
    parts = [one for one in both if one.fraction is not None]
    return Totals(
        posts=len(everyone),
        rising=sum((one.rise or 0) > 0 for one in both),
        falling=sum((one.rise or 0) < 0 for one in both),
        unchanged=sum(not one.rise for one in both),
        unknown=len(everyone) - len(both),
        counted=len(both),
        before=sum(one.before or 0 for one in both),
        after=sum(one.after or 0 for one in both),
        parts=len(parts),
        part_before=sum(one.part_before or 0 for one in parts),
        part_after=sum(one.part_after or 0 for one in parts),
    )
