"""Checks of job descriptions: what is looked at and what is kept, for whom, and what C09 says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.factories import NOW, TODAY
from tests.services.test_duties import Ash
from tests.services.test_duties import ash as ash  # noqa: PLC0414 (a fixture)
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import charter_posts
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.duty_list import DUTIES
from trust_inclusion.domain.job_description import LONGEST_TEXT
from trust_inclusion.models.charter import DescriptionCheck
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import settings, standing
from trust_inclusion.services.duties import descriptions
from trust_inclusion.services.duties.descriptions import Draft
from trust_inclusion.services.places import NotThere

S1 = tuple(code for code in DUTIES if code.startswith("S1"))
KEY = tuple(code for code in DUTIES if "S4-01" <= code <= "S4-08")
WORDS = "Covers classes for absent staff.\nAsks for the NASENCO.\nLoves glitter and glue."


def keep(ash: Ash, draft: Draft, who: Actor | None = None, **more: Any) -> int:
    moment = {"today": TODAY, "now": NOW, **more}
    with transaction():
        return descriptions.keep(who or ash.senco, ash.urn, ash.post_id, draft, **moment)


def rows() -> int | None:
    return db.session.scalar(select(func.count(DescriptionCheck.id)))


def condition(ash: Ash) -> Any:
    facts = standing.facts_of([ash.academy.id])[ash.academy.id]
    (post,) = charter_posts.sencos(facts, TODAY)
    return charter_posts.results_of(facts, post, settings.rules(), TODAY)["C09"]


def test_a_preview_stores_nothing(ash: Ash) -> None:
    found = descriptions.preview(ash.head, ash.urn, ash.post_id, Draft(S1), TODAY)
    assert found.conflicts == ("X02", "X03", "X04")
    assert descriptions.unbound(ash.head, Draft(S1)) == found
    assert rows() == 0
    assert not condition(ash).from_record


def test_a_kept_check_answers_c09_from_the_record(ash: Ash) -> None:
    number = keep(ash, Draft((), WORDS))
    found = descriptions.opened(ash.head, ash.urn, ash.post_id, number, TODAY)
    assert found.kept.found.excluded == ("X05",)
    assert found.kept.found.old_terms == ("NASENCO",)
    assert (found.kept.role, found.draft.words) == (Role.SENCO, WORDS)
    assert not found.differs
    assert condition(ash).reply is Reply.PARTLY
    keep(ash, Draft(KEY, "", new_post=False, agreed_on=TODAY))
    assert condition(ash).reply is Reply.YES
    assert condition(ash).from_record


def test_the_log_holds_codes_and_nothing_of_the_text(ash: Ash) -> None:
    keep(ash, Draft((), WORDS))
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "description_checked")
    ).one()
    assert event.after == {
        "check_id": 1, "agreed_on": None, "new_post": True, "excluded": ["X05"],
        "missing_tasks": [f"K{n}" for n in range(1, 9)], "old_terms": 1,
    }  # fmt: skip
    assert "glitter" not in f"{event.before} {event.after}"


def test_the_same_check_twice_on_a_day_is_one(ash: Ash) -> None:
    draft = Draft(("S1-31", "S0-01"), WORDS)
    first = keep(ash, draft)
    assert keep(ash, replace(draft, ticked=("S0-01", "S1-31", "S1-31"))) == first
    assert keep(ash, replace(draft, new_post=False)) != first
    assert keep(ash, draft, today=TODAY + timedelta(days=1)) not in (first, first + 1)
    assert rows() == 3


def test_checks_are_compared_with_the_one_before_or_another(ash: Ash) -> None:
    first, second, third = (keep(ash, Draft(one)) for one in (S1, KEY, ("S4-18",)))
    assert descriptions.opened(ash.head, ash.urn, ash.post_id, first, TODAY).other is None
    found = descriptions.opened(ash.head, ash.urn, ash.post_id, third, TODAY)
    assert found.other is not None
    assert found.other.id == second
    found = descriptions.opened(ash.head, ash.urn, ash.post_id, third, TODAY, beside=first)
    assert found.other is not None
    assert found.other.id == first
    assert [one.id for one in found.desk.checks] == [third, second, first]
    for number, beside in ((999, 0), (third, 999), (third, third), (2**40, 0)):
        with pytest.raises(NotThere):
            descriptions.opened(ash.head, ash.urn, ash.post_id, number, TODAY, beside=beside)


def test_a_check_kept_with_other_words_says_what_was_found_then(ash: Ash) -> None:
    number = keep(ash, Draft((), WORDS))
    with transaction():
        row = db.session.get_one(DescriptionCheck, number)
        row.found = {"excluded": ["X05", "X10"], "missing_tasks": [], "old_terms": []}
        row.ticked = {"codes": ["S9-99"]}
    found = descriptions.opened(ash.head, ash.urn, ash.post_id, number, TODAY)
    assert found.differs
    assert found.kept.found.excluded == ("X05", "X10")
    assert found.draft.ticked == ()


def test_what_cannot_be_checked_is_refused_in_words(ash: Ash) -> None:
    for draft, said in (
        (Draft(), "Tick the duties"),
        (Draft((), " \n "), "Tick the duties"),
        (Draft(("S9-99",)), "not in the list"),
        (Draft((), "x" * (LONGEST_TEXT + 1)), "longer than 50,000"),
        (Draft(S1, agreed_on=TODAY + timedelta(days=1)), "today or in the past"),
    ):
        with pytest.raises(ValueError, match=said):
            keep(ash, draft)
    assert rows() == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_who_may_check_and_read(ash: Ash, role: Role) -> None:
    number = keep(ash, Draft(S1))
    named = [ash.academy] if role in (Role.HEADTEACHER, Role.GOVERNOR, Role.SENCO) else []
    actor = make.actor(
        role, academies=named, person=ash.held.person if role is Role.SENCO else None
    )
    telling = {Role.DIRECTOR, Role.HR, Role.HEADTEACHER, Role.SENCO}
    post = (ash.urn, ash.post_id)
    if role in {*telling, Role.TRUST_LEADER}:
        desk = descriptions.desk(actor, *post, TODAY)
        assert desk.may_edit == (role in telling)
        assert descriptions.opened(actor, *post, number, TODAY).check.conflicts
    else:
        with pytest.raises(Refused):
            descriptions.desk(actor, *post, TODAY)
        with pytest.raises(Refused):
            descriptions.opened(actor, *post, number, TODAY)
    if role in telling:
        assert descriptions.preview(actor, *post, Draft(S1), TODAY)
        assert descriptions.unbound(actor, Draft(S1))
    else:
        for act in (
            lambda: descriptions.preview(actor, *post, Draft(S1), TODAY),
            lambda: descriptions.unbound(actor, Draft(S1)),
            lambda: keep(ash, Draft(S1), actor),
        ):
            with pytest.raises(Refused):
                act()
