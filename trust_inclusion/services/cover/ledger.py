"""The ledger of one post: read, added to, and an entry struck out that was made by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, cover_ledger
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.cover_ledger import Entry, Ledger, Way
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.lived import CoverEntry
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import audit, places, settings
from trust_inclusion.services.cover import finding
from trust_inclusion.services.cover.finding import Here, NotPossible
from trust_inclusion.services.places import Changed, NotThere

OF_OTHERS = [("minutes", "It cannot be given back beside what others have recorded for this post.")]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the page has it. `owed` is the balance after it, None for one struck out;
    `by_senco` and `struck_by_senco` tell a SENCO of the post from the head teacher."""

    id: int
    on: date
    way: Way
    minutes: int
    owed: int | None
    by_senco: bool
    struck_at: datetime | None
    struck_by_senco: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A post's ledger, its entries the latest first. `version` rises with every change."""

    post_id: int
    title: str
    academy: str
    urn: int
    ledger: Ledger
    entries: Sequence[Shown]
    version: int
    may_keep: bool


def page(actor: Actor, post_id: int, today: date) -> Page:
    """The ledger of a post at an academy of the trust.

    A SENCO reads that of a post they hold; of one they held, what was entered of their own time.
    Raises NotThere or Refused.
    """
    here = finding.here(actor, Action.SEE_COVER, post_id, today)
    rows = _rows(post_id, here.only_of)
    sums = cover_ledger.work_out((_entry(row) for row in rows if row.struck_at is None), date.max)
    owed = {line.entry.number: line.owed for line in sums.lines}
    order = {line.entry.number: place for place, line in enumerate(sums.lines)}
    shown = sorted(rows, key=lambda row: (row.on_day, order.get(row.id, -1), row.id), reverse=True)
    return Page(
        post_id,
        here.post.title,
        here.academy.name,
        here.academy.urn,
        sums,
        [_shown(here, row, owed.get(row.id)) for row in shown],
        _version(post_id),
        here.may(Action.KEEP_COVER),
    )


def to_keep(actor: Actor, post_id: int, today: date) -> Page:
    """The same for somebody who may add to it. Raises NotThere or Refused."""
    finding.here(actor, Action.KEEP_COVER, post_id, today)
    return page(actor, post_id, today)


def add(
    actor: Actor, post_id: int, new: Entry, *, version: int, today: date, now: datetime
) -> None:
    """Record time taken for cover, or given back, of whoever held the post on that day.

    Raises NotPossible, NotThere, Refused; Changed when somebody recorded something after `version`
    was shown, so that one entry sent twice is one.
    """
    here = finding.here(actor, Action.KEEP_COVER, post_id, today)
    places.same_version(_version(post_id), version)
    person_id = here.holder(new.on)
    # First beside what the actor may read, so that no sentence tells figures of somebody else.
    for only in dict.fromkeys((here.only_of, None)):
        held = [_entry(row) for row in _rows(post_id, only) if row.struck_at is None]
        if problems := cover_ledger.problems(held, new, today):
            raise NotPossible(problems if only == here.only_of else OF_OTHERS)
    row = CoverEntry(
        post_id=post_id,
        person_id=person_id,
        on_day=new.on,
        way=new.way.value,
        minutes=new.minutes,
        recorded_at=now,
        recorded_by_id=actor.account_id,
    )
    db.session.add(row)
    places.flush()
    _record(actor, "cover_recorded", row, here.academy, now)


def strike(actor: Actor, post_id: int, entry_id: int, *, today: date, now: datetime) -> None:
    """Strike out an entry made by mistake: it stays in view and no longer counts.

    Raises NotThere, Refused, Changed for one struck out before, and NotPossible where more would
    be given back than was taken.
    """
    here = finding.here(actor, Action.KEEP_COVER, post_id, today)
    only = here.only_of
    rows = {row.id: row for row in _rows(post_id, None)}
    chosen = rows.get(entry_id)
    if chosen is None or (only is not None and chosen.person_id != only):
        raise NotThere("There is no such entry in this ledger.")
    if chosen.struck_at is not None:
        raise Changed("This entry is struck out already.")
    left = [_entry(row) for row in rows.values() if row.struck_at is None and row is not chosen]
    if cover_ledger.overdrawn(left) is not None:
        raise NotPossible(
            [
                (
                    "strike",
                    "Time was given back for this cover: strike out what was given back first.",
                )
            ]
        )
    row = db.session.get_one(CoverEntry, entry_id)
    row.struck_at, row.struck_by_id = now, actor.account_id
    places.flush()
    _record(actor, "cover_struck", row, here.academy, now)


def balances(actor: Actor, today: date) -> list[tuple[Post, Academy, Ledger]]:
    """The ledgers of the posts that the reader holds today at academies of the trust."""
    reach = access.reach(actor, Action.SEE_COVER)
    if reach.person_id is None:
        return []
    posts = db.session.execute(
        select(Post, Academy)
        .join(Academy, Academy.id == Post.academy_id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(
            Appointment.person_id == reach.person_id,
            or_(Appointment.started_on.is_(None), Appointment.started_on <= today),
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
            or_(Academy.left_on.is_(None), Academy.left_on > today),
        )
        .order_by(Academy.sort_name, Post.title, Post.id)
        .distinct()
    ).all()
    entries: dict[int, list[Entry]] = {}
    of_posts = CoverEntry.post_id.in_([post.id for post, _ in posts])
    for row in db.session.execute(
        select(CoverEntry.__table__).where(of_posts, CoverEntry.struck_at.is_(None))
    ):
        entries.setdefault(row.post_id, []).append(_entry(row))
    return [
        (post, academy, cover_ledger.work_out(entries.get(post.id, ()), today))
        for post, academy in posts
    ]


def _rows(post_id: int, person_id: int | None) -> Sequence[AnyRow]:
    """Entries with the person of whoever recorded and struck them, in the order they came."""
    recorder, striker = Account.__table__.alias(), Account.__table__.alias()
    columns = CoverEntry.__table__.c
    statement = (
        select(
            *columns,
            recorder.c.person_id.label("recorder"),
            striker.c.person_id.label("striker"),
        )
        .outerjoin(recorder, recorder.c.id == columns.recorded_by_id)
        .outerjoin(striker, striker.c.id == columns.struck_by_id)
        .where(columns.post_id == post_id)
        .order_by(columns.id)
    )
    if person_id is not None:
        statement = statement.where(columns.person_id == person_id)
    return db.session.execute(statement).all()


def _entry(row: AnyRow) -> Entry:
    return Entry(row.on_day, Way(row.way), row.minutes, row.id)


def _shown(here: Here, row: AnyRow, owed: int | None) -> Shown:
    return Shown(
        row.id, row.on_day, Way(row.way), row.minutes, owed,
        _by_senco(here, row, row.recorder, row.recorded_at),
        row.struck_at,
        row.struck_at is not None and _by_senco(here, row, row.striker, row.struck_at),
    )  # fmt: skip


def _by_senco(here: Here, row: AnyRow, person_id: int | None, at: datetime) -> bool:
    """Whether it was the SENCO whose time it is, or another who held the post at the time."""
    if person_id is None:
        return False
    return person_id == row.person_id or person_id in here.holders_on(london_day(at))


def _version(post_id: int) -> int:
    """Entries and strikings so far."""
    made, struck = db.session.execute(
        select(func.count(CoverEntry.id), func.count(CoverEntry.struck_at)).where(
            CoverEntry.post_id == post_id
        )
    ).one()
    return made + struck


def _record(actor: Actor, done: str, row: CoverEntry, academy: Academy, now: datetime) -> None:
    figures = {"on": row.on_day.isoformat(), "way": row.way, "minutes": row.minutes}
    before, after = (figures, None) if row.struck_at else (None, figures)
    audit.record(
        actor, done, "cover_entry", row.id, now=now, academy_id=academy.id, before=before,
        after=after,
    )  # fmt: skip
    settings.raise_revision()
