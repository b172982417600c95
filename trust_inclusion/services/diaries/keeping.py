"""What an author does with their own sample week: save it, share it, take it back, throw it away.

Nothing of a week's figures goes into the log, nor that one was saved: only that it was shared or
taken back, and with whom.
"""

from datetime import date, datetime

from trust_inclusion.db import db
from trust_inclusion.domain import diary
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.diary import Diary
from trust_inclusion.domain.diary_words import COUNTED_ALREADY, Sharing
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.models.posts import Post
from trust_inclusion.services import audit, places
from trust_inclusion.services.diaries import drawing, finding
from trust_inclusion.services.places import Changed


class NotPossible(Exception):
    """What was asked cannot be. `problems` are (field, sentence), safe to show."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


def save(
    actor: Actor, post_id: int, entry: Diary, *, version: int, today: date, now: datetime
) -> SampleWeek:
    """Keep a week as its author's draft; `entry.author` is not read: it is the actor.

    Raises NotPossible, NotThere, Refused, or Changed for another `version` and for a shared week.
    """
    finding.own_post(actor, post_id, entry.week_of, today)
    row = finding.own_week(actor, post_id, entry.week_of, today)
    places.same_version(row.version if row else 0, version)
    if row is not None and row.shared != Sharing.NO:
        raise Changed("This week is shared: take it back first, then change it.")
    if problems := diary.problems(entry, today, whole=False):
        raise NotPossible(problems)
    if row is None:
        person_id = finding.keeper(actor)
        row = SampleWeek(person_id=person_id, post_id=post_id, week_of=entry.week_of)
        row.shared = Sharing.NO.value
        db.session.add(row)
    minutes = {code: entry.minutes[code] for code in diary.ACTIVITIES if entry.minutes.get(code)}
    pressures = [point.value for point in diary.Pressure if point in entry.pressures]
    row.entered = {"minutes": minutes, "pressures": pressures}
    row.saved_at = now
    places.flush()
    return row


def share(
    actor: Actor,
    post_id: int,
    week_of: date,
    sharing: Sharing,
    *,
    version: int,
    today: date,
    now: datetime,
) -> bool:
    """Share a week, or take it back; the hours given are frozen when it is first shared.

    Whether anything changed. Raises NotPossible, NotThere, Refused or Changed.
    """
    row = finding.stored_week(actor, post_id, week_of, today)
    places.same_version(row.version, version)
    if row.shared == sharing:
        return False
    before = row.shared
    if sharing is not Sharing.NO:
        _shareable(row, sharing, today)
    if before == Sharing.NO:
        row.allocated_minutes, row.own_minutes = finding.given(post_id, week_of, today)
        row.shared_at = now
    if sharing is Sharing.NO:
        row.allocated_minutes = row.own_minutes = row.shared_at = None
    if sharing is Sharing.NAMED and row.named_at is None:
        row.named_at = now
    row.shared = sharing.value
    places.flush()
    done = "sample_week_taken_back" if sharing is Sharing.NO else "sample_week_shared"
    academy_id = db.session.get_one(Post, post_id).academy_id
    audit.record(
        actor, done, "sample_week", row.id, now=now, academy_id=academy_id,
        before={"shared": before}, after={"shared": sharing.value},
    )  # fmt: skip
    if sharing is not Sharing.NO:
        drawing.draw_up(today=today, now=now)
    return True


def _shareable(row: SampleWeek, sharing: Sharing, today: date) -> None:
    if problems := diary.problems(finding.diary_of(row), today):
        raise NotPossible(problems)
    counted_unseen = row.counted_in_id is not None and row.named_at is None
    if sharing is Sharing.NAMED and counted_unseen:
        raise NotPossible([("shared", COUNTED_ALREADY)])


def drop(actor: Actor, post_id: int, week_of: date, *, today: date) -> None:
    """Throw one's own draft away, for good. Raises NotThere, or Changed for what is or was shared.

    A week that totals hold stays with its author, so that it is not counted a second time.
    """
    row = finding.stored_week(actor, post_id, week_of, today)
    if row.shared != Sharing.NO:
        raise Changed("This week is shared: take it back first, then throw it away.")
    if row.counted_in_id is not None:
        raise Changed("This week is in totals already. It stays with you, and nobody else sees it.")
    db.session.delete(row)
    places.flush()
