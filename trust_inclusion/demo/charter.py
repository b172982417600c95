"""What heads and SENCOs say of the conditions: agreed, differing, by one side only, or not at all.

Each academy has a share of conditions that are met, and which they are follows from its key, so
that no part of the demo changes another's chance. Most was said before the last term ended; some
has changed since.
"""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trust_inclusion.db import db
from trust_inclusion.demo.accounts import HEAD_OF
from trust_inclusion.demo.making import Making
from trust_inclusion.domain import charter_posts
from trust_inclusion.domain.charter import Reply, Side, last_term_ended
from trust_inclusion.domain.posts import PostKind, holds_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import settings, standing

BOTH = (Side.HEAD, Side.SENCO)
ANSWERED: dict[str, tuple[int, tuple[Side, ...]]] = {
    "otterstone": (74, BOTH),
    "curlew": (88, BOTH),
    "oxlip": (62, BOTH),
    "chalkdown": (45, BOTH),
    "wrenfield": (93, BOTH),
    "harrowmere_infant": (70, (Side.SENCO,)),
    "harrowmere_junior": (66, BOTH),
    "gosling": (80, (Side.SENCO,)),
    "teaselbrook": (57, (Side.HEAD,)),
    "saltmarsh_primary": (38, (Side.HEAD,)),
    "thornwick": (83, (Side.HEAD,)),
    "marlstone": (78, BOTH),
    "penhallow": (52, BOTH),
    "winterbeck": (97, BOTH),
    "sedgemere": (69, (Side.SENCO,)),
}
"""Out of a hundred, what is met, and who has answered. At the others nobody has yet."""

SEEN = {
    "C04": "SEN information report on the website, first page.",
    "C05": "Scheme of delegation, and the SENCO’s objectives of September.",
    "C06": "Meets the head every fortnight; strategy is on that agenda.",
    "C09": "Job description of last year, signed by both.",
    "C10": "Timetable: two mornings and an afternoon.",
    "C11": "Timetable: planning time is on another day.",
    "C14": "Cover list of this half-term.",
    "C16": "SEN administrator, fifteen hours a week.",
    "C17": "Room beside the library, shared with the counsellor.",
    "C20": "Laptop with the provision map.",
    "C23": "Minutes of the finance meeting.",
    "C24": "Training record of the governor.",
    "C25": "Attendance sheet of the trust’s network.",
    "C27": "School development plan, page on staff.",
    "C29": "Agenda of the September training day.",
    "C32": "Planning sampled with the head.",
    "C34": "Shared annual reviews with the two schools next door.",
}
MISSING = {
    "C04": "The report still names the SENCO before.",
    "C14": "Cover on four of the last ten mornings.",
    "C16": "The office helps when it can.",
    "C17": "A desk in the staff room.",
    "C30": "Planned for next term.",
}


@dataclass(frozen=True, slots=True)
class Overruled:
    """What was answered before the record could: it stays to be seen beside the record's."""

    at: str
    code: str
    side: Side
    reply: Reply
    evidence: str


OVERRULED = (
    Overruled("curlew", "C06", Side.HEAD, Reply.PARTLY, "Invited when SEN is on the agenda."),
    Overruled("marlstone", "C12", Side.SENCO, Reply.YES, "By my own reckoning."),
    Overruled("winterbeck", "C13", Side.HEAD, Reply.YES, "Timetable."),
)

LEAD = ("Delyth Ransome", "Hub SENCO lead, Vale")
OF_LEAD = {
    "C36": (Reply.PARTLY, "Plans with the director; still covers for absent assistants."),
    "C09": (Reply.NO, "The post has no job description of its own yet."),
    "C23": (Reply.YES, "Minutes of the trust’s SEN funding group."),
    "C25": (Reply.YES, "Leads the network of the Vale hub."),
}
"""What the holder of a trust-wide post says of it: no head answers for such a post."""


def add(making: Making) -> None:
    """Store the answers with the lines of the log that the pages would have left."""
    ended = last_term_ended(making.dates.today)
    rules = settings.rules()
    ids = [making.academies[key].id for key in ANSWERED]
    facts = standing.facts_of(ids)
    for key, (share, sides) in ANSWERED.items():
        academy = making.academies[key]
        for post in _posts(academy, making.dates.today):
            of_post = next(one for one in facts[academy.id].posts if one.id == post.id)
            found = charter_posts.results_of(facts[academy.id], of_post, rules, making.dates.today)
            codes = [code for code, one in found.items() if not one.from_record]
            for side in sides:
                _answer_all(making, _Answering(key, academy, post, side, share, ended), codes)
    for one in OVERRULED:
        academy = making.academies[one.at]
        for post in _posts(academy, making.dates.today)[:1]:
            told = _Answering(one.at, academy, post, one.side, 0, ended)
            _keep(making, told, one.code, one.reply, one.evidence, ended - timedelta(days=60))
    name, title = LEAD
    post = db.session.scalars(select(Post).where(Post.title == title)).one()
    for code, (reply, evidence) in OF_LEAD.items():
        answer = _answer(post, code, Side.SENCO, reply, evidence, ended - timedelta(days=40))
        _store(making, answer, making.account_of(name), None)


def _posts(academy: Academy, today: date) -> list[Post]:
    """The SENCO posts that somebody holds as the designated SENCO."""
    rows = db.session.scalars(
        select(Post)
        .where(Post.academy_id == academy.id, Post.kind == PostKind.SENCO.value)
        .options(selectinload(Post.appointments).joinedload(Appointment.person))
        .order_by(Post.id)
    )
    return [row for row in rows if _holder(row, today) is not None]


def _holder(post: Post, today: date) -> Appointment | None:
    held = (one for one in post.appointments if holds_on(one.started_on, one.ended_on, today))
    return next((one for one in held if one.designated), None)


@dataclass(frozen=True, slots=True)
class _Answering:
    """One side of a post, of a share of met conditions, about a term that ended."""

    key: str
    academy: Academy
    post: Post
    side: Side
    share: int
    ended: date

    def chance(self, *of: str) -> int:
        """From 0 to 99, always the same for the same words."""
        return zlib.crc32("/".join((self.key, *of)).encode()) % 100


def _answer_all(making: Making, told: _Answering, codes: list[str]) -> None:
    before = told.ended - timedelta(days=25 + told.chance("day", told.side) // 4)
    for code in codes:
        if told.chance("left out", code, told.side) < 8:
            continue
        then, now = _replies(told, code)
        _keep(making, told, code, then, _evidence(code, then), before)
        if now is not then:
            days = max((making.dates.today - told.ended).days * 2 // 3, 1)
            since = min(told.ended + timedelta(days=days), making.dates.today)
            _keep(making, told, code, now, _evidence(code, now), since)


def _replies(told: _Answering, code: str) -> tuple[Reply, Reply]:
    """What was said before the term ended, and what is said now. Most are of one mind."""
    of_mind = told.chance("one mind", code) < 82
    drawn = told.chance(code, *(() if of_mind else (told.side.value,)))
    now = _reply(drawn, told.share)
    if told.chance("moved", code) >= 9:
        return now, now
    return _reply((drawn + 35) % 100, told.share), now


def _reply(drawn: int, share: int) -> Reply:
    if drawn < share:
        return Reply.YES
    rest = (drawn - share) * 100 // (100 - share)
    return Reply.NO if rest < 45 else Reply.PARTLY if rest < 85 else Reply.NOT_KNOWN


def _evidence(code: str, reply: Reply) -> str:
    if reply is Reply.YES:
        return SEEN.get(code, "")
    return MISSING.get(code, "") if reply in (Reply.NO, Reply.PARTLY) else ""


def _keep(
    making: Making, told: _Answering, code: str, reply: Reply, evidence: str, day: date
) -> None:
    """Store an answer, where that side could give it on the day."""
    holder = _holder(told.post, making.dates.today)
    joined = told.academy.joined_on
    began = holder.started_on if holder and told.side is Side.SENCO else None
    if any(first is not None and day < first for first in (joined, began)):
        return
    answer = _answer(told.post, code, told.side, reply, evidence, day)
    _store(making, answer, _account(making, told, holder), told.academy)


def _answer(
    post: Post, code: str, side: Side, reply: Reply, evidence: str, day: date
) -> CharterAnswer:
    return CharterAnswer(
        post_id=post.id, code=code, side=side.value, reply=reply.value, evidence=evidence,
        answered_on=day,
    )  # fmt: skip


def _store(making: Making, answer: CharterAnswer, by: str, academy: Academy | None) -> None:
    """Store an answer of an account (by its key), with its line of the log."""
    answer.account_id = making.accounts[by].id
    answer.answered_at = making.dates.instant(answer.answered_on, 200 + int(answer.code[1:]))
    making.add([answer])
    making.happened(
        answer.answered_at, by, "charter_answered", "post", answer.post_id, academy=academy,
        after={"code": answer.code, "side": answer.side, "reply": answer.reply},
    )  # fmt: skip


def _account(making: Making, told: _Answering, holder: Appointment | None) -> str:
    """Whose account answers: the head's, or that of whoever holds the post."""
    if told.side is Side.HEAD or holder is None:
        return HEAD_OF[told.key]
    return making.account_of(holder.person.name)
