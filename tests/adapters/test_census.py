"""The census file in both layouts, with its markers."""

from datetime import date

import pytest

from trust_inclusion.adapters.census import CensusRow, census_date_from_name, read_census
from trust_inclusion.adapters.tables import CellProblem, WrongFile

OLDER = (
    "\ufeffURN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,PNORG,TSENELSE,PSENELSE,TSENELK,PSENELK,PNUMUNCFL\n"
    "200001,380,2001,State-funded primary,271,127,46.90%,8,3.00%,59,21.80%,0.40%\n"
    "200002,380,7001,State-funded special school,155,60,38.71%,155,100.00%,0,0.00%,NA\n"
    "200003,381,4001,State-funded secondary,0,0,0.00%,0,0.00%,0,0.00%,NA\n"
    "NAT,,PRI,State-funded primary,4647851,2282391,49.10%,117757,2.50%,629184,13.50%,0.30%\n"
).encode()
NEWER = (
    b"URN,LA,Estab,SCHOOLTYPE,NOR,TSENELSE,PSENELSE,TSENELK,PSENELK,PNUMUNCLF\r\n"
    b"200001,380,2001,State-funded primary,249,12,4.82%,45,18.07%,0\r\n"
)


def one(roll: str, sen_support: str, ehcp: str) -> CensusRow | CellProblem:
    (row,) = read_census(f'URN,NOR,TSENELK,TSENELSE\n5,"{roll}",{sen_support},{ehcp}\n'.encode())
    return row


def test_the_older_layout():
    assert list(read_census(OLDER)) == [
        CensusRow(200001, 271, 59, 8, 2),
        CensusRow(200002, 155, 0, 155, 3),
        CensusRow(200003, None, None, None, 4),
    ]


def test_the_newer_layout():
    assert list(read_census(NEWER)) == [CensusRow(200001, 249, 45, 12, 2)]


def test_only_the_schools_asked_for():
    assert list(read_census(OLDER, urns=[200002])) == [CensusRow(200002, 155, 0, 155, 3)]


@pytest.mark.parametrize(
    "marker", ["", "NA", "na", "z", "c", "x", "u", "SUPP", "NE", ":", "#N/A", " "]
)
def test_a_marker_is_missing_and_never_nought(marker):
    assert one("100", marker, "4") == CensusRow(5, 100, None, 4, 2)
    assert one("100", "4", marker) == CensusRow(5, 100, 4, None, 2)
    assert one(marker, "4", "5") == CensusRow(5, None, 4, 5, 2)


def test_a_count_of_nought_is_a_figure_where_there_are_pupils():
    assert one("100", "0", "0") == CensusRow(5, 100, 0, 0, 2)


def test_thousands_may_be_marked():
    assert one("1,271", "59", "8") == CensusRow(5, 1271, 59, 8, 2)


@pytest.mark.parametrize("wrong", ["twelve", "-3", "3.5", "3.00%", "1e3", "9999999", "²"])
def test_other_values_are_told_by_line_and_column(wrong):
    problem = one("100", wrong, "4")
    assert isinstance(problem, CellProblem)
    assert (problem.line, problem.column) == (2, "TSENELK")
    assert f"“{wrong}” is neither a count of pupils nor a marker" in problem.message


def test_two_bad_cells_are_two_problems_and_only_for_schools_asked_for():
    source = b"URN,NOR,TSENELK,TSENELSE\n5,some,many,4\n6,1,1,1\n"
    found = list(read_census(source))
    assert [problem.column for problem in found if isinstance(problem, CellProblem)] == [
        "NOR",
        "TSENELK",
    ]
    assert list(read_census(source, urns={6})) == [CensusRow(6, 1, 1, 1, 3)]


def test_a_row_without_a_urn():
    source = b"URN,NOR,TSENELK,TSENELSE\nTotal,1,1,1\n"
    assert list(read_census(source)) == [
        CellProblem(2, "URN", "“Total” is not a URN, which is a number like 139975.")
    ]


def test_a_file_of_something_else_is_refused_before_it_is_read():
    with pytest.raises(WrongFile, match="does not look like the DfE's census file"):
        read_census(b"URN,EstablishmentName\n1,Oak\n")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2022-2023_england_census.csv", date(2023, 1, 19)),
        ("2024-25_england_census_HEAD_sample.csv", date(2025, 1, 16)),
        ("england_census_202526.xlsx", date(2026, 1, 15)),
        ("england_census.csv", None),
        ("england_census_2023.csv", None),
        ("census-2022-2024.csv", None),
        ("edubasealldata20190601.csv", None),
        ("edubasealldata20202101.csv", None),
    ],
)
def test_the_census_day_in_a_file_name(name, day):
    assert census_date_from_name(name) == day
