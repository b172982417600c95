"""Who is written to at each step of a change, once each; and what a letter never says."""

from typing import Any

import pytest

from tests import factories as make
from tests.changing import DAY, Changing, empty_outbox, letters, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.domain.changes import Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.services.changes import steps, telling
from trust_inclusion.services.changes.finding import When


@pytest.fixture
def oak(session: Any) -> Changing:
    return Changing()


def told() -> dict[str, str]:
    """To whom and why, since the outbox was emptied; nobody has two letters."""
    found = letters()
    who = [name for name, _ in found]
    assert len(who) == len(set(who)), who
    said = {name: str(content["what"]) for name, content in found}
    empty_outbox()
    return said


def subjects() -> dict[str, str]:
    found = {name: telling.said(content).subject for name, content in letters()}
    empty_outbox()
    return found


def test_the_whole_way_of_an_increase(oak: Changing) -> None:
    one = oak.propose("senco")
    assert told() == {"head": "waits"}
    oak.take("head", one, Step.ENDORSE)
    assert told() == {"director": "waits", "senco": "moved"}
    oak.take("director", one, Step.APPROVE)
    assert told() == {"leader": "waits", "senco": "moved"}
    oak.take("leader", one, Step.CONFIRM)
    assert told() == {"senco": "moved"}


def test_subjects_say_what_and_where_and_no_more(oak: Changing) -> None:
    one = oak.propose("senco")
    assert subjects() == {"head": "A change of allocation at Oak waits for you"}
    oak.take("head", one, Step.RETURN)
    assert subjects() == {"senco": "A change of allocation at Oak was returned to you"}
    oak.resubmit("senco", one)
    assert subjects() == {"head": "A change of allocation at Oak waits for you"}
    oak.take("head", one, Step.ENDORSE)
    assert subjects()["senco"] == "The hours of your post at Oak: a change was endorsed"
    oak.take("director", one, Step.APPROVE)
    # The value of the hours is not known, so approval is not the end.
    assert subjects()["senco"] == (
        "The hours of your post at Oak: a change was approved, and waits for the trust’s "
        "confirmation"
    )
    oak.take("leader", one, Step.REJECT)
    assert subjects() == {"senco": "The hours of your post at Oak: a change was rejected"}


def test_the_proposer_hears_of_a_return_and_of_the_end(oak: Changing) -> None:
    one = oak.propose("head")
    assert told() == {"director": "waits", "senco": "moved"}
    oak.take("director", one, Step.RETURN)
    assert told() == {"head": "waits", "senco": "moved"}
    oak.resubmit("head", one)
    told()
    oak.take("director", one, Step.REJECT)
    assert subjects() == {
        "head": "The change of allocation at Oak that you proposed was rejected",
        "senco": "The hours of your post at Oak: a change was rejected",
    }


def test_a_reduction_waits_for_hr_and_the_sencos_view(oak: Changing) -> None:
    one = oak.propose("head", 240)
    assert told() == {"senco": "waits", "hr": "waits"}
    oak.take("senco", one, Step.GIVE_VIEW)
    assert told() == {"hr": "waits"}
    oak.take("hr", one, Step.MARK_SEEN)
    assert told() == {"director": "waits", "senco": "moved"}


def test_a_deputy_is_asked_as_the_director_is(oak: Changing) -> None:
    oak.add("dee", Role.GOVERNOR, academies=[oak.academy("Elsewhere")])
    oak.name_deputy("director", "dee")
    oak.propose("head")
    assert told() == {"director": "waits", "dee": "waits", "senco": "moved"}


def test_who_is_disabled_or_has_no_address_has_no_letter(oak: Changing) -> None:
    oak.disable("director")
    oak.propose("head")
    assert told() == {"leader": "waits", "senco": "moved"}


def shared(oak: Changing) -> tuple[int, int]:
    """Sam is SENCO at Elm too; the posts at both."""
    elm = oak.academy("Elm")
    with make.saved():
        second = make.senco(elm, person=oak.sam.person, hours=4)
    oak.add("elm head", Role.HEADTEACHER, academies=[elm])
    return oak.post_id, second.post_id


def test_linked_changes_write_one_letter_to_each(oak: Changing) -> None:
    one = oak.propose("director", posts=shared(oak))
    assert told() == {"head": "waits", "elm.head": "waits", "senco": "moved"}
    first, second = db.session.query(Change).order_by(Change.id)
    oak.take("head", first.id, Step.ENDORSE)
    # The director proposed both, so a trust leader decides, and only once both are endorsed.
    assert told() == {"senco": "moved"}
    oak.take("elm head", second.id, Step.ENDORSE)
    assert told() == {"leader": "waits", "senco": "moved"}
    oak.take("leader", one, Step.REJECT)
    assert told() == {"senco": "moved", "director": "proposer"}


def test_one_letter_leads_to_the_linked_change_that_waits(oak: Changing) -> None:
    """Sam is told of more hours at Oak and asked for a view on fewer at Elm: asked."""
    oak.propose("director", 480, 120, posts=shared(oak))
    content = dict(letters())["senco"]
    assert content["what"] == "waits"
    assert db.session.get_one(Change, content["change_id"]).reduction


def test_what_fails_puts_nothing_out(oak: Changing) -> None:
    one = oak.propose("senco")
    empty_outbox()
    when = When(TODAY, noon(TODAY), db.session.get_one(Change, one).version)

    def fails_after_the_step() -> None:
        with transaction():
            steps.take(oak.actor("head"), one, Step.ENDORSE, "", when)
            assert letters() != []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_after_the_step()
    assert letters() == []
    assert oak.state(one) == "proposed"


def test_what_lapses_is_told_to_the_senco_and_the_proposer(oak: Changing) -> None:
    one = oak.propose("head")
    empty_outbox()
    with transaction():
        db.session.get_one(Academy, oak.oak.id).left_on = TODAY + DAY
    for today, lapsed in ((TODAY, 0), (TODAY + DAY, 1), (TODAY + DAY, 0)):
        with transaction():
            assert steps.lapse_where_left(OPERATOR, today, noon(today)) == lapsed
    assert oak.state(one) == "lapsed"
    assert subjects() == {
        "senco": "The hours of your post at Oak: a change lapsed, because the academy left the "
        "trust",
        "head": "The change of allocation at Oak that you proposed lapsed, because the academy "
        "left the trust",
    }


def test_no_content_holds_a_name_a_reason_or_a_figure(oak: Changing) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.RETURN, comment="She is ill")
    for _, content in letters():
        assert set(content) == {"change_id", "what", "step", "state"}
        said = telling.said(content)
        for never in ("Sam", "Head", "ill", "Pupils", "8", "£"):
            assert never not in f"{said.subject} {said.link}", never
