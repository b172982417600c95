"""GIAS files in both layouts, and predecessors."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from trust_inclusion.adapters.gias import (
    AcademyFile,
    AcademyRow,
    Layout,
    Link,
    Trust,
    read_predecessors,
    trust_choice,
)
from trust_inclusion.adapters.tables import CellProblem, WrongFile

GROUP_LINKS = (
    '"URN","Linked UID","Group Name","Companies House Number","Group Type","Closed Date",'
    '"Group Status","FederationType","Joined date","EstablishmentName",'
    '"TypeOfEstablishment (code)","TypeOfEstablishment (name)","PhaseOfEducation (code)",'
    '"PhaseOfEducation (name)","LA (code)","LA (name)","HasSharedHT"\r\n'
    '200001,51,"Ash","","School sponsor","","Open","","01-09-2014","Ash Primary","34",'
    '"Academy converter","2","Primary","380","Bradford"\r\n'
    '200001,50,"ASH TRUST","01234567","Multi-academy trust","","Open","","02-09-2014",'
    '"Ash Primary","34","Academy converter","2","Primary","380","Bradford"\r\n'
    '200002,50,"ASH TRUST","01234567","Multi-academy trust","","Open","","01-01-2015",'
    '"Beech Special","44","Academy special converter","0","Not applicable","380","Bradford"\r\n'
    '200003,60,"ELM TRUST","01234568","Single-academy trust","","Open","Hard","01-04-2016",'
    '"Elm St Mary\x92s","28","Academy sponsor led","7","All through","381","Calderdale"\r\n'
).encode("latin-1")

ESTABLISHMENTS = (
    b'"URN","LA (code)","LA (name)","EstablishmentNumber","EstablishmentName",'
    b'"TypeOfEstablishment (code)","EstablishmentStatus (code)","EstablishmentStatus (name)",'
    b'"OpenDate","CloseDate","PhaseOfEducation (code)","TrustSchoolFlag (code)","Trusts (code)",'
    b'"Trusts (name)"\r\n'
    b'"200001","380","Bradford","2001","Ash Primary","34","1","Open","01-09-2014","","2","3",'
    b'"50","ASH TRUST"\r\n'
    b'"200002","380","Bradford","7001","Beech Special","44","2","Closed","","31-08-2020","0","0",'
    b'"",""\r\n'
    b'"200003","381","Calderdale","4001","Elm","28","3","Open, but proposed to close","","","7",'
    b'"5","60","ELM TRUST"\r\n'
    b'"200004","381","Calderdale","4002","Oak","05","1","Open","","","4","1","70","OAK TRUST"\r\n'
)


def test_group_links_of_a_trust():
    file = AcademyFile(GROUP_LINKS)
    assert file.layout is Layout.GROUP_LINKS
    assert list(file.rows("50")) == [
        AcademyRow(
            urn=200001,
            name="Ash Primary",
            type_code="34",
            phase_code="2",
            status_code=None,
            trust_uid="50",
            trust_name="ASH TRUST",
            la_code="380",
            la_name="Bradford",
            establishment_number="",
            open_date=None,
            close_date=None,
            joined_on=date(2014, 9, 2),
            line=3,
        ),
        AcademyRow(
            200002, "Beech Special", "44", "0", None, "50", "ASH TRUST", "380", "Bradford", "",
            None, None, date(2015, 1, 1), 4,
        ),
    ]  # fmt: skip


def test_establishments_of_a_trust():
    file = AcademyFile(ESTABLISHMENTS)
    assert file.layout is Layout.ESTABLISHMENTS
    assert list(file.rows(" 0050")) == [
        AcademyRow(
            200001, "Ash Primary", "34", "2", "1", "50", "ASH TRUST", "380", "Bradford", "2001",
            date(2014, 9, 1), None, None, 2,
        )
    ]  # fmt: skip


def academies(file: AcademyFile, **choice) -> list[tuple[int, str | None, str | None]]:
    found = list(file.rows(**choice))
    assert all(isinstance(row, AcademyRow) for row in found)
    return [
        (row.urn, row.trust_uid, row.status_code) for row in found if isinstance(row, AcademyRow)
    ]


def test_every_school_of_a_file():
    assert academies(AcademyFile(GROUP_LINKS)) == [
        (200001, "50", None),
        (200002, "50", None),
        (200003, "60", None),
    ]
    assert academies(AcademyFile(ESTABLISHMENTS)) == [
        (200001, "50", "1"),
        (200002, None, "2"),
        (200003, "60", "3"),
        (200004, None, "1"),  # a foundation trust is not an academy trust
    ]


def test_academies_that_left_or_closed_are_found_by_urn():
    assert academies(AcademyFile(GROUP_LINKS), trust_uid="50", also_urns={200003}) == [
        (200001, "50", None),
        (200002, "50", None),
        (200003, "60", None),
    ]
    assert academies(AcademyFile(ESTABLISHMENTS), trust_uid="50", also_urns={200002}) == [
        (200001, "50", "1"),
        (200002, None, "2"),
    ]


def test_the_trusts_of_a_file():
    trusts = AcademyFile(GROUP_LINKS).trusts()
    assert trusts == (Trust("50", "ASH TRUST", 2), Trust("60", "ELM TRUST", 1))
    assert AcademyFile(ESTABLISHMENTS).trusts() == (
        Trust("50", "ASH TRUST", 1),
        Trust("60", "ELM TRUST", 1),
    )
    assert trust_choice(trusts, "060").name == "ELM TRUST"
    with pytest.raises(WrongFile, match=r"no trust with UID “9”.+50 ASH TRUST \(2\), 60 ELM"):
        trust_choice(trusts, "9")
    with pytest.raises(WrongFile, match="no academy trust in this file"):
        trust_choice((), "9")


def test_a_spreadsheet_that_ate_noughts_and_turned_dates():
    resaved = (
        ESTABLISHMENTS.replace(b'"05"', b'"5"')
        .replace(b"01-09-2014", b"01/09/2014")
        .replace(b'"', b"")
        .replace(b"Open, but proposed to close", b"x")
    )
    found = [row for row in AcademyFile(resaved).rows() if isinstance(row, AcademyRow)]
    assert [row.type_code for row in found] == ["34", "44", "28", "05"]
    assert found[0].open_date == date(2014, 9, 1)


def test_every_bad_cell_is_told_by_line_and_column():
    bad = ESTABLISHMENTS.replace(b'"Ash Primary","34","1"', b'"","99","1"').replace(
        b"01-09-2014", b"31-09-2014"
    )
    assert list(AcademyFile(bad).rows("50")) == [
        CellProblem(2, "EstablishmentName", "This is blank and is needed."),
        CellProblem(2, "TypeOfEstablishment (code)", "“99” is not a GIAS establishment type code."),
        CellProblem(2, "OpenDate", "“31-09-2014” is not a day in the calendar."),
    ]
    assert academies(AcademyFile(bad), trust_uid="60") == [(200003, "60", "3")]


@pytest.mark.parametrize("urn", [b"", b"20000x", b"0", b"12345678", b"-1"])
def test_a_bad_urn(urn):
    bad = GROUP_LINKS.replace(b"200002", urn)
    (problem,) = [row for row in AcademyFile(bad).rows("50") if isinstance(row, CellProblem)]
    assert (problem.line, problem.column) == (4, "URN")
    assert "is not a URN" in problem.message


def test_a_file_of_something_else():
    with pytest.raises(WrongFile, match="does not look like a GIAS file"):
        AcademyFile(b"Menu,Price\nSoup,3\n")


LINKS = (
    b'"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n'
    b'"200001","100001","Ash Infant School","Predecessor","01-09-2014"\r\n'
    b'"200001","100002","Ash Junior School","Predecessor - merged",""\r\n'
    b'"100001","200001","Ash Primary","Successor","01-09-2014"\r\n'
    b'"200003","100003","Elm School","Predecessor","01-04-2016"\r\n'
)


def test_predecessors():
    links, problems = read_predecessors(LINKS)
    assert problems == ()
    assert links == {
        200001: (
            Link(200001, 100001, "Ash Infant School", "Predecessor", date(2014, 9, 1)),
            Link(200001, 100002, "Ash Junior School", "Predecessor - merged", None),
        ),
        200003: (Link(200003, 100003, "Elm School", "Predecessor", date(2016, 4, 1)),),
    }
    assert set(read_predecessors(LINKS, urns={200003})[0]) == {200003}


def test_bad_links_are_told():
    links, problems = read_predecessors(LINKS.replace(b'"100003"', b'"none"'))
    assert set(links) == {200001}
    assert [(problem.line, problem.column) for problem in problems] == [(5, "LinkURN")]


PEAK = """
import sys
from pathlib import Path
from trust_inclusion.adapters.gias import AcademyFile
file = AcademyFile(Path(sys.argv[1]))
count = sum(1 for _ in file.rows("50")) + len(file.trusts())
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
print(count, int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read on Linux")
def test_a_large_file_streams(tmp_path):
    """A file of 27 MB; were it held as rows, it would take several hundred MB."""
    header, *rows = ESTABLISHMENTS.splitlines(keepends=True)
    wide = header.rstrip() + b"".join(b',"Spare %d"' % number for number in range(121)) + b"\r\n"
    filling = b',"some text"' * 100 + b',""' * 21 + b"\r\n"
    path = tmp_path / "edubasealldata.csv"
    with path.open("wb") as file:
        file.write(wide)
        for number in range(20_000):
            file.write(rows[number % 4].rstrip() + filling)
        file.write(rows[0].rstrip().replace(b"Ash", b"Ash \x92") + filling)
    assert path.stat().st_size > 25_000_000
    said = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
    ).stdout
    count, peak_mb = map(int, said.split())
    assert count == 5001 + 2
    assert peak_mb < 150
