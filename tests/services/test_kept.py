"""Answers kept until something changes: never older than the last change, in any process."""

from datetime import date

import pytest

from tests import factories as make
from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.services import academies, accounts, hubs, kept, settings, sign_ins
from trust_inclusion.services.academies import Filters, Sort

pytestmark = pytest.mark.usefixtures("session")
DAY = make.TODAY


def test_asked_once_under_a_revision_and_again_under_the_next() -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [kept.until_changed(7, "one", ask) for _ in range(3)] == [1, 1, 1]
    assert kept.until_changed(7, "other", ask) == 2
    assert kept.until_changed(8, "one", ask) == 3
    assert kept.until_changed(None, "one", ask) == 4, "without a revision nothing is kept"


def test_an_answer_that_is_nothing_is_kept_too() -> None:
    asked: list[int] = []
    for _ in range(2):
        assert kept.until_changed(1, "nothing", lambda: asked.append(1)) is None
    assert len(asked) == 1


def test_only_so_many_are_kept() -> None:
    asked: list[int] = []
    for number in range(kept.MOST + 1):
        kept.until_changed(1, number, lambda: asked.append(1))
    kept.until_changed(1, 0, lambda: asked.append(1))
    assert len(asked) == kept.MOST + 2, "the one asked for longest ago was let go"


def present() -> int | None:
    return settings.current().revision


def test_every_change_of_a_standing_raises_the_revision_and_the_view_follows() -> None:
    with transaction():
        settings.name_trust("Trust")
    with make.saved():
        academy = make.academy("Ash")
        director = make.actor(Role.DIRECTOR)
    before = present()
    shown = academies.view(director, Filters(), Sort(), DAY, revision=before)
    assert shown.counts.by_status == {"vacant": 1}
    with make.saved():
        make.evidence_for(academy)
        make.senco(academy, hours=5)
    after = present()
    assert before is not None
    assert after is not None
    assert after > before
    again = academies.view(director, Filters(), Sort(), DAY, revision=after)
    assert again.counts.by_status == {"short": 1}


def test_the_hub_of_an_academy_is_followed_too() -> None:
    with transaction():
        settings.name_trust("Trust")
    with make.saved():
        academy = make.academy("Ash")
        director = make.actor(Role.DIRECTOR)
    with transaction():
        hubs.set_for(director, academy.urn, "Coast", version=academy.version, now=make.NOW)
        hub_id = academy.hub_id
    shown = academies.view(director, Filters(hub_id=hub_id), Sort(), DAY, revision=present())
    assert list(shown.ids) == [academy.id]


def test_readers_with_other_reach_never_share_a_view() -> None:
    with transaction():
        settings.name_trust("Trust")
    with make.saved():
        mine, _ = make.academy("Ash"), make.academy("Birch")
        director = make.actor(Role.DIRECTOR)
        head = make.actor(Role.HEADTEACHER, academies=[mine])
    for who, many in ((director, 2), (head, 1), (director, 2), (head, 1)):
        found = academies.view(who, Filters(), Sort(), DAY, revision=present())
        assert found.counts.total == many


def test_the_day_is_part_of_a_view() -> None:
    with transaction():
        settings.name_trust("Trust")
    with make.saved():
        make.academy("Ash", left_on=date(2026, 12, 1))
        director = make.actor(Role.DIRECTOR)
    today = academies.view(director, Filters(), Sort(), DAY, revision=present())
    later = academies.view(director, Filters(), Sort(), date(2026, 12, 1), revision=present())
    assert (today.counts.total, later.counts.total) == (1, 0)


def test_a_sign_in_brings_the_present_revision() -> None:
    with transaction():
        settings.name_trust("Trust")
    with make.saved():
        account = make.account(Role.DIRECTOR)
    with transaction():
        secret = accounts.begin(account.id, account.email, now=make.NOW, hours=1)
    found = sign_ins.signed_in(secret, now=make.NOW, today=DAY)
    assert found is not None
    assert found.settings.revision == present()
