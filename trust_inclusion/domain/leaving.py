"""Reasons why a SENCO might leave, as a plain list of what is recorded of the post.

They are facts of the post that the trust can change, each with its source. They are never added
up, weighed or turned into a figure, and people are not put in order by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.domain.words import gap_in_words

SHORT_OF_TIME = (
    "NUT SENCO Charter, Annex A; national survey of SENCOs, 2018: half who leave name workload"
)
PAY = "The Key, SENCOs: additional payments; NUT SENCO Charter"
LEADERSHIP = "SEND Code of Practice 2015, chapter 6; ASCL, Annex Two, paragraphs 1 and 2"
MENTOR = "County tips to heads, 3; NUT SENCO Charter, induction"
DUTIES = "NUT SENCO Charter, part 1: duties that need time of their own"


class Reason(StrEnum):
    """In the order in which they are listed."""

    SHORT_OF_TIME = "short_of_time"
    NO_ADDITIONAL_PAY = "no_additional_pay"
    NOT_ON_LEADERSHIP_TEAM = "not_on_leadership_team"
    NO_MENTOR = "no_mentor"
    EXCLUDED_DUTIES = "excluded_duties"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What is recorded of one person's post. None is not recorded, or not for this reader.

    `gap_minutes`: the academy's hours against its formula, negative when short. `additional_pay`
    is left None for a reader without pay. `excluded` are codes of duties held, X01 to X10.
    """

    gap_minutes: int | None = None
    additional_pay: bool | None = None
    on_leadership_team: bool | None = None
    started_on: date | None = None
    has_mentor: bool | None = None
    excluded: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """One reason in a sentence, with its source."""

    reason: Reason
    sentence: str
    source: str


def reasons(post: PostFacts, today: date) -> tuple[Stated, ...]:
    """The reasons that the record states; what is not recorded is no reason, but for a mentor:
    in the first year one is to be named, so none recorded is none."""
    found: list[Stated] = []
    if post.gap_minutes is not None and post.gap_minutes < 0:
        short = f"Time is {gap_in_words(post.gap_minutes)} of the formula each week."
        found.append(Stated(Reason.SHORT_OF_TIME, short, SHORT_OF_TIME))
    if post.additional_pay is False:
        found.append(Stated(Reason.NO_ADDITIONAL_PAY, "No additional pay for the role.", PAY))
    if post.on_leadership_team is False:
        sentence = "Not on the senior leadership team."
        found.append(Stated(Reason.NOT_ON_LEADERSHIP_TEAM, sentence, LEADERSHIP))
    if in_first_year(post.started_on, today) and not post.has_mentor:
        sentence = "In the first year without a mentor."
        found.append(Stated(Reason.NO_MENTOR, sentence, MENTOR))
    if names := [EXCLUDED[code] for code in EXCLUDED if code in post.excluded]:
        sentence = f"Holds duties outside the role: {'; '.join(names)}."
        found.append(Stated(Reason.EXCLUDED_DUTIES, sentence, DUTIES))
    return tuple(found)


def in_first_year(started_on: date | None, today: date) -> bool:
    """Whether `today` is before the first anniversary of a start that has come and is known."""
    return started_on is not None and started_on <= today < years_after(started_on, 1)
