"""Who could step up as SENCO at an academy, from plain facts; nobody is thin.

Source: a SENCO is a qualified teacher who has completed induction and works as a teacher at the
school (SEND Regulations 2014, regulation 49(2)); a course may be begun before the appointment
(DfE, NPQ for SENCOs). Aspiring, assistant and deputy SENCOs: the rulebook, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trust_inclusion.domain.pathway import Need, Stage, Track, of_track
from trust_inclusion.domain.pathway_steps import Readiness

_SOONEST = {None: len(Readiness), **{one: place for place, one in enumerate(Readiness)}}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the trust, as it concerns one academy. None is not recorded.

    `is_senco`: designated at this academy today. `here`: works there; `would_move`: has said that
    another academy is welcome. `preparing`: aspiring, assistant or deputy SENCO, by post or stage.
    `award_held`, `award_begun`: NPQSENCO or NASENCO. `readiness` as agreed with the person.
    """

    person_id: int
    name: str
    here: bool
    is_senco: bool = False
    would_move: bool = False
    qts: bool | None = None
    induction: bool | None = None
    preparing: bool = False
    award_held: bool = False
    award_begun: bool = False
    readiness: Readiness | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A person with the facts for it, and what is still to be settled before it could be."""

    candidate: Candidate
    facts: tuple[str, ...]
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """Who could step up, and who could once something is settled.

    By agreed readiness, soonest first, then by name: never by a sum of facts.
    """

    could: tuple[Named, ...] = ()
    not_yet: tuple[Named, ...] = ()

    @property
    def is_thin(self) -> bool:
        """Nobody could step up as the record stands."""
        return not self.could

    @property
    def sentence(self) -> str:
        if self.could:
            number = len(self.could)
            return f"{number} {'person' if number == 1 else 'people'} could step up."
        if self.not_yet:
            return "Thin: nobody could step up yet; see what is to be settled."
        return "Thin: nobody could step up."


def preparing_stages(stages: Iterable[Stage]) -> frozenset[tuple[Track, int]]:
    """The stages that prepare for the role, by track and code: those before the first that asks
    for a SENCO post, and that ask for what a SENCO must be, a teacher with induction completed."""
    found: set[tuple[Track, int]] = set()
    every = tuple(stages)
    for track in (Track.SCHOOL, Track.TRUST):
        here = of_track(every, track)
        posts = [place for place, one in enumerate(here) if Need.SENCO_POST in one.needs]
        for one in here[: posts[0]] if posts else ():
            if {Need.QTS, Need.INDUCTION} <= set(one.needs):
                found.add((track, one.code))
    return frozenset(found)


def succession(people: Iterable[Candidate]) -> Succession:
    """Who could step up at an academy, of all whom the trust has."""
    found = sorted(
        (_named(one) for one in people if _considered(one)),
        key=lambda one: (
            _SOONEST[one.candidate.readiness],
            one.candidate.name.casefold(),
            one.candidate.person_id,
        ),
    )
    return Succession(
        tuple(one for one in found if not one.unsettled),
        tuple(one for one in found if one.unsettled),
    )


def _considered(one: Candidate) -> bool:
    near = one.here or one.would_move
    return near and not one.is_senco and (one.preparing or one.award_held or one.award_begun)


def _named(one: Candidate) -> Named:
    facts: list[str] = ["Works here" if one.here else "Would move from another academy"]
    if one.preparing:
        facts.append("Prepares for the role")
    if one.award_held:
        facts.append("Holds the SENCO award")
    elif one.award_begun:
        facts.append("Has begun the SENCO award")
    unsettled: list[str] = []
    for told, no, unknown in (
        (one.qts, "Qualified teacher status not held", "Qualified teacher status not recorded"),
        (one.induction, "Induction not completed", "Induction not recorded"),
    ):
        if not told:
            unsettled.append(unknown if told is None else no)
    return Named(one, tuple(facts), tuple(unsettled))
