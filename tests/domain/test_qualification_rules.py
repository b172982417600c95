"""The trust's settings of the qualification clock."""

from datetime import date

import pytest
from hypothesis import given

from tests.domain.clock_facts import rules
from trust_inclusion.domain.qualification import ClockRule, Rules


def test_the_defaults_are_the_rulebooks():
    assert Rules().to_json() == {
        "npq_months": 22,
        "nasenco_months": 14,
        "next_cohort": "2027-02-01",
        "due_soon_days": 182,
        "clock_rule": "first_of_unbroken_run",
    }
    assert Rules().validate() == ()


def test_the_ends_of_each_range_can_be_used():
    least = Rules(1, 1, date(2024, 9, 1), 0)
    most = Rules(60, 60, date(2100, 1, 1), 1095)
    assert (least.validate(), most.validate()) == ((), ())


@given(rules)
def test_what_is_stored_is_read_back(some):
    assert Rules.from_json(some.to_json()) == some


def test_a_setting_that_is_not_stored_takes_its_default():
    stored = {"clock_rule": "this_appointment"}
    assert Rules.from_json(stored) == Rules(clock_rule=ClockRule.THIS_APPOINTMENT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"npq_months": 0}, "npq_months"),
        ({"npq_months": 61}, "npq_months"),
        ({"nasenco_months": 0}, "nasenco_months"),
        ({"due_soon_days": -1}, "due_soon_days"),
        ({"due_soon_days": 1096}, "due_soon_days"),
        ({"next_cohort": date(2024, 8, 31)}, "next_cohort"),
        ({"next_cohort": date(2100, 1, 2)}, "next_cohort"),
    ],
)
def test_settings_out_of_range_are_told_by_field(change, field):
    problems = Rules(**change).validate()
    assert [name for name, _ in problems] == [field]
    with pytest.raises(ValueError, match="cannot be used"):
        Rules.from_json(Rules(**change).to_json())


@pytest.mark.parametrize(
    "stored",
    [
        {"npq_months": "22"},
        {"npq_months": True},
        {"npq_months": 22.5},
        {"next_cohort": "1 Feb 2027"},
        {"next_cohort": None},
        {"clock_rule": "whenever"},
        {"colour": "red"},
    ],
)
def test_stored_settings_that_cannot_be_read(stored):
    with pytest.raises(ValueError, match="cannot be read"):
        Rules.from_json(stored)
