"""Facts of an academy for the tests: its evidence, a SENCO post, who holds it and for how long."""

from datetime import date
from typing import Any

from trust_inclusion.domain.evidence import Origin, Row
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.posts import AllocationKind, Basis, Hours, PostKind
from trust_inclusion.domain.standing import AcademyFacts, Holder, PostFacts, Rules

JOINED, BEGUN, CENSUS, TODAY = (date(2019, 9, 1), date(2023, 9, 1), date(2026, 1, 15),
                                date(2026, 11, 21))  # fmt: skip
RULES = Rules((), FullWeek())
# 120 for the budget and 200 for the pupils: 320 points, 8 hours.
EVIDENCE = Row(CENSUS, Origin.ENTERED, "Return", 420, 60, 20, 12, 120_000_00, "2025-26", 100, "x")


def holder(name: str = "Ann", **more: Any) -> Holder:
    """A designated, permanent SENCO since BEGUN."""
    held: dict[str, Any] = {"started_on": BEGUN, "ended_on": None, "basis": Basis.PERMANENT,
                            "designated": True}  # fmt: skip
    return Holder(name, **{**held, **more})


def hours(minutes: int, starts_on: date = BEGUN, ends_on: date | None = None, **more: Any) -> Hours:
    """A permanent allocation."""
    kind = more.get("kind", AllocationKind.PERMANENT)
    return Hours(more.get("id", 1), minutes, starts_on, ends_on, kind)


def senco(*holders: Holder, given: tuple[Hours, ...] = (hours(480),), **more: Any) -> PostFacts:
    """A SENCO post."""
    return PostFacts(PostKind.SENCO, holders, given, **more)


def academy(*posts: PostFacts, **more: Any) -> AcademyFacts:
    """A mainstream academy in the trust since JOINED, with evidence from CENSUS."""
    told: dict[str, Any] = {"type_code": "34", "joined_on": JOINED, "left_on": None,
                            "evidence": (EVIDENCE,), "reviewed_on": ()}  # fmt: skip
    return AcademyFacts(posts=posts, **{**told, **more})
