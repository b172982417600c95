"""One academy's hours over time, and the changes behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import places
from trust_inclusion.services.changes import finding, listing


@dataclass(frozen=True, slots=True)
class OverTime:
    """An academy's periods of standing, oldest first, and its changes, latest first.

    `changes` are those that the reader may see; `opens` says whether they may see the academy's
    own page.
    """

    academy: Academy
    timeline: Sequence[AnyRow]
    changes: Sequence[AnyRow]
    opens: bool


_S = Standing.__table__.c
_TIMELINE = (
    select(
        _S.valid_from, _S.valid_to, _S.allocated_minutes, _S.formula_minutes,
        _S.formula_high_minutes, _S.gap_minutes,
    )
    .where(_S.academy_id == bindparam("academy_id"))
    .order_by(_S.valid_from)
)  # fmt: skip


def at(actor: Actor, urn: int, today: date) -> OverTime:
    """Hours and changes of the academy with this URN.

    For who may see its changes, or the academy itself: they then see hours, and of the changes
    their own. Raises NotThere or Refused.
    """
    found = db.session.scalar(select(Academy).where(Academy.urn == min(urn, places.LARGEST_NUMBER)))
    if found is None:
        raise places.NotThere(f"No academy with URN {urn} is known to this trust.")
    place = places.of(found)
    opens = access.may(actor, Action.SEE_ACADEMY, place)
    if not opens and not access.may(actor, Action.SEE_CHANGES, place):
        raise Refused("You do not have access to this academy.")
    reach = access.reach(actor, Action.SEE_CHANGES)
    changes = db.session.execute(
        listing.rows_of(actor)
        .where(Change.academy_id == found.id, finding.visible(reach, today, actor))
        .order_by(Change.created_at.desc(), Change.id.desc())
    ).all()
    timeline = db.session.execute(_TIMELINE, {"academy_id": found.id}).all()
    return OverTime(found, timeline, changes, opens)
