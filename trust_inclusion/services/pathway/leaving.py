"""Why a SENCO might leave, as the record states it of each post: by academy, never counted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.leaving import PostFacts, Stated, reasons
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.pay_tables import CLASSROOM_SCALES, LEADERSHIP_SCALES, named
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept
from trust_inclusion.services.pathway import facts, finding
from trust_inclusion.services.pathway.narrowing import MOST_WORDS, Filters
from trust_inclusion.services.places import within

PAGE_LENGTH = 25
_S = Standing.__table__.c


@dataclass(frozen=True, slots=True)
class Row:
    """A SENCO's post with the reasons that the record states."""

    urn: int
    academy: str
    title: str
    person_id: int
    person: str
    stated: tuple[Stated, ...]


def academies(actor: Actor, filters: Filters, day: date, *, revision: int | None) -> Sequence[int]:
    """The reader's academies with a SENCO on `day`, by name and by nothing else."""
    key = ("pathway leaving", actor.holdings, filters, day)
    return kept.until_changed(revision, key, lambda: _academies(actor, filters, day))


def _academies(actor: Actor, filters: Filters, day: date) -> list[int]:
    reach = access.reach(actor, Action.SEE_LEAVING)
    statement = select(_S.academy_id).where(
        _S.valid_from <= day,
        _S.valid_to > day,
        _S.sencos != "",
        within(reach, _S.academy_id, _S.hub_id),
    )
    for word in searchable(filters.words).split()[:MOST_WORDS]:
        statement = statement.where(_S.search_words.contains(word, autoescape=True))
    if filters.hub_id is not None:
        statement = statement.where(_S.hub_id == filters.hub_id)
    if filters.phase:
        statement = statement.where(_S.phase == filters.phase)
    return list(db.session.scalars(statement.order_by(_S.sort_name, _S.academy_id)))


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Row]:
    """The SENCOs of at most PAGE_LENGTH academies, in the order of `ids`, then by name."""
    if not ids:
        return []
    rows = _sencos(ids, day)
    duties = _duties({row.post_id for row in rows})
    paid = _paid(
        [
            row.appointment_id
            for row in rows
            if access.may(actor, Action.SEE_PAY, Place(row.academy_id, row.hub_id, row.person_id))
        ],
        day,
    )
    order = {academy_id: number for number, academy_id in enumerate(ids)}
    shown = sorted(rows, key=lambda row: (order[row.academy_id], row.sort_name, row.person_id))
    return [_row(row, duties, paid.get(row.appointment_id), day) for row in shown]


def _row(row: AnyRow, duties: dict[int, list[str]], paid: bool | None, day: date) -> Row:
    told = PostFacts(
        gap_minutes=row.gap_minutes,
        additional_pay=paid,
        on_leadership_team=True if row.is_head else row.on_slt,
        started_on=row.started_on,
        has_mentor=row.mentored,
        excluded=duties.get(row.post_id, ()),
    )
    stated = reasons(told, day)
    return Row(row.urn, row.academy, row.title, row.person_id, row.person, stated)


def _sencos(ids: Sequence[int], day: date) -> list[AnyRow]:
    rows = db.session.execute(
        select(
            Appointment.id.label("appointment_id"),
            Appointment.started_on,
            Appointment.on_slt,
            Appointment.is_head,
            Post.id.label("post_id"),
            Post.title,
            Person.id.label("person_id"),
            Person.name.label("person"),
            Person.sort_name,
            finding.lasts(PathwayPlan, day).label("mentored"),
            _S.academy_id,
            _S.hub_id,
            _S.urn,
            _S.name.label("academy"),
            _S.gap_minutes,
        )
        .select_from(Appointment)
        .join(Post, Post.id == Appointment.post_id)
        .join(Academy, Academy.id == Post.academy_id)
        .join(Person, Person.id == Appointment.person_id)
        .join(Standing, Standing.academy_id == Post.academy_id)
        .outerjoin(PathwayPlan, PathwayPlan.person_id == Person.id)
        .where(
            Post.academy_id.in_(ids),
            Post.kind == PostKind.SENCO.value,
            Appointment.designated.is_(True),
            _S.valid_from <= day,
            _S.valid_to > day,
            *facts.in_force(day),
        )
    )
    return list(rows)


def _duties(post_ids: Iterable[int]) -> dict[int, list[str]]:
    """The excluded duties that these posts hold, as was said last."""
    latest = (
        select(func.max(PostDuty.id))
        .where(PostDuty.post_id.in_(sorted(post_ids)))
        .group_by(PostDuty.post_id, PostDuty.code)
    )
    held = select(PostDuty.post_id, PostDuty.code).where(
        PostDuty.id.in_(latest), PostDuty.held.is_(True)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(held):
        found[row.post_id].append(row.code)
    return found


def _paid(appointment_ids: Sequence[int], day: date) -> dict[int, bool | None]:
    """Whether each appointment has pay beyond a classroom teacher's on `day`; nothing is read of
    those whose pay the reader may not see."""
    if not appointment_ids:
        return {}
    rows = db.session.scalars(
        select(AppointmentPay)
        .where(
            AppointmentPay.appointment_id.in_(appointment_ids),
            AppointmentPay.starts_on <= day,
        )
        .order_by(AppointmentPay.starts_on, AppointmentPay.id)
    )
    return {row.appointment_id: _additional(row) for row in rows}


def _additional(paid: AppointmentPay) -> bool | None:
    scale = named(paid.scale or "")
    amounts = (paid.tlr_pence, paid.second_tlr_pence, paid.sen_allowance_pence)
    if any(amounts) or paid.tlr or paid.second_tlr or scale in LEADERSHIP_SCALES:
        return True
    return False if scale in CLASSROOM_SCALES else None
