"""What the page of a change says, in sentences."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from trust_inclusion.domain import change_sentences
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.change_sentences import Asked
from trust_inclusion.domain.changes import Case, Kind, State
from trust_inclusion.domain.frozen import Value
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import Basis

SINCE, TODAY = date(2026, 11, 3), date(2026, 11, 20)
ENDORSED = Case(State.ENDORSED)
REDUCED = replace(ENDORSED, reduction=True)
SALARY = Salary("2026/27", "Rest of England", "Main", "M5", 4_352_900, "provisional", "")


def test_what_a_change_asks_for() -> None:
    until = date(2027, 3, 31)
    asked = Asked(Kind.PERMANENT, 720, 900, date(2027, 1, 1), None)
    assert change_sentences.moves(asked) == "from 12.0 to 15.0 hours a week from 1 January 2027"
    asked = asked._replace(kind=Kind.ONE_OFF, proposed=1200, until=until)
    said = "20.0 hours in all from 1 January 2027 to 31 March 2027"
    assert change_sentences.moves(asked) == said
    assert change_sentences.whose("Sam Reed", "SENCO", "Oak") == "Sam Reed, SENCO at Oak"
    assert change_sentences.whose(None, "SENCO", "Oak") == "SENCO at Oak"


@pytest.mark.parametrize(
    ("case", "whom"),
    [
        (Case(State.PROPOSED), "the head teacher"),
        (Case(State.PROPOSED, has_head=False), "the Director of Inclusion"),
        (ENDORSED, "the Director of Inclusion or their deputy"),
        (replace(ENDORSED, director_may=False), "a trust leader"),
        (REDUCED, "HR"),
        (replace(REDUCED, seen_by_hr=True), "the SENCO’s view"),
        (replace(REDUCED, seen_by_hr=True, working_days=10),
         "the Director of Inclusion or their deputy"),
        (replace(REDUCED, seen_by_hr=True, held=False),
         "the Director of Inclusion or their deputy"),
        (Case(State.RETURNED), "whoever proposed it"),
        (Case(State.AWAITING_TRUST), "a trust leader"),
    ],
)  # fmt: skip
def test_whose_turn_it_is(case: Case, whom: str) -> None:
    said = change_sentences.turn(case, SINCE, TODAY)
    assert said.startswith(f"Waits for {whom} since 3 November, 13 working days.")


def test_turns_of_other_days() -> None:
    assert change_sentences.turn(ENDORSED, TODAY, TODAY).endswith("since today.")
    last_year = change_sentences.turn(ENDORSED, date(2025, 12, 30), date(2026, 1, 2))
    assert "since 30 December 2025, 2 working days." in last_year
    # A Sunday after a Saturday: no working day yet.
    weekend = change_sentences.turn(ENDORSED, date(2026, 11, 21), date(2026, 11, 22))
    assert weekend.endswith("since 21 November.")
    late = change_sentences.turn(replace(ENDORSED, out_of_date=True), SINCE, TODAY)
    assert "Its first day passed while it waited" in late
    apart = change_sentences.turn(replace(ENDORSED, others_as_far=False), SINCE, TODAY)
    assert "decided together" in apart
    assert change_sentences.turn(Case(State.APPROVED), SINCE, TODAY) == ""


def test_what_a_value_was_worked_out_from() -> None:
    unknown = Value(None, "Nobody holds the post.")
    assert change_sentences.value(unknown, Kind.PERMANENT) == "cannot be worked out"
    assert change_sentences.value_basis(unknown) == ["Nobody holds the post."]
    value = Value(-334_851, salary=SALARY, tlr_pence=312_300)
    assert change_sentences.value(value, Kind.PERMANENT) == "−£3,349 a year"
    assert change_sentences.value(value, Kind.ONE_OFF) == "−£3,349 in all"
    salary, rate, beside = change_sentences.value_basis(value)
    assert salary == ("Full-time salary £43,529 (Main, M5, Rest of England, 2026/27; provisional).")
    assert rate == "Salary only: the trust has not set a rate of on-costs."
    assert beside == "Beside it, not multiplied: TLR £3,123."
    with_rate = change_sentences.value_basis(replace(value, on_cost_tenths=285))
    assert "With on-costs of 28.5%." in with_rate


@pytest.mark.parametrize("basis", list(Basis))
def test_a_value_says_where_its_salary_is_from_whatever_table_it_is(basis: Basis) -> None:
    value = Value(-334_851, salary=replace(SALARY, basis=basis.value))
    assert change_sentences.BASES[basis.value] in change_sentences.value_basis(value)[0]


def test_reasons_for_a_second_approval() -> None:
    told = change_sentences.second([Second.LARGE_MOVE], hidden=True)
    assert told == [
        "because it moves by more hours a week than the director decides alone",
        "for a reason that speaks of cost",
    ]
    assert change_sentences.second([], hidden=False) == []


def test_what_a_form_did_the_first_time() -> None:
    at = datetime(2026, 11, 20, 10, 32, tzinfo=UTC)
    assert change_sentences.you_did("approve", at) == "You approved it at 10.32am."
    assert change_sentences.you_did("give_view", at) == "You gave your view at 10.32am."
