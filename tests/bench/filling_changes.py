"""Changes of hours for a trust of any size: as many as academies, most of them decided."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select

from trust_inclusion.db import db
from trust_inclusion.domain.changes import Capacity, State
from trust_inclusion.models.posts import Appointment, Post

FEWEST_OPEN = 55
"""So that a page of what is open is full in the small trust too."""
ENDINGS = (State.APPROVED,) * 14 + (State.REJECTED,) * 4 + (State.WITHDRAWN,) * 2
OPEN = (State.ENDORSED,) * 6 + (State.PROPOSED, State.RETURNED)

Values = dict[str, Any]


def rows(many: int, today: date, director: int, leader: int) -> Iterator[Values]:
    """Changes of the posts there are, proposed by the director or endorsed by nobody's head."""
    # Chance must fall the same way every time; nothing secret hangs on it.
    chance = Random(20_261_121)  # noqa: S311
    posts = db.session.execute(
        select(Post.id, Post.academy_id, func.max(Appointment.person_id).label("person_id"))
        .outerjoin(Appointment, Appointment.post_id == Post.id)
        .where(Post.kind == "senco")
        .group_by(Post.id, Post.academy_id)
        .order_by(Post.id)
    ).all()
    still_open = max(FEWEST_OPEN, many // 20)
    for number in range(many):
        post = posts[number % len(posts)]
        is_open = number < still_open
        state = chance.choice(OPEN if is_open else ENDINGS)
        began = today - timedelta(days=chance.randint(0, 30 if is_open else 720))
        yield _row(number + 1, post, state, began, chance, (director, leader))


def _row(
    number: int,
    post: Any,
    state: State,
    began: date,
    chance: Random,
    people: tuple[int, int],
) -> Values:
    director, leader = people
    now, moved = 60 * chance.randint(4, 12), 30 * chance.choice((-2, 1, 2, 3, 4, 6, 12))
    at = _noon(began)
    decided = state in (State.APPROVED, State.REJECTED)
    closed = state not in (State.ENDORSED, State.PROPOSED, State.RETURNED)
    ended = _noon(began + timedelta(days=chance.randint(1, 40))) if closed else None
    second = ["large_move"] if abs(moved) > 300 else []
    frozen = {"second": second, "working": "as it stood " * 60}
    return {
        "id": number,
        "academy_id": post.academy_id,
        "post_id": post.id,
        "person_id": post.person_id,
        "state": state.value,
        "kind": "permanent",
        "minutes_now": now,
        "minutes_proposed": now + moved,
        "effective_on": began + timedelta(days=60),
        "reason": "More pupils with plans than a year ago.",
        "cost_note": "",
        "late_reason": "",
        "reduction": moved < 0,
        "unsupported": number % 40 == 0,
        "returns": 0,
        "proposed_as": Capacity.DIRECTOR.value,
        "proposed_by_id": leader,
        "proposed_at": at,
        "endorsed_by_id": None if state is State.PROPOSED else leader,
        "endorsed_at": at,
        "decided_by_id": director if decided else None,
        "decided_at": ended if decided else None,
        "waiting_since": ended or at,
        "closed_at": ended,
        "gap_before": -moved,
        "gap_after": 0,
        "formula_minutes": now + moved,
        "annual_value_pence": moved * 2_500,
        "frozen": frozen,
        "frozen_pay": {"second": []},
        "created_at": at,
        "version": 1,
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
