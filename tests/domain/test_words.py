"""How figures, dates and counts are written, the same on page, file and mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import words
from trust_inclusion.domain.academies import TYPES, phase_group
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.policy import Benchmark, Mapping, Rounding
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind

COLOURS = {"red", "orange", "blue", "green", "grey"}


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (words.ROLES, Role),
        (words.BASES, Basis),
        (words.POST_KINDS, PostKind),
        (words.ALLOCATION_KINDS, AllocationKind),
        (words.ORIGINS, Origin),
        (words.MAPPINGS, Mapping),
        (words.ROUNDINGS, Rounding),
        (words.BENCHMARKS, Benchmark),
    ],
)
def test_every_code_has_its_own_words(written: dict[str, str], codes: type[Role]) -> None:
    assert set(written) == {code.value for code in codes}
    assert len(set(written.values())) == len(written)
    assert all(text.strip() for text in written.values())


def test_every_kind_of_school_has_a_phase_in_words() -> None:
    groups = {phase_group(phase, code) for code in TYPES for phase in "01234567"}
    assert groups == set(words.PHASES)


def test_tags_say_something_and_have_a_colour() -> None:
    tags = [*words.GAP_TAGS.values(), words.ACTING, words.ABSENT, words.VACANT]
    assert {tag.colour for tag in tags} <= COLOURS
    assert len({tag.word for tag in words.GAP_TAGS.values()}) == len(words.GAP_TAGS)
    above = words.GAP_TAGS["above"]
    assert above.word + above.rest == "Above the minimum"


@pytest.mark.parametrize(
    ("minutes", "hours", "gap", "spoken"),
    [
        (0, "0.0", "0.0", "exactly the formula"),
        (60, "1.0", "+1.0", "1.0 hours above the formula"),
        (-60, "−1.0", "−1.0", "1.0 hours short"),
        (1116, "18.6", "+18.6", "18.6 hours above the formula"),
        (-174, "−2.9", "−2.9", "2.9 hours short"),
        (2, "0.0", "0.0", "0.0 hours above the formula"),
        (3, "0.1", "+0.1", "0.1 hours above the formula"),
        (-3, "0.0", "0.0", "0.0 hours short"),
    ],
)
def test_hours_and_gaps(minutes: int, hours: str, gap: str, spoken: str) -> None:
    assert words.hours(minutes) == hours
    assert words.gap(minutes) == gap
    assert words.gap_in_words(minutes) == spoken


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 h"), (1, "1 min"), (60, "1 h"), (97, "1 h 37 min"), (600, "10 h")]
)
def test_time_to_the_minute(minutes: int, said: str) -> None:
    assert words.hours_and_minutes(minutes) == said


@given(st.integers(-6000, 6000))
def test_a_gap_reads_and_sounds_the_same(minutes: int) -> None:
    shown, spoken = words.gap(minutes), words.gap_in_words(minutes)
    if minutes:
        assert shown.strip("+−") == spoken.split()[0]
        assert spoken.endswith("short" if minutes < 0 else "above the formula")
    assert "-" not in shown


def test_what_is_not_known_is_a_dash() -> None:
    assert (words.gap(None), words.hours_range(None, None), words.figure(None)) == ("–", "–", "–")
    assert words.gap_in_words(None) == "cannot be worked out"
    assert words.hours_range(360, None) == "6.0"
    assert words.hours_range(360, 660) == "6.0–11.0"
    assert words.figure(0) == "0"
    assert words.figure(12_345) == "12,345"


@pytest.mark.parametrize(
    ("pence", "shown", "typed"),
    [
        (0, "£0", "0"),
        (67_755_00, "£67,755", "67,755"),
        (67_755_50, "£67,755.50", "67,755.50"),
        (5, "£0.05", "0.05"),
        (-5_00, "−£5", "−£5"),
        (50_000_000_00, "£50,000,000", "50,000,000"),
    ],
)
def test_pounds(pence: int, shown: str, typed: str) -> None:
    assert words.pounds(pence) == shown
    assert words.plain_pounds(pence) == typed


@pytest.mark.parametrize(
    ("tenths", "shown"), [(0, "0%"), (340, "34%"), (201, "20.1%"), (5, "0.5%"), (2000, "200%")]
)
def test_percent(tenths: int, shown: str) -> None:
    assert words.percent(tenths) == shown
    assert words.plain_percent(tenths) == shown.removesuffix("%")


def test_dates() -> None:
    day = date(2026, 9, 1)
    assert (words.long_date(day), words.short_date(day)) == ("1 September 2026", "1 Sep 2026")
    assert words.month(day) == "Sep 2026"
    assert len({words.short_date(date(2026, month, 1)) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "21 November 2026 at 2.05pm"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), "21 November 2026 at 12.00am"),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "21 November 2026 at 12.00pm"),
        (datetime(2026, 8, 31, 23, 30, tzinfo=UTC), "1 September 2026 at 12.30am"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 October 2026 at 1.00am"),
    ],
)
def test_instants_are_told_in_london(instant: datetime, said: str) -> None:
    assert words.instant(instant) == said


def test_days_from_today() -> None:
    today = date(2026, 11, 21)
    told = {-400: "400 days ago", -1: "1 day ago", 0: "today", 1: "in 1 day", 41: "in 41 days",
            1234: "in 1,234 days"}  # fmt: skip
    for days, said in told.items():
        assert words.in_days(today + timedelta(days=days), today) == said


def test_counts() -> None:
    assert words.count(1, "academy", "academies") == "1 academy"
    assert words.count(0, "academy", "academies") == "0 academies"
    assert words.count(2_400, "row") == "2,400 rows"
    assert [words.yes_no(value) for value in (True, False, None)] == ["yes", "no", ""]


@pytest.mark.parametrize(
    ("in_scope", "by_status", "said"),
    [
        (0, {}, "No academy here has the legal duty to name a SENCO."),
        (0, {"not_applicable": 2}, "No academy here has the legal duty to name a SENCO."),
        (1, {"short": 1}, "1 of 1 academy gives less time than the benchmark."),
        (24, {"short": 7, "vacant": 1, "no_evidence": 2},
         "7 of 24 academies give less time than the benchmark; 1 has nobody in post; 2 lack the"),
        (3, {"vacant": 3}, "0 of 3 academies give less time than the benchmark; 3 have nobody"),
        (2, {"no_evidence": 1}, "than the benchmark; 1 lacks the evidence to say."),
    ],
)  # fmt: skip
def test_the_sentence_above_the_list(in_scope: int, by_status: dict[str, int], said: str) -> None:
    assert said in words.standing_sentence(in_scope, by_status)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École d'Été", "ECOLE DETE"),
        ("St Mary’s", "st mary's"),
        ("Zoë Ångström", "zoe angstrom"),
        ("e\u0301", "é"),
        ("Straße", "STRASSE"),
        ("ﬁsh", "fish"),
        ("ℌ", "h"),
    ],
)
def test_people_find_names_as_they_type_them(one: str, other: str) -> None:
    assert searchable(one) == searchable(other)


latin = st.text(st.characters(max_codepoint=0x24F), max_size=30)


@given(latin, latin)
def test_part_of_a_name_finds_it(start: str, end: str) -> None:
    assert searchable(searchable(start)) == searchable(start)
    assert searchable(start + end) == searchable(start) + searchable(end)


@pytest.mark.parametrize(
    ("tenths", "said"), [(0, "0.0%"), (60, "6.0%"), (168, "16.8%"), (1000, "100.0%")]
)
def test_shares_in_a_column_have_one_decimal_each(tenths: int, said: str) -> None:
    assert words.share(tenths) == said
