"""Changes of hours in the demo, one step after the other in the order of time: so what was frozen,
what waits and what is logged is as the product itself would have left it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.demo.dates import When, days_ago, in_days, month_ago
from trust_inclusion.demo.decided import DECIDED
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.playing import Story
from trust_inclusion.demo.undecided import DRAFT, UNDECIDED
from trust_inclusion.domain.access import OPERATOR, Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.change_rules import ChangeRules
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.models.posts import Post
from trust_inclusion.services import change_rules, deputies, sign_ins
from trust_inclusion.services.changes import finding, proposing, steps, telling
from trust_inclusion.services.deputies import Naming

AGREED = ChangeRules(on_cost_tenths=284)
WANTED = ChangeRules(on_cost_tenths=291, costly_pence=1_200_000, head_most_minutes=240)
"""Proposed, and waiting for a trust leader."""
DEPUTY = "Delyth Ransome"
"""Stood in before, and will again."""
STOOD_IN = (month_ago(10, 8), month_ago(10, 19))
WILL_STAND_IN = (in_days(60), in_days(71))

Acts = Iterator[datetime]


def add(making: Making) -> None:
    """Play everything in the order of time; the timelines must be there."""
    stories = (*DECIDED, *UNDECIDED)
    plays = [
        _rules(making),
        _deputy(making, before_first(STOOD_IN[0], 9), *STOOD_IN),
        _deputy(making, days_ago(6), *WILL_STAND_IN),
        _lapse(making),
        _draft(making),
        *(Story(making, number, told).play() for number, told in enumerate(stories)),
    ]
    queue = [(next(play), number, play) for number, play in enumerate(plays)]
    heapify(queue)
    while queue:
        at, number, play = heappop(queue)
        making.up_to(at)
        following = next(play, None)
        if following is not None:
            heappush(queue, (following, number, play))
    _delivered(making)


def before_first(when: When, days: int) -> When:
    """So many days before another day."""
    return lambda dates: when(dates) - timedelta(days=days)


def _actor(making: Making, key: str, at: datetime) -> Actor:
    found = sign_ins.actor_of(making.accounts[key].id, today=london_day(at))
    if found is None:
        raise ValueError(f"{key} has no role at {at}")
    return found


def _rules(making: Making) -> Acts:
    """On-costs were set long ago; others are proposed."""
    dates = making.dates
    first = dates.september(3) + timedelta(days=27)
    yield (at := dates.instant(first, 115))
    _propose_rules(making, AGREED, at)
    yield (at := dates.instant(first + timedelta(days=6), 70))
    leader = _actor(making, "chief_executive", at)
    waiting = change_rules.thresholds(leader).waiting
    if waiting is not None:
        change_rules.decide(leader, waiting.id, confirms=True, now=at)
    yield (at := dates.instant(dates.today - timedelta(days=8), 265))
    _propose_rules(making, WANTED, at)


def _propose_rules(making: Making, wanted: ChangeRules, at: datetime) -> None:
    director = _actor(making, "director", at)
    version = change_rules.thresholds(director).version
    change_rules.propose(director, wanted, version=version, now=at)


def _deputy(making: Making, named: When, first: When, last: When) -> Acts:
    dates = making.dates
    yield (at := dates.instant(named(dates), 305))
    director, deputy = making.accounts["director"], making.accounts[DEPUTY]
    naming = Naming(director.id, deputy.id, first(dates), last(dates))
    deputies.name(_actor(making, "director", at), naming, today=named(dates), now=at)


def _lapse(making: Making) -> Acts:
    """What the daily run does on the day an academy has left the trust."""
    day = making.dates.september(1)
    yield (at := making.dates.instant(day, -180))
    steps.lapse_where_left(OPERATOR, day, at)


def _draft(making: Making) -> Acts:
    """What the SENCO of the demo has begun to write."""
    dates = making.dates
    yield (at := dates.instant(dates.today - timedelta(days=1), 420))
    academy = making.academies[DRAFT.at]
    post = db.session.scalars(select(Post).where(Post.academy_id == academy.id)).one()
    first = dates.today + timedelta(days=40)
    typed = {
        "kind": ["permanent"], "unit": ["days"], "amount": [DRAFT.days],
        "effective_on": [f"{first.day}", f"{first.month}", f"{first.year}"],
        "until": ["", "", ""], "reason": [DRAFT.reason],
    }  # fmt: skip
    senco = _actor(making, "senco", at)
    proposing.keep_draft(senco, post.id, typed, finding.When(london_day(at), at))


def _delivered(making: Making) -> None:
    """The mail of each step has gone, a few minutes after it was put out."""
    letters = select(OutgoingMail).where(OutgoingMail.notice == telling.NOTICE)
    for letter in db.session.scalars(letters):
        letter.attempts = 1
        letter.sent_at = min(letter.made_at + timedelta(minutes=5), making.dates.now)
    db.session.flush()
