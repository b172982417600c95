"""The trust's thresholds for changes of hours: a director proposes others, a trust leader decides.

Until somebody else confirms them the old ones hold. What was frozen at a proposal or an approval
keeps the reasons found then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import TRUST, Action, Actor, Refused
from trust_inclusion.domain.change_rules import ChangeRules, RulesState
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import ChangeRulesRow
from trust_inclusion.services import audit, places, settings
from trust_inclusion.services.places import Changed, NotThere


@dataclass(frozen=True, slots=True)
class Proposed:
    """Thresholds that somebody proposed, and what became of them."""

    id: int
    rules: ChangeRules
    state: RulesState
    proposed_by: str | None
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    own: bool
    """Whether the reader proposed them."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds in force, those that wait for a trust leader, and everything so far.

    `version` rises with every proposal and every decision.
    """

    current: ChangeRules
    waiting: Proposed | None
    history: Sequence[Proposed]
    version: int


def thresholds(actor: Actor) -> Thresholds:
    """What holds and how it came about, the latest first. Raises Refused."""
    access.require(actor, Action.SEE_CHANGE_RULES, TRUST)
    proposer, decider = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(ChangeRulesRow, proposer.name, decider.name)
        .outerjoin(proposer, proposer.id == ChangeRulesRow.proposed_by_id)
        .outerjoin(decider, decider.id == ChangeRulesRow.decided_by_id)
        .order_by(ChangeRulesRow.id.desc())
    )
    history = [
        Proposed(
            id=row.id,
            rules=ChangeRules.from_json(row.rules),
            state=RulesState(row.state),
            proposed_by=proposed_by,
            proposed_at=row.proposed_at,
            decided_by=decided_by,
            decided_at=row.decided_at,
            own=row.proposed_by_id is not None and row.proposed_by_id == actor.account_id,
        )
        for row, proposed_by, decided_by in rows
    ]
    waiting = next((one for one in history if one.state is RulesState.WAITING), None)
    return Thresholds(settings.change_rules(), waiting, history, _version())


def propose(actor: Actor, rules: ChangeRules, *, version: int, now: datetime) -> RulesState | None:
    """Propose other thresholds, in place of any that still wait: WAITING.

    To propose what is in force only takes back what waits: REPLACED. None where nothing differs.
    Raises Refused, Changed when something was proposed or decided after `version` was shown,
    ValueError for rules that cannot be used (ask `rules.validate()` first).
    """
    access.require(actor, Action.PROPOSE_CHANGE_RULES, TRUST)
    if rules.validate():
        raise ValueError("These thresholds cannot be used.")
    waiting = _waiting()
    before = settings.change_rules()
    if rules == (ChangeRules.from_json(waiting.rules) if waiting else before):
        return None
    if _version() != version:
        raise Changed("Somebody proposed or decided on thresholds while you were typing.")
    if waiting is not None:
        waiting.state, waiting.decided_at = RulesState.REPLACED.value, now
        waiting.decided_by_id = actor.account_id
    if rules == before:
        _record(actor, "taken_back", waiting.id if waiting else None, before, before, now)
        return RulesState.REPLACED
    row = ChangeRulesRow(
        rules=rules.to_json(),
        proposed_by_id=actor.account_id,
        proposed_at=now,
        state=RulesState.WAITING.value,
    )
    db.session.add(row)
    places.flush()
    _record(actor, "proposed", row.id, before, rules, now)
    return RulesState.WAITING


def decide(actor: Actor, row_id: int, *, confirms: bool, now: datetime) -> None:
    """Put proposed thresholds in force, or refuse them; never who proposed them.

    Raises Refused, NotThere, or Changed when they were decided or replaced already.
    """
    access.require(actor, Action.CONFIRM_CHANGE_RULES, TRUST)
    row = db.session.get(ChangeRulesRow, row_id) if row_id <= places.LARGEST_NUMBER else None
    if row is None:
        raise NotThere("There are no such thresholds.")
    if row.state != RulesState.WAITING:
        raise Changed("Somebody decided on these thresholds first, or proposed others.")
    if row.proposed_by_id is not None and row.proposed_by_id == actor.account_id:
        raise Refused("You proposed them: another trust leader confirms them.")
    before = settings.change_rules()
    row.state = (RulesState.IN_FORCE if confirms else RulesState.REFUSED).value
    row.decided_by_id, row.decided_at = actor.account_id, now
    places.flush()
    done = "confirmed" if confirms else "refused"
    _record(actor, done, row.id, before, ChangeRules.from_json(row.rules), now)


def _record(
    actor: Actor,
    done: str,
    row_id: int | None,
    before: ChangeRules,
    after: ChangeRules,
    now: datetime,
) -> None:
    audit.record(
        actor, f"change_rules_{done}", "change_rules", row_id, now=now,
        before=before.to_json(), after=after.to_json(),
    )  # fmt: skip
    settings.raise_revision()


def _waiting() -> ChangeRulesRow | None:
    return db.session.scalar(
        select(ChangeRulesRow).where(ChangeRulesRow.state == RulesState.WAITING.value)
    )


def _version() -> int:
    """Proposals and decisions so far."""
    proposed, decided = db.session.execute(
        select(func.count(ChangeRulesRow.id), func.count(ChangeRulesRow.decided_at))
    ).one()
    return proposed + decided
