"""One change as one reader may see it: what was frozen, what holds today, the steps they may take.

Columns of pay are selected by themselves and only for who may see them; anywhere else, asking for
them fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, contains_eager, defer

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, changes
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import OPEN, Case, Kind, Refusal, State, Step, Taker
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change, ChangeComment, ChangeStep
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services import places
from trust_inclusion.services.changes import finding, freezing, steps
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.freezing import Preview, Wanted

OF_PAY = (
    Change.annual_value_pence,
    Change.frozen_pay,
    Change.frozen_pay_at_approval,
    Change.cost_note,
)
WITHOUT_PAY = tuple(defer(column, raiseload=True) for column in OF_PAY)
"""Loads changes without what speaks of pay; asking such a change for it raises."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What a change costs, for who may see it; None where nothing was worked out."""

    at_proposal: Value | None
    at_approval: Value | None
    today: Value | None
    cost_note: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the story; `comment` is None where nothing was said or it was removed."""

    at: datetime
    by: str | None
    by_id: int | None
    on_behalf_of: str | None
    step: str
    capacity: str | None
    state: str
    comment: str | None
    removed: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """A change decided together with this one; `opens` where the reader may read it."""

    change: Change
    person: str | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A change and what one reader may know of it and do."""

    change: Change
    person: str | None
    holders: tuple[str, ...]
    """Who holds the post today."""
    case: Case
    at_proposal: Figures | None
    at_approval: Figures | None
    today: Figures | None
    pay: Pay | None
    """None where the reader may not see pay."""
    story: list[Told]
    linked: list[Linked]
    attachment: AnyRow | None
    may: tuple[Step, ...]
    refused: tuple[tuple[Step, str], ...]
    """Steps that the reader's role might take, and why they cannot be taken now."""
    second: tuple[Second, ...]
    """Why a trust leader must confirm it, as it stands; `second_hidden`: for what the reader may
    not know too."""
    second_hidden: bool
    proposer_gone: bool
    course: tuple[tuple[date, int], ...] = ()
    """While it is open: the post's minutes a week with it, from each day on which they turn."""


def show(actor: Actor, change_id: int, today: date) -> Shown:
    """Everything of a change that this reader may see. Raises NotThere."""
    rows = _rows(actor, change_id, today)
    change, person = rows[0].Change, rows[0].person
    board = Board([row.Change for row in rows], today)
    case, taker = board.case(change), board.taker(actor, change)
    sees_pay = finding.may_see_pay(actor, change, change.academy.hub_id)
    # Whoever is about to approve must know that a second approval follows, if not always why.
    with_value = sees_pay or Step.APPROVE in changes.steps_for(case, taker)
    previews = _today(board, change, today, with_value=with_value)
    now = previews.get(change.id)
    if now and change.state in OPEN and not change.reduction:
        case = replace(case, became_reduction=now.move.is_reduction)
    may = tuple(step for step in changes.steps_for(case, taker) if step not in _BEGINNINGS)
    pay = _pay(change, now) if sees_pay else None
    second, hidden = _second(actor, rows, previews, pay)
    return Shown(
        change=change,
        person=person,
        holders=_names(board.holders(change.post_id)),
        case=case,
        at_proposal=Figures.from_json(change.frozen) if change.frozen else None,
        at_approval=(
            Figures.from_json(change.frozen_at_approval) if change.frozen_at_approval else None
        ),
        today=now.figures if now else None,
        pay=pay,
        story=_story(change_id),
        linked=[Linked(row.Change, row.person, bool(row.visible)) for row in rows[1:]],
        attachment=_attachment(change),
        may=may,
        refused=tuple(_refused(case, taker)),
        second=second,
        second_hidden=hidden,
        proposer_gone=change.state in OPEN and not board.proposer_still_there(change),
        course=now.course if now and change.state in OPEN else (),
    )


_BEGINNINGS = (Step.PROPOSE, Step.GRANT)


def _rows(actor: Actor, change_id: int, today: date) -> Sequence[AnyRow]:
    """The change first, then those decided together with it."""
    if change_id > places.LARGEST_NUMBER:
        raise places.NotThere(finding.NO_CHANGE)
    reach = access.reach(actor, Action.SEE_CHANGES)
    bundle = select(Change.bundle_id).where(Change.id == change_id).scalar_subquery()
    rows = db.session.execute(
        select(
            Change,
            Person.name.label("person"),
            finding.visible(reach, today, actor).label("visible"),
        )
        .join(Change.academy)
        .join(Change.post)
        .outerjoin(Person, Person.id == Change.person_id)
        .where(or_(Change.id == change_id, Change.bundle_id == bundle))
        .options(contains_eager(Change.academy), contains_eager(Change.post), *WITHOUT_PAY)
        .order_by(Change.id != change_id, Change.id)
    ).all()
    if not rows or rows[0].Change.id != change_id or not rows[0].visible:
        raise places.NotThere(finding.NO_CHANGE)
    return rows


def found(actor: Actor, change_id: int, today: date) -> Change:
    """The change without what speaks of pay, for who may read it. Raises NotThere."""
    return _rows(actor, change_id, today)[0].Change


def _today(board: Board, change: Change, today: date, *, with_value: bool) -> dict[int, Preview]:
    """What deciding it and those linked with it would freeze today; of a closed one, what holds."""
    left = change.academy.left_on
    if left is not None and left <= today:
        return {}
    if change.state in OPEN:
        return steps.previews_of(board, board.open_linked(change), today, with_value=with_value)
    asked = Wanted(Kind.PERMANENT, 0, today)
    return {change.id: freezing.preview(change.post, asked, today, with_value=False)}


def _pay(change: Change, now: Preview | None) -> Pay:
    row = db.session.execute(select(*OF_PAY).where(Change.id == change.id)).one()
    return Pay(
        at_proposal=Value.from_json(row.frozen_pay) if row.frozen_pay else None,
        at_approval=(
            Value.from_json(row.frozen_pay_at_approval) if row.frozen_pay_at_approval else None
        ),
        today=now.value if now and change.state in OPEN else None,
        cost_note=row.cost_note,
    )


def _second(
    actor: Actor, rows: Sequence[AnyRow], previews: dict[int, Preview], pay: Pay | None
) -> tuple[tuple[Second, ...], bool]:
    """Reasons for a second approval: as approved while it waits for it, before that as of today."""
    change = rows[0].Change
    if change.state == State.AWAITING_TRUST and change.frozen_at_approval:
        of_hours = Figures.from_json(change.frozen_at_approval).second
        of_cost = pay.at_approval.second if pay and pay.at_approval else ()
        # A linked change may be the reason; where none can be told, there is one all the same.
        return (*of_hours, *of_cost), not of_hours and not of_cost
    if change.state not in OPEN:
        return (), False
    found: list[Second] = []
    hidden = False
    for row in rows:
        shown = previews.get(row.Change.id)
        if shown is None:
            continue
        found += shown.figures.second
        if finding.may_see_pay(actor, row.Change, row.Change.academy.hub_id):
            found += shown.value.second
        else:
            hidden = hidden or bool(shown.value.second)
    return tuple(dict.fromkeys(found)), hidden


def _refused(case: Case, taker: Taker) -> list[tuple[Step, str]]:
    found: list[tuple[Step, str]] = []
    for step in dict.fromkeys(row.step for row in changes.TABLE):
        theirs = any(
            row.step is step and case.state in row.at and row.by in taker.capacities
            for row in changes.TABLE
        )
        if not theirs or (not case.reduction and step in (Step.GIVE_VIEW, Step.MARK_SEEN)):
            continue
        taken = changes.take(step, case, taker)
        if isinstance(taken, Refusal) and not (step is Step.MARK_SEEN and case.seen_by_hr):
            found.append((step, taken.why))
    return found


def _story(change_id: int) -> list[Told]:
    """The steps, oldest first, with what was said."""
    whom = aliased(Account)
    rows = db.session.execute(
        select(
            ChangeStep.happened_at, ChangeStep.account_id, ChangeStep.step, ChangeStep.capacity,
            ChangeStep.state, Account.name.label("by"), whom.name.label("whom"),
            ChangeComment.words, ChangeComment.redacted_at,
        )
        .outerjoin(Account, Account.id == ChangeStep.account_id)
        .outerjoin(whom, whom.id == ChangeStep.for_account_id)
        .outerjoin(ChangeComment, ChangeComment.step_id == ChangeStep.id)
        .where(ChangeStep.change_id == change_id)
        .order_by(ChangeStep.id)
    )  # fmt: skip
    return [
        Told(
            row.happened_at, row.by, row.account_id, row.whom, row.step, row.capacity, row.state,
            row.words, row.redacted_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def _names(people: frozenset[int]) -> tuple[str, ...]:
    if not people:
        return ()
    named = select(Person.name).where(Person.id.in_(people)).order_by(Person.name)
    return tuple(db.session.scalars(named))


def _attachment(change: Change) -> AnyRow | None:
    if change.attachment_id is None:
        return None
    return db.session.execute(
        select(EvidenceFile.name, EvidenceFile.kind, EvidenceFile.size).where(
            EvidenceFile.id == change.attachment_id
        )
    ).one_or_none()


def latest(change_id: int) -> AnyRow | None:
    """The last step that anybody took, for who came second."""
    return db.session.execute(
        select(ChangeStep.account_id, ChangeStep.step, ChangeStep.happened_at)
        .where(ChangeStep.change_id == change_id)
        .order_by(ChangeStep.id.desc())
        .limit(1)
    ).one_or_none()
