"""Cover taken and given back: who keeps a ledger, what it refuses, and what academies owe."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused, Role
from trust_inclusion.domain.cover_ledger import Entry, Way
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.lived import CoverEntry
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import exports, settings
from trust_inclusion.services.cover import ledger, owed
from trust_inclusion.services.cover.finding import NotPossible
from trust_inclusion.services.cover.owed import Wanted
from trust_inclusion.services.places import Changed, NotThere

pytestmark = pytest.mark.usefixtures("session")
FRIDAY = date(2026, 11, 20)
T, B = Way.TAKEN, Way.GIVEN_BACK


def add(
    actor: Actor, post_id: int, on: date = FRIDAY, minutes: int = 60, *, way: Way = T,
    version: int | None = None,
) -> None:  # fmt: skip
    if version is None:
        version = ledger.page(actor, post_id, make.TODAY).version
    with transaction():
        ledger.add(
            actor, post_id, Entry(on, way, minutes), version=version, today=make.TODAY,
            now=make.NOW,
        )  # fmt: skip


def strike(actor: Actor, post_id: int, entry_id: int) -> None:
    with transaction():
        ledger.strike(actor, post_id, entry_id, today=make.TODAY, now=make.NOW)


def only() -> CoverEntry:
    return db.session.scalars(select(CoverEntry)).one()


@pytest.fixture
def ash() -> Academy:
    with make.saved():
        settings.name_trust("Larch Trust")
        return make.academy("Ash")


@pytest.fixture
def olive(ash: Academy) -> Appointment:
    with make.saved():
        return make.senco(ash, "Olive Own")


@pytest.fixture
def head(ash: Academy) -> Actor:
    with make.saved():
        return make.actor(
            Role.HEADTEACHER, account=make.account("headteacher", academies=[ash]), academies=[ash]
        )


@pytest.fixture
def senco(olive: Appointment) -> Actor:
    with make.saved():
        return make.actor(Role.SENCO, account=make.account("senco", person=olive.person))


def test_both_keep_the_ledger_and_it_says_who(
    olive: Appointment, head: Actor, senco: Actor
) -> None:
    add(senco, olive.post_id, FRIDAY - timedelta(days=3), 90)
    add(head, olive.post_id, FRIDAY, 30, way=B)
    page = ledger.page(senco, olive.post_id, make.TODAY)
    assert [(e.way, e.minutes, e.owed, e.by_senco) for e in page.entries] == [
        (B, 30, 60, False), (T, 90, 90, True),
    ]  # fmt: skip
    assert (page.ledger.owed, page.version, page.may_keep) == (60, 2, True)
    told = [(e.action, e.before, e.after) for e in db.session.scalars(select(AuditEvent))]
    assert told[-1] == (
        "cover_recorded", None, {"on": "2026-11-20", "way": "given_back", "minutes": 30},
    )  # fmt: skip


READERS = {Role.DIRECTOR, Role.TRUST_LEADER, Role.HR, Role.HEADTEACHER}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_and_who_is_refused(olive: Appointment, ash: Academy, role: Role) -> None:
    with make.saved():
        make.cover(olive, FRIDAY)
        birch = make.academy("Birch")
    at = [] if role is Role.SENCO else [ash]
    actor = OPERATOR if role is Role.OPERATOR else make.actor(role, academies=at)
    elsewhere = make.actor(role, academies=[birch]) if at else actor
    if role in READERS:
        page = ledger.page(actor, olive.post_id, make.TODAY)
        assert page.may_keep == (role is Role.HEADTEACHER)
        assert owed.view(actor, Wanted(), make.TODAY, revision=None).taken == 60
    else:
        with pytest.raises(Refused):
            ledger.page(actor, olive.post_id, make.TODAY)
        assert not owed.sees_academies(actor)
        assert list(owed.view(actor, Wanted(), make.TODAY, revision=None).ids) == []
    with pytest.raises(Refused):
        ledger.page(elsewhere, olive.post_id, make.TODAY)
    if role is not Role.HEADTEACHER:
        with pytest.raises(Refused):
            add(actor, olive.post_id, version=1)
        with pytest.raises(Refused):
            strike(actor, olive.post_id, only().id)
        with pytest.raises(Refused):
            ledger.to_keep(actor, olive.post_id, make.TODAY)
    assert only().struck_at is None


def test_another_senco_has_no_part_in_it(olive: Appointment, ash: Academy) -> None:
    with make.saved():
        carl = make.senco(ash, "Carl Colleague")
    colleague = make.actor(Role.SENCO, person=carl.person, academies=[ash])
    with pytest.raises(Refused):
        ledger.page(colleague, olive.post_id, make.TODAY)
    assert [post.id for post, _, _ in ledger.balances(colleague, make.TODAY)] == [carl.post_id]


@pytest.mark.parametrize("post_id", [0, 999_999, 2**31, 2**40])
def test_what_is_not_there(head: Actor, post_id: int) -> None:
    with pytest.raises(NotThere):
        ledger.page(head, post_id, make.TODAY)
    with pytest.raises(NotThere):
        add(head, post_id, version=0)
    with pytest.raises(NotThere):
        strike(head, post_id, 1)


def test_a_trust_wide_post_has_no_ledger() -> None:
    with make.saved():
        post = make.post(None, kind=PostKind.TRUST_WIDE)
        held = make.appointment(post, make.person(), designated=False)
    with pytest.raises(NotThere):
        ledger.page(make.actor(Role.SENCO, person=held.person), post.id, make.TODAY)


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        ((FRIDAY + timedelta(days=2), 60, T), "on", "today or earlier"),
        ((date(2024, 11, 20), 60, T), "on", "within the last 2 years"),
        ((date(2020, 1, 6), 60, T), "on", "You did not hold this post"),
        ((FRIDAY, 0, T), "minutes", "more than 0"),
        ((FRIDAY, 660, T), "minutes", "more than a school day"),
        ((FRIDAY, 61, B), "minutes", "Only 1 h was owed"),
        ((FRIDAY - timedelta(days=4), 30, B), "minutes", "Nothing was owed"),
    ],
)
def test_what_cannot_be(
    olive: Appointment, senco: Actor, entry: tuple[date, int, Way], field: str, said: str
) -> None:
    add(senco, olive.post_id, FRIDAY - timedelta(days=2))
    on, minutes, way = entry
    with pytest.raises(NotPossible) as refused:
        add(senco, olive.post_id, on, minutes, way=way)
    ((found, sentence),) = refused.value.problems
    assert found == field
    assert said in sentence
    assert only().minutes == 60


def test_two_at_once_and_one_sent_twice(olive: Appointment, head: Actor, senco: Actor) -> None:
    add(senco, olive.post_id, FRIDAY - timedelta(days=1), 60, version=0)
    with pytest.raises(Changed):
        add(senco, olive.post_id, FRIDAY - timedelta(days=1), 60, version=0)
    add(head, olive.post_id, FRIDAY, 60, way=B, version=1)
    with pytest.raises(Changed):
        add(senco, olive.post_id, FRIDAY, 60, way=B, version=1)
    with pytest.raises(NotPossible, match="Nothing was owed"):
        add(senco, olive.post_id, FRIDAY, 60, way=B)


def test_a_mistake_is_struck_out_and_stays_in_view(
    olive: Appointment, head: Actor, senco: Actor
) -> None:
    add(senco, olive.post_id)
    strike(head, olive.post_id, only().id)
    page = ledger.page(senco, olive.post_id, make.TODAY)
    ((struck),) = page.entries
    assert (struck.owed, struck.struck_by_senco, page.ledger.owed) == (None, False, 0)
    assert page.version == 2
    with pytest.raises(Changed, match="struck out already"):
        strike(senco, olive.post_id, struck.id)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.after) == ("cover_struck", None)


def test_what_was_given_back_holds_what_was_taken(olive: Appointment, senco: Actor) -> None:
    add(senco, olive.post_id, FRIDAY - timedelta(days=1))
    taken = only().id
    add(senco, olive.post_id, FRIDAY, way=B)
    with pytest.raises(NotPossible, match="strike out what was given back first"):
        strike(senco, olive.post_id, taken)
    assert ledger.page(senco, olive.post_id, make.TODAY).ledger.owed == 0


def test_an_entry_of_another_ledger_is_not_there(olive: Appointment, head: Actor) -> None:
    with make.saved():
        other = make.cover(make.senco(make.academy("Birch")), FRIDAY)
    for entry_id in (other.id, 0, 999_999, 2**40):
        with pytest.raises(NotThere):
            strike(head, olive.post_id, entry_id)


def test_a_former_holder_reads_their_own_time_only(ash: Academy, olive: Appointment) -> None:
    with make.saved():
        former = make.appointment(
            olive.post, make.person(), since=date(2024, 9, 1), until=date(2026, 8, 31)
        )
        make.cover(olive, FRIDAY)
        mine = make.cover(former, date(2026, 3, 3), 45)
    actor = make.actor(Role.SENCO, person=former.person)
    page = ledger.page(actor, olive.post_id, make.TODAY)
    assert [(entry.id, entry.owed) for entry in page.entries] == [(mine.id, 45)]
    assert ledger.balances(actor, make.TODAY) == []
    with pytest.raises(NotThere):
        strike(actor, olive.post_id, mine.id - 1)
    add(actor, olive.post_id, date(2026, 3, 4))
    with pytest.raises(NotPossible, match="You did not hold this post on that day"):
        add(actor, olive.post_id, FRIDAY)


def test_a_former_holder_is_told_no_figure_of_somebody_else(olive: Appointment) -> None:
    with make.saved():
        former = make.appointment(
            olive.post, make.person(), since=date(2024, 9, 1), until=date(2026, 8, 31)
        )
        before = make.appointment(olive.post, make.person(), since=date(2023, 9, 1))
        make.cover(before, date(2026, 3, 2), 300)
        make.cover(former, date(2026, 3, 3), 45)
    actor = make.actor(Role.SENCO, person=former.person)
    with pytest.raises(NotPossible, match=r"Only 45 min was owed"):
        add(actor, olive.post_id, date(2026, 3, 4), 360, way=B)
    with make.saved():
        make.cover(before, date(2026, 3, 4), 330, given_back=True)
    with pytest.raises(NotPossible, match="beside what others have recorded") as refused:
        add(actor, olive.post_id, date(2026, 3, 4), 45, way=B)
    assert not any(figure.isdigit() for figure in str(refused.value))


def test_another_senco_of_the_post_is_not_taken_for_the_head(
    ash: Academy, olive: Appointment, head: Actor
) -> None:
    with make.saved():
        beside = make.appointment(olive.post, make.person("Bea Beside"), since=date(2025, 9, 1))
        account = make.account("senco", person=beside.person)
        mine = make.cover(olive, FRIDAY, by=account)
        theirs = make.cover(olive, FRIDAY, 30)
    strike(make.actor(Role.SENCO, account=account), olive.post_id, mine.id)
    strike(head, olive.post_id, theirs.id)
    entries = ledger.page(head, olive.post_id, make.TODAY).entries
    assert {(one.id, one.by_senco, one.struck_by_senco) for one in entries} == {
        (mine.id, True, True), (theirs.id, False, False),
    }  # fmt: skip


def test_a_head_enters_the_time_of_whoever_held_the_post(ash: Academy, head: Actor) -> None:
    with make.saved():
        begun = make.senco(ash, since=date(2026, 9, 1))
    with pytest.raises(NotPossible, match="Nobody held this post on that day"):
        add(head, begun.post_id, date(2026, 8, 31))
    add(head, begun.post_id)
    assert only().person_id == begun.person_id


def test_a_head_enters_the_designated_holders_time(
    ash: Academy, olive: Appointment, head: Actor
) -> None:
    with make.saved():
        make.appointment(
            olive.post, make.person("Ada Aide"), since=date(2020, 1, 1), designated=False
        )
    add(head, olive.post_id)
    assert only().person_id == olive.person_id


def test_who_has_still_to_begin_has_no_part_in_it(olive: Appointment) -> None:
    with make.saved():
        coming = make.appointment(olive.post, make.person(), since=make.TODAY + timedelta(days=1))
    actor = make.actor(Role.SENCO, person=coming.person)
    with pytest.raises(Refused):
        ledger.page(actor, olive.post_id, make.TODAY)
    assert ledger.page(actor, olive.post_id, make.TODAY + timedelta(days=1)).may_keep


def test_an_academy_that_left_gives_no_access(
    olive: Appointment, ash: Academy, senco: Actor
) -> None:
    add(senco, olive.post_id)
    with make.saved():
        ash.left_on = make.TODAY
    for actor in (senco, make.actor(Role.DIRECTOR)):
        with pytest.raises(NotThere):
            ledger.page(actor, olive.post_id, make.TODAY)
    assert ledger.balances(senco, make.TODAY) == []
    view = owed.view(make.actor(Role.DIRECTOR), Wanted(), make.TODAY, revision=None)
    assert (list(view.ids), view.taken) == ([], 0)


# --- What academies owe ------------------------------------------------------------------------


@pytest.fixture
def several(session: object) -> None:
    """Ash owes 2 h in two posts, Birch nothing any more, Cedar has nothing recorded."""
    with make.saved():
        settings.name_trust("Larch Trust")
        north = make.hub("North")
        ash = make.academy("Ash", hub=north)
        birch, _ = make.academy("Birch", phase="4"), make.academy("Cedar")
        first, second = make.senco(ash, "Olive Own"), make.senco(ash, "Carl", title="SENCO 2")
        make.cover(first, FRIDAY, 90)
        make.cover(first, FRIDAY, 600, struck=True)
        make.cover(second, FRIDAY - timedelta(days=9), 60)
        make.cover(second, FRIDAY, 30, given_back=True)
        other = make.senco(birch)
        make.cover(other, FRIDAY - timedelta(days=1), 60)
        make.cover(other, FRIDAY, 60, given_back=True)


def names(wanted: Wanted, actor: Actor | None = None) -> list[str]:
    return [one.academy for one in owed.every(actor or make.actor("hr"), wanted, make.TODAY)]


@pytest.mark.usefixtures("several")
def test_balances_by_academy() -> None:
    hr = make.actor(Role.HR)
    view = owed.view(hr, Wanted(), make.TODAY, revision=None)
    assert (view.taken, view.given_back, view.owing) == (210, 90, 1)
    ash, birch, cedar = owed.page(hr, view.ids, make.TODAY)
    assert (ash.taken, ash.given_back, ash.owed) == (150, 30, 120)
    assert ash.oldest == FRIDAY - timedelta(days=9)
    assert [title for _, title, _ in ash.posts] == ["SENCO", "SENCO 2"]
    assert (birch.owed, birch.oldest, cedar.posts) == (0, None, [])


@pytest.mark.usefixtures("several")
def test_filters_and_orders() -> None:
    assert names(Wanted(sort="owed", descending=True)) == ["Ash", "Birch", "Cedar"]
    assert names(Wanted(sort="owed")) == ["Birch", "Cedar", "Ash"]
    assert names(Wanted(descending=True)) == ["Cedar", "Birch", "Ash"]
    assert names(Wanted(balance=owed.OWED)) == ["Ash"]
    assert names(Wanted(balance=owed.EVEN)) == ["Birch"]
    assert names(Wanted(balance=owed.NONE)) == ["Cedar"]
    assert names(Wanted(phase="secondary")) == ["Birch"]
    assert names(Wanted(words="olive")) == ["Ash"]
    assert names(Wanted(words="100%_")) == []
    assert names(Wanted(hub_id=999)) == []


@pytest.mark.usefixtures("several")
def test_the_file_has_the_rows_of_the_page() -> None:
    table = exports.cover(make.actor(Role.HR), Wanted(balance=owed.OWED), make.TODAY)
    (row,) = table.rows
    told = dict(zip(table.columns, row, strict=True))
    assert (told["academy"], told["hub"], told["senco"]) == ("Ash", "North", "Olive Own; Carl")
    assert [str(told[f"{name}_hours"]) for name in ("taken", "given_back", "owed")] == [
        "2.5", "0.5", "2.0",
    ]  # fmt: skip
    assert told["oldest_owed_on"] == FRIDAY - timedelta(days=9)


@pytest.mark.usefixtures("several")
def test_the_list_asks_as_often_whatever_its_length() -> None:
    hr = make.actor(Role.HR)

    def asked() -> int:
        with Queries() as queries:
            view = owed.view(hr, Wanted(sort="owed"), make.TODAY, revision=None)
            owed.page(hr, view.ids[:50], make.TODAY)
        return len(queries)

    few = asked()
    with make.saved():
        for _ in range(40):
            make.cover(make.senco(make.academy()), FRIDAY)
    assert asked() == few == 3


def test_kept_views_hear_of_every_entry(olive: Appointment, senco: Actor) -> None:
    director = make.actor(Role.DIRECTOR)

    def taken() -> int:
        revision = settings.current().revision
        return owed.view(director, Wanted(), make.TODAY, revision=revision).taken

    assert taken() == 0
    add(senco, olive.post_id)
    assert taken() == 60
    strike(senco, olive.post_id, only().id)
    assert taken() == 0
