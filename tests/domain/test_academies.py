"""Who must have a SENCO, by GIAS type code."""

import pytest

from trust_inclusion.domain import academies
from trust_inclusion.domain.academies import Sector


@pytest.mark.parametrize("code", ["28", "34", "35", "40", "41", "1", "01", "02", "03", "5", "15"])
def test_the_duty_applies(code):
    assert academies.duty_applies(code)


def test_the_code_expects_somebody_in_alternative_provision_only():
    expected = {code for code in academies.TYPES
                if academies.expected_by_code(academies.phase_group("0", code))}  # fmt: skip
    assert expected == {"14", "38", "42", "43"}
    assert not any(academies.duty_applies(code) for code in expected)


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("7", Sector.SPECIAL),
        ("12", Sector.SPECIAL),
        ("33", Sector.SPECIAL),
        ("36", Sector.SPECIAL),
        ("44", Sector.SPECIAL),
        ("14", Sector.ALTERNATIVE),
        ("38", Sector.ALTERNATIVE),
        ("42", Sector.ALTERNATIVE),
        ("43", Sector.ALTERNATIVE),
        ("39", Sector.SIXTEEN_TO_NINETEEN),
        ("45", Sector.SIXTEEN_TO_NINETEEN),
        ("46", Sector.SIXTEEN_TO_NINETEEN),
        ("57", Sector.SIXTEEN_TO_NINETEEN),
        ("06", Sector.OTHER),
        ("30", Sector.OTHER),
    ],
)
def test_the_duty_does_not_apply(code, sector):
    found = academies.establishment_type(code)
    assert found.sector is sector
    assert not found.has_senco_duty


def test_codes_with_and_without_leading_noughts():
    assert academies.establishment_type(" 1 ") is academies.establishment_type("01")
    assert academies.establishment_type("001").name == "Community school"


@pytest.mark.parametrize("code", ["", "99", "4", "Academy", "2 8", "²⁸", "9" * 9000])
def test_an_unknown_type_is_refused(code):
    with pytest.raises(ValueError, match="is not a GIAS establishment type code"):
        academies.establishment_type(code)


def test_every_type_has_a_two_digit_code_and_a_name():
    assert len(academies.TYPES) == 39
    for code, found in academies.TYPES.items():
        assert code == found.code
        assert len(code) == 2
        assert found.name


@pytest.mark.parametrize(
    ("text", "code"), [("07", "7"), ("0", "0"), ("00", "0"), ("All through", "7"), ("primary", "2")]
)
def test_phases(text, code):
    assert academies.phase_code(text) == code
    assert academies.phase_name(text) == academies.PHASES[code]


@pytest.mark.parametrize(
    ("text", "code", "is_open"),
    [
        ("1", "1", True),
        ("2", "2", False),
        ("Open, but proposed to close", "3", True),
        ("Proposed to open", "4", False),
    ],
)
def test_status(text, code, is_open):
    assert academies.status_code(text) == code
    assert academies.is_open(text) is is_open


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="is not a phase"):
        academies.phase_code("Tertiary")
    with pytest.raises(ValueError, match="is not a GIAS establishment status"):
        academies.status_code("9")
