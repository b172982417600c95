"""Each use-case asks for itself who may, wherever it is called from, and finds what is there."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.evidence import Origin, Row
from trust_inclusion.domain.hours import STANDARD_WEEK
from trust_inclusion.models.academies import Academy, Evidence, Review, ReviewAction
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import briefs, evidence, hubs, reviews
from trust_inclusion.services.evidence import NotPossible
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.services.reviews import Agreed, NewReview

pytestmark = pytest.mark.usefixtures("session")
ENTRY = Row(make.CENSUS, Origin.ENTERED, "Return", sen_support=5, ehcp=1)
WIDE = {Role.DIRECTOR, Role.TRUST_LEADER, Role.HR}
UseCase = Callable[[Actor, int], object]

USE_CASES: dict[str, tuple[UseCase, set[Role]]] = {
    "read": (lambda who, urn: briefs.academy(who, urn, make.TODAY, STANDARD_WEEK),
             WIDE | {Role.HEADTEACHER, Role.GOVERNOR}),
    "enter": (lambda who, urn: evidence.enter(who, urn, ENTRY, version=0, now=make.NOW),
              {Role.DIRECTOR, Role.HR, Role.HEADTEACHER}),
    "correct": (lambda who, urn: evidence.entered(who, urn, make.CENSUS),
                {Role.DIRECTOR, Role.HR, Role.HEADTEACHER}),
    "review": (lambda who, urn: reviews.add(who, urn, NewReview(make.TODAY, "Seen"),
                                            today=make.TODAY, now=make.NOW),
               {Role.DIRECTOR, Role.TRUST_LEADER}),
    "set hub": (lambda who, urn: hubs.set_for(who, urn, "North", version=1, now=make.NOW),
                {Role.DIRECTOR, Role.HR}),
}  # fmt: skip
PEOPLE = [role for role in Role if role is not Role.OPERATOR]


@pytest.fixture
def own() -> Academy:
    """The academy of those whose role is held at one; there is another."""
    with make.saved():
        academy = make.academy("Ash")
        make.academy("Birch")
    return academy


def changes() -> list[int | None]:
    """How many rows use-cases have made."""
    return [
        db.session.scalar(select(func.count()).select_from(kind))
        for kind in (Evidence, Review, ReviewAction, AuditEvent)
    ]


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_and_who_is_refused(own: Academy, role: Role) -> None:
    actor = make.actor(role, academies=[own] if role is not Role.SENCO else [])
    urn = own.urn
    for name, (use_case, allowed) in USE_CASES.items():
        before = changes()
        if role in allowed:
            with transaction():
                use_case(actor, urn)
            assert (changes() != before) == (name in ("enter", "review", "set hub"))
            before = changes()
        for refused in (urn + 1, *([] if role in allowed else [urn])):
            with pytest.raises(Refused), transaction():
                use_case(actor, refused)
            assert changes() == before


def test_what_is_not_there() -> None:
    for use_case, _ in USE_CASES.values():
        for urn in (0, -1, 999_999, 2**31, 2**63, 10**30):
            with pytest.raises(NotThere), transaction():
                use_case(make.actor(Role.DIRECTOR), urn)


def test_a_stale_version_is_refused_before_anything_changes(own: Academy) -> None:
    director, before = make.actor(Role.DIRECTOR), changes()
    for version in (0, 2, -1):
        with pytest.raises(Changed), transaction():
            hubs.set_for(director, own.urn, "North", version=version, now=make.NOW)
    with pytest.raises(Changed), transaction():
        evidence.enter(director, own.urn, ENTRY, version=1, now=make.NOW)
    assert changes() == before


def test_figures_that_contradict_are_refused_with_their_fields(own: Academy) -> None:
    wrong = Row(make.CENSUS, Origin.ENTERED, "Return", roll=5, sen_support=5, ehcp=1,
                  sen_support_with_specialist=6)  # fmt: skip
    with pytest.raises(NotPossible) as refused, transaction():
        evidence.enter(make.actor(Role.DIRECTOR), own.urn, wrong, version=0, now=make.NOW)
    assert [field for field, _ in refused.value.problems] == [
        "sen_support_with_specialist", "roll",
    ]  # fmt: skip
    assert "more than the 5 at SEN support" in str(refused.value)
    assert db.session.scalars(select(Evidence)).all() == []


def test_an_owner_who_cannot_read_the_review_is_refused(own: Academy) -> None:
    with transaction():
        governor = make.account(Role.GOVERNOR, academies=[own])
    review = NewReview(make.TODAY, "Seen", [Agreed("Call", governor.id, make.TODAY)])
    with pytest.raises(NotThere, match="cannot be given an action"), transaction():
        reviews.add(make.actor(Role.DIRECTOR), own.urn, review, today=make.TODAY, now=make.NOW)
    assert db.session.scalars(select(Review)).all() == []
