"""The timelines themselves: worked out, and written in the place of the stored ones."""

from collections.abc import Iterable, Iterator
from dataclasses import fields

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import selectinload

from trust_inclusion.db import db
from trust_inclusion.domain import standing as rules_of_standing
from trust_inclusion.domain.academies import phase_group
from trust_inclusion.domain.changes import State
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.standing import Answer, Rules
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import clocks, settings
from trust_inclusion.services.clocks import Timelines
from trust_inclusion.services.standing import facts

BATCH = 200
_FURTHEST = (
    State.AWAITING_TRUST.value, State.ENDORSED.value, State.PROPOSED.value, State.RETURNED.value,
)  # fmt: skip
_ANSWERS = tuple(field.name for field in fields(Answer))


def rebuild(academy_ids: Iterable[int]) -> None:
    """Write the timelines of these academies anew, in the caller's transaction.

    And of every other academy at which their people hold or held a post: one person's service at
    one academy counts at the next.
    """
    db.session.flush()
    settings.raise_revision()
    rules = settings.rules()
    wanted = sorted(clocks.with_the_same_people(academy_ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        timelines = clocks.timelines(batch)
        clocks.write(batch, timelines)
        db.session.execute(delete(Standing).where(Standing.academy_id.in_(batch)))
        rows = list(_worked_out(batch, rules, timelines))
        if rows:
            # With its nulls every row has the same columns, so one statement serves the batch.
            write = insert(Standing).execution_options(render_nulls=True)
            db.session.execute(write, rows)


def show_open_changes(academy_ids: Iterable[int]) -> None:
    """Bring along how far the open changes of these academies have come, where nothing else did."""
    db.session.flush()
    settings.raise_revision()
    wanted = sorted(set(academy_ids))
    open_changes = _open_changes(wanted)
    for academy_id in wanted:
        db.session.execute(
            update(Standing)
            .where(Standing.academy_id == academy_id)
            .values(open_change=open_changes.get(academy_id)),
            execution_options={"synchronize_session": False},
        )


def rebuild_all() -> None:
    """Write every academy's timeline anew: after a change of settings or policy."""
    rebuild(db.session.scalars(select(Academy.id)).all())


def worked_out(academy_ids: Iterable[int], rules: Rules) -> Iterator[dict[str, object]]:
    """The rows that should be stored for these academies, worked out from the facts."""
    wanted = list(academy_ids)
    yield from _worked_out(wanted, rules, clocks.timelines(wanted))


def _worked_out(
    wanted: list[int], rules: Rules, timelines: Timelines
) -> Iterator[dict[str, object]]:
    known = facts.whole(wanted, timelines)
    open_changes = _open_changes(wanted)
    academies = db.session.scalars(
        select(Academy).where(Academy.id.in_(wanted)).options(selectinload(Academy.hub))
    )
    for academy in academies:
        shared = {**_described(academy), "open_change": open_changes.get(academy.id)}
        for period in rules_of_standing.periods(known[academy.id], rules):
            answer = {name: getattr(period.answer, name) for name in _ANSWERS}
            words = f"{shared['sort_name']} {academy.urn} {searchable(period.answer.sencos)}"
            yield {
                **shared,
                **answer,
                "valid_from": period.valid_from,
                "valid_to": period.valid_to,
                "search_words": words,
            }


def _open_changes(academy_ids: list[int]) -> dict[int, str]:
    """How far the open change of each academy has come; of several the furthest."""
    rows = db.session.execute(
        select(Change.academy_id, Change.state).where(
            Change.academy_id.in_(academy_ids), Change.state.in_(_FURTHEST)
        )
    ).all()
    furthest = sorted(rows, key=lambda row: _FURTHEST.index(row.state), reverse=True)
    return {row.academy_id: row.state for row in furthest}


def _described(academy: Academy) -> dict[str, object]:
    return {
        "academy_id": academy.id,
        "urn": academy.urn,
        "name": academy.name,
        "sort_name": searchable(academy.name),
        "phase": phase_group(academy.phase, academy.type_code),
        "type_code": academy.type_code,
        "hub_id": academy.hub_id,
        "hub_name": academy.hub.name if academy.hub else None,
    }
