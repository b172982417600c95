"""What waits is the same number in the header, on home and in the lists it leads to."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client, Queries
from tests.conftest import build_app
from tests.web.conftest import Trust
from tests.web.test_records import COURSE, TEACHER, compared, stored, tell
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.changes import Kind as ChangeKind
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.records import Claim, Ruling
from trust_inclusion.services import sign_ins
from trust_inclusion.services.changes import proposing
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal

HEADER = re.compile(r'<span class="app-count">(\d+)</span><span class="app-who__words">')


@pytest.fixture
def elsewhere(trust: Trust, database_url: str) -> Iterator[Client]:
    """HR's browser at another process on the same database."""
    app = build_app(database_url)
    yield Client(app).sign_in(trust.accounts["hr"])
    with app.app_context():
        db.engine.dispose()


def waiting(client: Client, path: str = "/") -> int:
    """The count in the header of a page; it stands there once, and once on a phone's menu."""
    page = client.get(path)
    found = HEADER.findall(page)
    assert len(found) == page.count('<span class="app-count">') - len(found) < 2
    return int(found[0]) if found else 0


def test_a_claim_waits_for_hr_in_every_process_until_it_is_checked(
    trust: Trust, elsewhere: Client
) -> None:
    hr, senco = trust.client("hr"), trust.client("senco")
    olive = f"/people/{trust.people['Olive Own']}"
    assert (waiting(hr), waiting(elsewhere)) == (0, 0)
    tell(senco, f"{olive}/teacher", **TEACHER)
    tell(senco, f"{olive}/qualifications/add", **COURSE)
    for client in (hr, elsewhere):
        for path in ("/", "/academies/", "/people/", olive):
            assert waiting(client, path) == 2, path
    home = hr.get("/")
    assert '<a class="govuk-link" href="/people/?waiting=yes">2 changes to check on one' in home
    listed = hr.get("/people/?waiting=yes")
    assert "1 person" in listed
    assert "2 changes" in listed
    assert "Olive Own" in listed
    for claim_about in ("teacher", "qualification"):
        claim = stored(trust, Claim, about=claim_about)
        hr.post(f"{olive}/claims/{claim.id}/accept", compared(hr, olive, claim))
    assert (waiting(hr), waiting(elsewhere)) == (0, 0)
    for name in ("director", "headteacher", "governor", "admin"):
        assert "to check on" not in trust.client(name).get("/"), name


def test_a_ruling_waits_for_who_decides_it(trust: Trust) -> None:
    nora = trust.people["Nora Next"]
    with trust.app.app_context(), make.saved():
        ruling = Ruling(person_id=nora, kind="accept", reasons="Because", state="proposed")
        ruling.proposed_at = make.NOW
        db.session.add(ruling)
    director = trust.client("director")
    assert waiting(director) == 1
    home = director.get("/")
    assert f'href="/people/{nora}#rulings">The ruling on Nora Next to decide' in home
    assert waiting(trust.client("trustee")) == 1
    assert waiting(trust.client("director of a hub")) == 0
    for name in ("hr", "headteacher", "deputy"):
        assert "to decide" not in trust.client(name).get("/"), name


def test_a_proposal_shows_at_once_where_nothing_was_kept_for_it(trust: Trust) -> None:
    director = trust.client("director")
    assert waiting(director) == 0
    with trust.app.app_context(), make.saved():
        ruling = Ruling(
            person_id=trust.people["Olive Own"], kind="accept", reasons="x", state="proposed"
        )
        ruling.proposed_at = make.NOW
        db.session.add(ruling)
    assert waiting(director) == 1


def test_a_confirmation_waits_and_is_seen_at_once_in_every_process(
    trust: Trust, elsewhere: Client
) -> None:
    hr, senco = trust.client("hr"), trust.client("senco")
    for client in (hr, elsewhere):
        assert "3 SENCOs have not confirmed" in client.get("/")
    assert waiting(senco) == 1
    senco.post("/record/confirm")
    assert waiting(senco) == 0
    for client in (hr, elsewhere):
        assert "2 SENCOs have not confirmed" in client.get("/")


def test_a_senco_reads_that_hr_refused_until_they_tell_it_anew_or_two_months_passed(
    trust: Trust, clock: TimeMachineFixture
) -> None:
    hr, senco = trust.client("hr"), trust.client("senco")
    olive = f"/people/{trust.people['Olive Own']}"
    tell(senco, f"{olive}/teacher", **TEACHER)
    claim = stored(trust, Claim)
    refuse = {"version": claim.version, "reason": "The letter is <b>older</b>"}
    hr.post(f"{olive}/claims/{claim.id}/refuse", refuse)
    home = senco.get("/")
    assert "(teacher status) and left it as it was" in home
    assert "The letter is &lt;b&gt;older&lt;/b&gt;" in home
    assert "older" not in hr.get("/")
    assert "older" not in trust.client("headteacher").get("/")
    clock.move_to(datetime(2027, 1, 21, 12, tzinfo=UTC))
    assert "older" not in trust.client("senco").get("/")
    clock.move_to(make.NOW)
    senco = trust.client("senco")
    assert "older" in senco.get("/")
    tell(senco, f"{olive}/teacher", **TEACHER)
    assert "older" not in senco.get("/")


def test_a_page_costs_no_more_where_something_waits_but_for_once_after_a_change(
    trust: Trust,
) -> None:
    director = trust.client("director")

    def asked(path: str) -> list[int]:
        many: list[int] = []
        with trust.app.app_context():
            for _ in range(2):
                with Queries() as queries:
                    director.get(path)
                many.append(len(queries))
        return many

    # Once after a change: which academies the list shows, and what the stages are called.
    assert asked("/academies/") == [5, 3]
    with trust.app.app_context(), make.saved():
        person_id = trust.people["Olive Own"]
        ruling = Ruling(person_id=person_id, kind="accept", reasons="x", state="proposed")
        ruling.proposed_at = make.NOW
        db.session.add(ruling)
    assert asked("/academies/") == [6, 3]


def test_a_change_waits_for_whoever_is_next(trust: Trust) -> None:
    others = ("headteacher", "hr", "governor", "admin", "senco")
    before = {name: waiting(trust.client(name)) for name in others}
    with trust.app.app_context():
        head = sign_ins.actor_of(trust.accounts["headteacher"].id, today=make.TODAY)
        assert head is not None
        olive = select(Appointment.post_id).where(
            Appointment.person_id == trust.people["Olive Own"]
        )
        wanted = Wanted(ChangeKind.PERMANENT, 540, make.TODAY)
        asked = Proposal(db.session.scalars(olive).one(), wanted, "More pupils")
        with transaction():
            proposing.propose(head, [asked], When(make.TODAY, make.NOW))
        db.session.remove()
    director = trust.client("director")
    for path in ("/", "/academies/"):
        assert waiting(director, path) == 1, path
    assert '<a class="govuk-link" href="/changes/">1 change of allocation' in director.get("/")
    assert {name: waiting(trust.client(name)) for name in others} == before
