"""What people in posts are paid on a day, within one reader's reach: as recorded, and the facts
that the rules of pay judge by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access, pay_warnings
from trust_inclusion.domain.academies import phase_group
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.allowances import tlrs_held
from trust_inclusion.domain.pay_facts import Code, Paid, PayWarning
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import places
from trust_inclusion.services.pay_tables import Held
from trust_inclusion.services.places import within

TRUST_WIDE = "trust_wide"
"""In the place of a phase, of a post at no academy."""

# Asked for whole trusts: plain columns, because loading rows through the mapper costs more.
_A, _O, _P = Appointment.__table__.c, Post.__table__.c, Person.__table__.c
_C, _H, _R = Academy.__table__.c, Hub.__table__.c, AppointmentPay.__table__.c
PAID = (
    _R.area, _R.scale, _R.point, _R.tlr, _R.tlr_pence, _R.second_tlr, _R.second_tlr_pence,
    _R.sen_allowance_pence, _R.fraction, _R.top_point, _R.manages_staff, _R.by_responsibility,
    _R.sen_for_award,
)  # fmt: skip
"""What is recorded of pay, its first day and the notes left out."""
_ABOUT = (
    _A.id, _A.started_on, _A.ended_on, _P.id.label("person_id"), _P.name.label("person"),
    _P.sort_name.label("person_sorted"), _C.sort_name.label("academy_sorted"),
    _O.title, _O.kind, _O.line_manages, _C.id.label("academy_id"), _C.urn,
    _C.name.label("academy"), _C.phase, _C.type_code, _C.hub_id, _H.name.label("hub"),
    _R.id.label("pay_id"), _R.starts_on,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaidPost:
    """An appointment in force with its row, and what is judged of its pay.

    `paid` is the same for all who are paid alike: it names no post and no days.
    """

    row: AnyRow
    paid: Paid

    @property
    def id(self) -> int:
        """Of the appointment."""
        return self.row.id

    @property
    def phase(self) -> str:
        """The group of the academy's phase; `TRUST_WIDE` of a post at no academy."""
        row = self.row
        return TRUST_WIDE if row.academy_id is None else phase_group(row.phase, row.type_code)


def sees_any(actor: Actor) -> bool:
    """Whether the reader has the grant to see pay, be it of nobody at the moment."""
    return access.may_anywhere(actor, Action.SEE_PAY)


def paid(actor: Actor, day: date, ids: Sequence[int] | None = None) -> list[PaidPost]:
    """The appointments in force on `day` whose pay the reader may see, by academy and person.

    Only those of `ids` where given. One with nothing recorded is there all the same. One query.
    """
    if ids is not None and not ids:
        return []
    wanted = () if ids is None else (_A.id.in_(list(ids)),)
    rows = db.session.execute(
        _joined(day, (*_ABOUT, *PAID))
        .where(*_readable(actor, day), *wanted)
        .order_by(_C.sort_name.asc().nulls_last(), _C.id, _P.sort_name, _A.id)
    )
    # Of a whole trust many are paid alike: each way of being paid is read once.
    known: dict[tuple[Any, ...], Paid] = {}
    found: list[PaidPost] = []
    for row in rows:
        alike = (row.line_manages, *row[-len(PAID) :])
        if alike not in known:
            known[alike] = recorded(row, row.line_manages)
        found.append(PaidPost(row, known[alike]))
    return found


def named(actor: Actor, day: date, terms: Iterable[str]) -> set[int]:
    """The appointments of `paid` whose person, academy or post have every word, by id.

    Pay itself is not searched.
    """
    found = [
        or_(
            _P.search_words.contains(term, autoescape=True),
            _C.sort_name.contains(term, autoescape=True),
            cast(_C.urn, String).contains(term, autoescape=True),
            _O.title.icontains(term, autoescape=True),
        )
        for term in terms
    ]
    return set(db.session.scalars(_joined(day, (_A.id,)).where(*_readable(actor, day), *found)))


def points(actor: Actor, day: date) -> tuple[str, ...]:
    """The pay points of the posts that the actor holds on `day`, each once, by academy."""
    statement = _joined(day, (_R.point,)).where(
        _A.person_id == actor.person_id, *_readable(actor, day)
    )
    found = db.session.scalars(statement.order_by(_C.sort_name.asc().nulls_last(), _A.id))
    return tuple(dict.fromkeys(point for point in found if point))


def _joined(day: date, columns: Iterable[Any]) -> AnySelect:
    """Columns of appointments with person, post, academy, hub and the pay that holds on `day`."""
    latest = (
        select(_R.id)
        .where(_R.appointment_id == _A.id, _R.starts_on <= day)
        .order_by(_R.starts_on.desc(), _R.id.desc())
        .limit(1)
        .correlate(Appointment.__table__)
        .scalar_subquery()
    )
    return select(*columns).select_from(
        Appointment.__table__.join(Post.__table__, _O.id == _A.post_id)
        .join(Person.__table__, _P.id == _A.person_id)
        .outerjoin(Academy.__table__, _C.id == _O.academy_id)
        .outerjoin(Hub.__table__, _H.id == _C.hub_id)
        .outerjoin(AppointmentPay.__table__, _R.id == latest)
    )


def _readable(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """Of `_joined`: in force on `day`, in the trust, and within the reader's reach for pay."""
    reach = access.reach(actor, Action.SEE_PAY)
    seen = within(reach, _C.id, _C.hub_id)
    if not reach.everything and reach.person_id is not None:
        seen = or_(seen, _A.person_id == reach.person_id)
    return [
        and_(
            or_(_A.started_on.is_(None), _A.started_on <= day),
            or_(_A.ended_on.is_(None), _A.ended_on >= day),
            or_(_C.left_on.is_(None), _C.left_on > day),
        ),
        seen,
    ]


def facts(pay: Any, held: Any, called: str) -> Paid:
    """What is recorded of an appointment, as the rules take it, with its days and its name.

    `pay` is a row of pay (None: nothing recorded), `held` the appointment's; see `recorded`.
    """
    return replace(
        recorded(pay, held.line_manages),
        post=called,
        started_on=held.started_on,
        ended_on=held.ended_on,
    )


def recorded(pay: Any, line_manages: int | None) -> Paid:
    """What a row of pay says (None, or of blanks: nothing recorded), as the rules take it.

    `line_manages` people are managed by the post, which counts where the pay does not say it.
    """
    manages = None if line_manages is None else line_manages > 0
    if pay is None:
        return Paid(manages_staff=manages)
    return Paid(
        area=pay.area or "",
        scale=pay.scale or "",
        point=pay.point or "",
        tlrs=(
            *tlrs_held(pay.tlr, pay.tlr_pence),
            *tlrs_held(pay.second_tlr, pay.second_tlr_pence),
        ),
        sen_pence=pay.sen_allowance_pence,
        fraction=pay.fraction,
        top=pay.top_point or "",
        manages_staff=manages if pay.manages_staff is None else pay.manages_staff,
        by_responsibility=pay.by_responsibility,
        sen_for_award=bool(pay.sen_for_award),
    )


class Judge:
    """The rules of a day. Many are paid alike, so what was judged once is remembered."""

    def __init__(self, day: date, known: Held) -> None:
        self.day, self.known = day, known
        self._judged: dict[Paid, tuple[PayWarning, ...]] = {}

    def warnings(self, one: Paid) -> tuple[PayWarning, ...]:
        """What one appointment's pay gives cause to look at, whoever and wherever it is."""
        if one not in self._judged:
            self._judged[one] = pay_warnings.warnings(
                one, self.day, self.known.table, self.known.ranges
            )
        return self._judged[one]


def warnings_of(
    one: Paid, kind: str, of_person: Sequence[Paid], judge: Judge
) -> tuple[PayWarning, ...]:
    """All that one appointment's pay gives cause to look at, in the order of `Code`.

    `of_person` are all appointments of the person that the reader may see, this one with them. That
    additional pay is missing is said of SENCO posts only: the survey and the charter speak of them.
    """
    found = [
        warning
        for warning in judge.warnings(one)
        if warning.code is not Code.NO_ADDITIONAL_PAY or kind == PostKind.SENCO
    ]
    # Where nothing is recorded, nothing differs: that it is not recorded is said by itself.
    told = [paid for paid in of_person if paid.scale or paid.point or paid.tlrs or paid.sen_pence]
    if len(told) > 1 and one in told and (different := pay_warnings.different_pay(told, judge.day)):
        found.append(different)
    return tuple(sorted(found, key=lambda warning: _PLACES[warning.code]))


_PLACES = {code: place for place, code in enumerate(Code)}


def by_person(posts: Iterable[PaidPost]) -> dict[int, list[Paid]]:
    """The pay of each person at all their posts among these."""
    found: dict[int, list[Paid]] = defaultdict(list)
    for one in posts:
        found[one.row.person_id].append(one.paid)
    return found


def may_see(actor: Actor, held: Any, day: date) -> bool:
    """Whether the reader may see the pay of an appointment (a row with its places) on `day`.

    At an academy that has left the trust it is for who sees the whole trust, and for the person.
    """
    at = places.on(held.academy_id, held.hub_id, held.left_on, day)
    return access.may(actor, Action.SEE_PAY, replace(at, person_id=held.person_id))


def may_edit(actor: Actor, held: Any, day: date) -> bool:
    """Whether the actor keeps the pay of an appointment on `day`: HR there, never of themselves."""
    at = places.on(held.academy_id, held.hub_id, held.left_on, day)
    own = actor.person_id is not None and actor.person_id == held.person_id
    return not own and access.may(actor, Action.EDIT_PAY, at)
