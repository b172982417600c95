"""Lists of changes: who sees which, what waits for whom, filters, orders, figures and files."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests import listed_changes
from tests.client import Queries
from tests.factories import TODAY
from tests.listed_changes import SOON, Listed, when
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.domain.changes import Kind, State, Step
from trust_inclusion.models.changes import Change
from trust_inclusion.services import accounts, exports, settings
from trust_inclusion.services.accounts import GrantOf, NewAccount
from trust_inclusion.services.changes import figures, listing, proposing, together, waiting
from trust_inclusion.services.changes.listing import Sort
from trust_inclusion.services.changes.narrowing import Filters, Tab
from trust_inclusion.services.places import Changed

OPEN = {"proposed", "endorsed", "reduction", "to confirm"}
CLOSED = {"approved", "rejected", "withdrawn", "granted"}
COLUMNS = [
    "id", "urn", "academy", "post", "person", "kind", "state", "unsupported", "hours_now",
    "hours_proposed", "effective_on", "until", "formula_hours", "gap_before", "gap_after",
    "annual_value_gbp", "second_approval_reasons", "proposed_by", "proposed_at", "endorsed_by",
    "decided_by", "decided_at", "confirmed_by", "working_days_open",
]  # fmt: skip


@pytest.fixture
def listed(session: object) -> Listed:
    """A trust with a change in every state that lists tell apart."""
    return listed_changes.with_changes()


def shown(
    made: Listed,
    who: str = "director",
    tab: Tab = Tab.ALL,
    filters: Filters | None = None,
    sort: Sort | None = None,
) -> list[str]:
    """The names of the changes of a list, in order."""
    names = {change_id: name for name, change_id in made.changes.items()}
    view = listing.view(
        made.actor(who), tab, filters or Filters(), sort or Sort(), TODAY, revision=None
    )
    return [names[one] for one in view.ids]


SEEN = {
    **dict.fromkeys(
        ("director", "deputy", "leader", "trustee", "hr", "head and trustee"), OPEN | CLOSED
    ),
    "head": {"approved", "rejected", "proposed", "endorsed", "reduction"},
    "director of North": {"approved", "rejected", "proposed", "endorsed", "reduction"},
    "head of Cedar": {"withdrawn", "granted", "to confirm"},
    "senco": {"proposed"},
    "governor": set[str](),
    "admin": set[str](),
}
WAITS = {
    "director": {"endorsed"},
    "deputy": {"endorsed"},
    "leader": {"to confirm"},
    "trustee": {"to confirm"},
    "hr": {"reduction"},
    "head": {"proposed"},
    "director of North": {"endorsed"},
    "head of Cedar": set[str](),
    # Nobody confirms at the academy they head.
    "head and trustee": set[str](),
    "senco": set[str](),
    "governor": set[str](),
    "admin": set[str](),
}


def test_who_sees_which_rows_and_what_waits_for_whom(listed: Listed) -> None:
    for who, names in SEEN.items():
        assert set(shown(listed, who)) == names, who
        assert set(shown(listed, who, Tab.OPEN)) == names & OPEN, who
        assert set(shown(listed, who, Tab.DECIDED)) == names & CLOSED, who
        assert set(shown(listed, who, Tab.MINE)) == WAITS[who], who
        assert waiting.count(listed.actor(who), TODAY, revision=None) == len(WAITS[who])
        view = listing.view(listed.actor(who), Tab.MINE, Filters(), Sort(), TODAY, revision=None)
        assert view.counts == {
            Tab.MINE: len(WAITS[who]), Tab.OPEN: len(names & OPEN),
            Tab.DECIDED: len(names & CLOSED),
        }  # fmt: skip


def test_what_is_approved_in_passing_needs_nobody_else(listed: Listed) -> None:
    assert waiting.of(listed.actor("director"), TODAY, revision=None).approvable == {
        listed.changes["endorsed"]
    }
    listed.take("reduction", "hr", Step.MARK_SEEN)
    # It waits for the SENCO's view still.
    listed.take("proposed", "head", Step.ENDORSE)
    ids = waiting.of(listed.actor("director"), TODAY, revision=None)
    assert ids.approvable == {listed.changes["endorsed"], listed.changes["proposed"]}
    listed.take("to confirm", "leader", Step.RETURN)
    assert shown(listed, "head of Cedar", Tab.MINE) == ["to confirm"]


def test_what_is_kept_follows_every_step_account_and_day(listed: Listed) -> None:
    def count(who: str, day: date = TODAY) -> int:
        return waiting.count(listed.actor(who, day), day, revision=settings.current().revision)

    assert (count("head"), count("director")) == (1, 1)
    listed.take("proposed", "head", Step.ENDORSE)
    assert (count("head"), count("director")) == (0, 2)
    # What is out of date is theirs to send back, the reduction too: the day is in the answer.
    assert count("director", SOON + timedelta(days=1)) == 3

    before = settings.current().revision
    with transaction():
        accounts.create(
            OPERATOR,
            NewAccount("new@trust.example", "New", "", [GrantOf(Role.HR, everything=True)]),
            now=make.NOW,
        )
    assert settings.current().revision != before


@pytest.mark.parametrize(
    ("tab", "filters", "names"),
    [
        (Tab.ALL, Filters(words="ash"), {"proposed", "reduction"}),
        (Tab.ALL, Filters(words="zoe"), {"reduction"}),
        (Tab.ALL, Filters(words="cedar cy"), {"withdrawn", "granted", "to confirm"}),
        (Tab.ALL, Filters(words="100002"), {"approved", "rejected", "endorsed"}),
        (Tab.ALL, Filters(words="ash cy"), set[str]()),
        (Tab.ALL, Filters(urn=100002), {"approved", "rejected", "endorsed"}),
        (Tab.ALL, Filters(kind="temporary"), {"granted"}),
        (Tab.ALL, Filters(mark="reduction"), {"reduction"}),
        (Tab.ALL, Filters(mark="unsupported"), set[str]()),
        (Tab.OPEN, Filters(state="awaiting_trust"), {"to confirm"}),
        (Tab.OPEN, Filters(waiting=5), {"proposed"}),
        (Tab.OPEN, Filters(waiting=10), {"proposed"}),
        (Tab.DECIDED, Filters(state="approved"), {"approved", "granted"}),
        (Tab.DECIDED, Filters(since=date(2026, 10, 12)), {"rejected", "withdrawn", "granted"}),
        (Tab.DECIDED, Filters(until=date(2026, 10, 12)), {"approved", "rejected"}),
        (Tab.DECIDED, Filters(since=date(2026, 10, 13), until=date.max), {"withdrawn", "granted"}),
    ],
)
def test_filters(listed: Listed, tab: Tab, filters: Filters, names: set[str]) -> None:
    assert set(shown(listed, "director", tab, filters)) == names


def test_a_hub_filter(listed: Listed) -> None:
    hubs = {row.name: row.id for row in db.session.query(make.Hub)}
    found = shown(listed, "director", Tab.OPEN, Filters(hub_id=hubs["South"]))
    assert found == ["to confirm"]


def test_orders(listed: Listed) -> None:
    assert shown(listed, tab=Tab.OPEN) == ["proposed", "reduction", "to confirm", "endorsed"]
    assert shown(listed, tab=Tab.DECIDED) == ["granted", "withdrawn", "rejected", "approved"]
    for column, names in {
        "academy": ["proposed", "reduction", "endorsed", "to confirm"],
        "person": ["endorsed", "to confirm", "proposed", "reduction"],
        "hours": ["reduction", "endorsed", "proposed", "to confirm"],
        "state": ["to confirm", "reduction", "endorsed", "proposed"],
        "waiting": ["endorsed", "to confirm", "reduction", "proposed"],
        "value": ["reduction", "endorsed", "proposed", "to confirm"],
    }.items():
        found = shown(listed, tab=Tab.OPEN, sort=Sort(column))
        downwards = shown(listed, tab=Tab.OPEN, sort=Sort(column, descending=True))
        assert found == names, column
        if column not in ("academy", "state"):  # which have ties, by academy and age
            assert downwards == names[::-1], column
    for column in listing.SORTS:
        assert set(shown(listed, tab=Tab.ALL, sort=Sort(column))) == OPEN | CLOSED


def test_the_annual_value_is_read_only_with_the_grant(listed: Listed) -> None:
    def values(who: str) -> dict[str, int | None]:
        actor = listed.actor(who)
        ids = listing.view(actor, Tab.ALL, Filters(), Sort(), TODAY, revision=None).ids
        names = {change_id: name for name, change_id in listed.changes.items()}
        with Queries() as asked:
            rows = listing.page(actor, ids)
        assert any("annual_value" in one for one in asked.statements) == listing.sees_value(actor)
        return {names[row.id]: row.value for row in rows}

    everything = values("leader")
    assert everything["endorsed"] == 144_431
    assert values("head")["endorsed"] == 144_431
    assert values("senco")["proposed"] is not None
    assert set(values("trustee").values()) == {None}
    assert set(values("deputy").values()) == {None}
    apart = values("head and trustee")
    assert (apart["to confirm"], apart["endorsed"]) == (everything["to confirm"], None)
    for who in ("trustee", "deputy"):
        for descending in (False, True):
            with pytest.raises(Refused):
                shown(listed, who, sort=Sort("value", descending))
            with pytest.raises(Refused):
                exported(listed, who, sort=Sort("value", descending))


def test_a_wide_role_lends_nothing_to_sorting_by_value(listed: Listed) -> None:
    found = shown(listed, "head and trustee", Tab.OPEN, sort=Sort("value", descending=True))
    assert found[0] == "to confirm"
    # The rest have no value for this reader, so they stand by academy.
    assert found[1:] == ["proposed", "reduction", "endorsed"]


def test_drafts_are_their_authors_alone(listed: Listed) -> None:
    with transaction():
        proposing.keep_draft(listed.actor("head"), listed.posts["beech"], {"amount": "9"}, when())
    (draft,) = waiting.drafts(listed.actor("head"))
    assert (draft.academy, draft.post, draft.post_id) == ("Beech", "SENCO", listed.posts["beech"])
    for who in SEEN:
        if who != "head":
            assert waiting.drafts(listed.actor(who)) == [], who


def test_figures(listed: Listed) -> None:
    view = listing.view(
        listed.actor("director"), Tab.DECIDED, Filters(), Sort(), TODAY, revision=None
    )
    assert view.figures == figures.Figures(
        4.0, {"approved": 2, "rejected": 1, "withdrawn": 1}, granted_alone=1
    )
    only = Filters(state="withdrawn")
    view = listing.view(listed.actor("director"), Tab.DECIDED, only, Sort(), TODAY, revision=None)
    assert view.figures == figures.Figures(None, {"withdrawn": 1})


def exported(
    made: Listed, who: str = "director", tab: Tab = Tab.ALL, **more: Any
) -> dict[str, dict[str, Any]]:
    """The rows of the file by name."""
    names = {change_id: name for name, change_id in made.changes.items()}
    sort = more.pop("sort", Sort())
    table = exports.changes(made.actor(who), tab, Filters(), sort, TODAY, **more)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {names[int(str(row["id"]))]: row for row in rows}


def test_the_file_has_the_columns_of_the_contract(listed: Listed) -> None:
    rows = exported(listed)
    assert list(rows) == [*sorted(rows, key=lambda name: rows[name]["id"])]
    assert list(rows["approved"]) == COLUMNS
    row = {name: str(value) for name, value in rows["approved"].items() if value is not None}
    assert row == {
        "id": str(listed.changes["approved"]), "urn": "100002", "academy": "Beech",
        "post": "SENCO", "person": "Bea Beech", "kind": "permanent", "state": "approved",
        "unsupported": "False", "hours_now": "5.0", "hours_proposed": "6.0",
        "effective_on": "2026-10-01", "formula_hours": "8.0", "gap_before": "-3.0",
        "gap_after": "-2.0", "annual_value_gbp": "1444.31", "proposed_by": "Hana Head",
        "proposed_at": "2026-09-01 13:00:00+01:00", "endorsed_by": "Hana Head",
        "decided_by": "Dora Director", "decided_at": "2026-09-04 13:00:00+01:00",
        "working_days_open": "3",
    }  # fmt: skip
    assert rows["approved"]["hours_now"] == Decimal("5.0")
    assert rows["to confirm"]["second_approval_reasons"] == "large_move;costly"
    assert rows["proposed"]["working_days_open"] == 11
    assert rows["proposed"]["decided_at"] is None


def test_without_the_grant_nothing_speaks_of_cost(listed: Listed) -> None:
    for who in ("trustee", "deputy"):
        with Queries() as asked:
            rows = exported(listed, who)
        assert list(rows["to confirm"]) == [one for one in COLUMNS if one != "annual_value_gbp"]
        assert rows["to confirm"]["second_approval_reasons"] == "large_move"
        assert not any("frozen_pay" in one or "annual_value" in one for one in asked.statements)
    rows = exported(listed, "head and trustee")
    assert rows["to confirm"]["second_approval_reasons"] == "large_move;costly"
    assert rows["endorsed"]["annual_value_gbp"] is None


def test_a_deputy_decides_for_the_director(listed: Listed) -> None:
    listed.take("endorsed", "deputy", Step.APPROVE)
    assert exported(listed)["endorsed"]["decided_by"] == "Dan Deputy for Dora Director"


def test_as_it_stood_on_a_day(listed: Listed) -> None:
    on = date(2026, 10, 12)
    rows = exported(listed, as_at=on)
    assert set(rows) == {"approved", "rejected"}
    rows = exported(listed, as_at=on - timedelta(days=1))
    assert rows["rejected"]["state"] == "endorsed"
    assert rows["rejected"]["decided_by"] is None
    assert rows["rejected"]["decided_at"] is None
    assert rows["rejected"]["working_days_open"] == 4
    assert rows["rejected"]["second_approval_reasons"] == "large_move"
    assert exported(listed, as_at=TODAY) == exported(listed)
    # The story tells the same as what is stored.
    listed.take("to confirm", "leader", Step.CONFIRM)
    listed.take("reduction", "director", Step.RETURN)
    told = exported(listed, as_at=TODAY)
    later = exports.changes(
        listed.actor("director"), Tab.ALL, Filters(), Sort(), TODAY + timedelta(days=1),
        as_at=TODAY,
    )  # fmt: skip
    rows = {row[0]: dict(zip(later.columns, row, strict=True)) for row in later.rows}
    assert {name: rows[one] for name, one in listed.changes.items()} == told


def test_each_approval_is_its_own_and_none_slips_by(listed: Listed) -> None:
    def approve(who: str, name: str, version: int | None = None) -> None:
        seen = listed.version(name) if version is None else version
        with transaction():
            together.approve(listed.actor(who), listed.changes[name], when(TODAY, seen))

    def state(name: str) -> str | None:
        return db.session.scalar(select(Change.state).where(Change.id == listed.changes[name]))

    with pytest.raises(Changed, match=r"Hana Head proposed it at 12\.00pm, before you"):
        approve("director", "endorsed", version=99)
    with pytest.raises(Refused):
        approve("hr", "endorsed")
    seen = listed.version("endorsed")
    approve("director", "endorsed", seen)
    approve("director", "endorsed", seen)  # the same form sent twice
    assert state("endorsed") == State.APPROVED
    with pytest.raises(Changed, match="Dora Director approved it"):
        approve("other director", "endorsed", seen)

    large = listed.propose(
        "large", "head", "beech", 14, on=SOON + timedelta(days=10), kind=Kind.PERMANENT
    )
    with pytest.raises(Refused, match=r"more hours a week .*; its annual value is above"):
        approve("director", "large")
    with pytest.raises(Refused, match="reason that speaks of cost"):
        approve("deputy", "large")
    assert state("large") == State.ENDORSED
    assert large not in waiting.of(listed.actor("director"), TODAY, revision=None).approvable


@pytest.mark.parametrize("many", [1, 30])
def test_what_waits_is_asked_in_as_many_queries_however_many(session: object, many: int) -> None:
    made = listed_changes.trust()
    with make.saved():
        for number in range(many):
            academy = make.academy(f"More {number}")
            made.posts[f"more {number}"] = make.senco(academy, hours=5).post_id
    for number in range(many):
        made.propose(f"more {number}", "director", f"more {number}", 6)
    who = made.actor("other director")
    with Queries() as asked:
        found = waiting.ids(who, TODAY, revision=None)
    assert len(found) == many
    assert len(asked) == 5, asked.statements
