"""The thresholds in words, and what differs between two sets of them."""

from dataclasses import fields, replace

from trust_inclusion.domain import change_rule_words as rule_words
from trust_inclusion.domain.change_rules import ChangeRules, RulesState


def test_every_threshold_and_state_has_its_words() -> None:
    assert rule_words.LABELS.keys() == {field.name for field in fields(ChangeRules)}
    assert rule_words.TAGS.keys() == set(RulesState)


def test_the_figures() -> None:
    assert [figure for _, figure in rule_words.facts(ChangeRules())] == [
        "up to 5 hours",
        "up to £10,000 a year",
        "up to 3 hours",
        "up to 42 days",
        "not set: salary only",
    ]


def test_hours_as_a_form_shows_them() -> None:
    shown = {minutes: rule_words.hours(minutes) for minutes in (0, 300, 450, 600, 100)}
    assert shown == {0: "0", 300: "5", 450: "7.5", 600: "10", 100: "1.67"}


def test_only_what_differs() -> None:
    after = replace(ChangeRules(), on_cost_tenths=435)
    assert rule_words.differences(ChangeRules(), after) == [
        ("On-costs", "not set: salary only", "43.5% of salary")
    ]
    assert rule_words.differences(after, after) == []


def test_all_on_one_line() -> None:
    assert rule_words.sentence(ChangeRules()) == (
        "director 5 h and £10,000, head teacher 3 h for 42 days, on-costs not set: salary only"
    )
