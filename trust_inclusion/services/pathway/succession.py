"""Who could step up as SENCO, academy by academy, and where nobody could.

Who works at an academy counts there. Who said that another academy is welcome counts at those of
their own hub, for readers who may know that they said so.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Reach
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.succession import Succession, succession
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept
from trust_inclusion.services.pathway import candidates
from trust_inclusion.services.pathway.candidates import Pool
from trust_inclusion.services.pathway.finding import BY_CHOICE, SEES_ASPIRATIONS
from trust_inclusion.services.pathway.narrowing import MOST_WORDS, Filters

PAGE_LENGTH = 25
THIN = "thin"
_S = Standing.__table__.c


@dataclass(frozen=True, slots=True)
class Bench:
    """The academies to show, by name; of `every` one that the filters leave `thin` are thin."""

    ids: Sequence[int]
    thin: int
    every: int


@dataclass(frozen=True, slots=True)
class Row:
    """An academy with who could step up there."""

    urn: int
    name: str
    sencos: str
    found: Succession


@dataclass(frozen=True, slots=True)
class _Academy:
    id: int
    hub_id: int | None
    phase: str
    sort_name: str
    thin: bool


def bench(
    actor: Actor, filters: Filters, day: date, *, revision: int | None, only: str = ""
) -> Bench:
    """The reader's academies on `day`, with those that are thin counted; `only` THIN: these alone.

    What hangs on the whole trust is worked out once until `revision` rises.
    """
    movers, reach = movers_known(actor), access.reach(actor, Action.SEE_PATHWAY)
    key = ("pathway bench of", movers, reach, filters, only, day)
    return kept.until_changed(
        revision, key, lambda: _bench(movers, reach, filters, only, day, revision)
    )


def _bench(
    movers: Reach, reach: Reach, filters: Filters, only: str, day: date, revision: int | None
) -> Bench:
    every = kept.until_changed(
        revision, ("pathway bench", movers, day), lambda: _every(movers, day)
    )
    words = searchable(filters.words).split()[:MOST_WORDS]
    here = [
        one
        for one in every
        if reach.covers(Place(one.id, one.hub_id))
        and (filters.hub_id is None or one.hub_id == filters.hub_id)
        and (not filters.phase or one.phase == filters.phase)
        and all(word in one.sort_name for word in words)
    ]
    shown = array("q", [one.id for one in here if one.thin or only != THIN])
    return Bench(shown, sum(one.thin for one in here), len(here))


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Row]:
    """Who could step up at at most PAGE_LENGTH academies, in the order of `ids`."""
    if not ids:
        return []
    here = (_S.academy_id.in_(ids), _S.valid_from <= day, _S.valid_to > day)
    columns = (_S.academy_id, _S.urn, _S.name, _S.sencos, _S.hub_id)
    rows = {row.academy_id: row for row in db.session.execute(select(*columns).where(*here))}
    hubs = {row.hub_id for row in rows.values() if row.hub_id is not None}
    pool = candidates.pool(movers_known(actor), day, academies=ids, hubs=hubs)
    return [
        Row(rows[one].urn, rows[one].name, rows[one].sencos,
            succession(pool.candidate(who, one, actor) for who in pool.near(one, rows[one].hub_id)))
        for one in ids
        if one in rows
    ]  # fmt: skip


def movers_known(actor: Actor) -> Reach:
    """The academies of whose people the reader may know that they would move."""
    found = access.NOWHERE
    for role in SEES_ASPIRATIONS:
        if role is not BY_CHOICE:
            found = found | access.reach_as(actor, role, Action.SEE_ASPIRATION)
    return found


def _every(movers: Reach, day: date) -> tuple[_Academy, ...]:
    """Every academy with a SENCO or the duty to have one, and whether it is thin."""
    academies = db.session.execute(
        select(_S.academy_id, _S.hub_id, _S.phase, _S.sort_name)
        .where(_S.valid_from <= day, _S.valid_to > day, or_(_S.duty, _S.sencos != ""))
        .order_by(_S.sort_name, _S.academy_id)
    ).all()
    pool = candidates.pool(movers, day)
    able = {one for one in pool.posts if _could(pool, one)}
    return tuple(
        _Academy(row.academy_id, row.hub_id, row.phase, row.sort_name,
                 _is_thin(pool, able, row.academy_id, row.hub_id))
        for row in academies
    )  # fmt: skip


def _could(pool: Pool, person_id: int) -> bool:
    """Whether a person could step up where they are not the SENCO already."""
    return bool(succession([pool.candidate(person_id, None)]).could)


def _is_thin(pool: Pool, able: set[int], academy_id: int, hub_id: int | None) -> bool:
    """Whether none of those who could step up is near and not the SENCO already."""
    near = (one for one in pool.near(academy_id, hub_id) if one in able)
    return all(pool.is_senco(one, academy_id) for one in near)
