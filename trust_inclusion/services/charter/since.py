"""What changed across the trust since the last term ended: two days of the timeline at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import charter
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.charter import Change, Result, Turn
from trust_inclusion.domain.charter_letters import PLACES
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept, standing
from trust_inclusion.services.charter import heat, letters
from trust_inclusion.services.charter.heat import Filters
from trust_inclusion.services.places import within

_NOW = Standing.__table__.alias("now_standing")
_THEN = Standing.__table__.alias("then_standing")
_WHERE = (_NOW.c.academy_id, _NOW.c.hub_id)
_TOLD_NOW = func.coalesce(_NOW.c.conditions, letters.NOTHING_SAID)
_TOLD_THEN = func.coalesce(_THEN.c.conditions, letters.NOTHING_SAID)


@dataclass(frozen=True, slots=True)
class View:
    """The academies of which something counts otherwise, by name, and which way it went."""

    ids: Sequence[int]
    turns: dict[Turn, int]


@dataclass(frozen=True, slots=True)
class Row:
    """An academy with what changed of the conditions that the reader may see."""

    urn: int
    name: str
    changes: Sequence[Change]


def view(actor: Actor, filters: Filters, then: date, day: date, *, revision: int | None) -> View:
    """Which academies changed between two days: kept until `revision` rises (see kept.py).

    Only those in the trust on both. Of the filters the search, the phase and the hub count.
    """
    key = ("charter since", actor.holdings, actor.person_id, filters, then, day)
    return kept.until_changed(revision, key, lambda: _worked_out(actor, filters, then, day))


def _worked_out(actor: Actor, filters: Filters, then: date, day: date) -> View:
    rows = db.session.execute(
        _read(actor, then, day)
        .where(*heat.narrowed(actor, filters, _NOW.c), _differs(actor))
        .order_by(_NOW.c.sort_name, _NOW.c.academy_id)
    ).all()
    turns = Counter(change.turn for row in rows for change in _changes(row))
    return View([row.academy_id for row in rows], dict(turns))


def page(actor: Actor, ids: Sequence[int], then: date, day: date) -> list[Row]:
    """The rows of some academies, in the order of `ids`."""
    places_of = {academy_id: number for number, academy_id in enumerate(ids)}
    rows = db.session.execute(
        _read(actor, then, day).where(
            *heat.narrowed(actor, Filters(), _NOW.c), _NOW.c.academy_id.in_(list(ids))
        )
    ).all()
    in_order = sorted(rows, key=lambda row: places_of[row.academy_id])
    return [Row(row.urn, row.name, _changes(row)) for row in in_order]


def _read(actor: Actor, then: date, day: date) -> AnySelect:
    pay = within(letters.pays(actor), *_WHERE)
    return (
        select(
            _NOW.c.academy_id,
            _NOW.c.urn,
            _NOW.c.name,
            _TOLD_THEN.label("before"),
            _TOLD_NOW.label("now"),
            pay.label("pay"),
        )
        .join(_THEN, _THEN.c.academy_id == _NOW.c.academy_id)
        .where(heat.on_day(_NOW.c, day), heat.on_day(_THEN.c, then))
    )


def _differs(actor: Actor) -> ColumnElement[bool]:
    """Whether what counts differs in what the reader may see; whether people differ does not
    matter here."""
    before, now = func.lower(_TOLD_THEN), func.lower(_TOLD_NOW)
    reach = letters.pays(actor)
    if reach.everything:
        return before != now
    found = standing.beside_pay(before) != standing.beside_pay(now)
    if not reach.any_academy:
        return found
    return or_(found, and_(within(reach, *_WHERE), before != now))


def _changes(row: AnyRow) -> list[Change]:
    before, now = (_results(told, pay=row.pay) for told in (row.before, row.now))
    return charter.changed(before, now)


def _results(told: str, *, pay: Any) -> dict[str, Result]:
    shown = letters.masked(told, pay=bool(pay), differ=False)
    return {
        code: Result(code, reply, "")
        for code in PLACES
        if (reply := letters.reply_of(shown, code)) is not None
    }
