"""A pay table brought in: cell by cell, over what holds, and what hangs on it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

import trust_inclusion
from tests import factories as make
from tests import files
from tests.factories import NOW, TODAY
from trust_inclusion.adapters.tables import WrongFile, csv_bytes, xlsx_bytes
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import templates
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.pay import PayPoint
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import pay_tables, standing
from trust_inclusion.services import settings as trust_settings
from trust_inclusion.services.exports import pay_tables as pay_files
from trust_inclusion.services.imports import CannotImport, Preview, pay
from trust_inclusion.services.pay import uploading
from trust_inclusion.services.places import Changed, NotThere

pytestmark = pytest.mark.usefixtures("session")
REFERENCE = Path(trust_inclusion.__file__).parent / "reference" / "pay_points.csv"
REST = "Rest of England"
ROW = {
    "academic_year": "2026/27",
    "area": REST,
    "scale": "Leadership",
    "point": "L2",
    "annual_salary_gbp": "£54,926",
    "basis": "own",
    "source": "Our spine",
}
HR = make.actor(Role.HR)


def csv(*rows: dict[str, str]) -> bytes:
    """The pay template, each row like ROW but for the cells given."""
    return files.made(templates.PAY, [{**ROW, **row} for row in rows])


def planned(content: bytes, actor: Any = OPERATOR) -> Preview[Any]:
    file = pay.read(actor, content, file_name="spine.csv")
    return pay.preview(actor, file, today=TODAY)


def taken(content: bytes, actor: Any = OPERATOR, **more: Any) -> Preview[Any]:
    with transaction():
        found = planned(content, actor)
        pay.apply(actor, found, now=NOW, **more)
    return found


def told(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    found = planned(csv(*rows))
    return sorted((one.line, one.column, one.message) for one in found.problems)


def stored() -> list[tuple[str, str, int, str, str]]:
    rows = db.session.scalars(select(PayPoint).order_by(PayPoint.key))
    return [(r.academic_year, r.point, r.pence // 100, r.basis, r.source) for r in rows]


def test_a_spine_is_saved_row_by_row() -> None:
    found = taken(
        csv({}, {"point": "L3", "annual_salary_gbp": "56 298", "basis": "", "source": ""})
    )
    assert found.counts() == {"new": 2, "changed": 0, "unchanged": 0, "left_out": 0}
    assert stored() == [
        ("2026/27", "L2", 54_926, "own", "Our spine"),
        ("2026/27", "L3", 56_298, "own", "File spine.csv"),
    ]
    change = found.changes[0]
    assert change.what == f"L2, Leadership, {REST}, 2026/27"
    assert [(cell.column, cell.after) for cell in change.cells][:1] == [
        ("annual_salary_gbp", "£54,926")
    ]


def test_the_reference_file_itself_changes_nothing() -> None:
    found = taken(REFERENCE.read_bytes())
    assert found.counts() == {"new": 0, "changed": 0, "unchanged": 500, "left_out": 0}
    assert (found.changes, found.notices, found.problems) == ([], [], [])
    assert stored() == []


def test_a_table_brought_twice_changes_nothing_the_second_time() -> None:
    content = csv({}, {"point": "M6", "scale": "MPS", "annual_salary_gbp": "48000"})
    assert taken(content).counts() == {"new": 1, "changed": 1, "unchanged": 0, "left_out": 0}
    again = taken(content)
    assert again.counts() == {"new": 0, "changed": 0, "unchanged": 2, "left_out": 0}
    assert len(stored()) == 2


def test_what_an_export_wrote_is_read_back() -> None:
    taken(csv({}, {"point": "L3", "annual_salary_gbp": "56298", "source": "=SUM(A1)"}))
    for year in ("2026/27", "2027/28"):
        for write in (csv_bytes, xlsx_bytes):
            table = pay_files.pay_template(HR, year, REST, revision=None)
            found = planned(write(table.columns, table.rows))
            assert (found.changes, found.problems) == ([], [])
    table = pay_files.pay_template(HR, "2026/27", REST, revision=None)
    rows = list(table.rows)
    points = [row[3] for row in rows if row[2] == "Leadership"]
    assert points == [f"L{number}" for number in range(1, 44)]
    assert [row[4] for row in rows if row[3] in {"L1", "L2", "L4"}] == [53_586, 54_926, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_way_a_spreadsheet_saves_it(encoding: str) -> None:
    text = csv({"source": "The trust’s own"}).decode()
    found = planned(text.encode(encoding))
    assert found.changes[0].cells[2].after == "The trust’s own"


def test_a_workbook_with_columns_in_another_order() -> None:
    columns = ("Point", "ANNUAL SALARY GBP", "Scale", "Area", "Academic-Year", "Remarks")
    found = planned(xlsx_bytes(columns, [("L2", 54_926, "Leadership", REST, "2026-27", "x")]))
    assert found.new == 1
    unread, gap = (one.message for one in found.notices)
    assert unread == "These columns are not read: Remarks."
    assert gap == (
        f"Leadership, {REST}, 2026/27: L3 to L42 are missing between L2 and L43. "
        "Who stands there keeps the salary of before."
    )


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"academic_year": ""}, "academic_year", "This is blank and is needed."),
        ({"academic_year": "2026"}, "academic_year", "is not an academic year"),
        ({"academic_year": "2062/63"}, "academic_year", "The year 2062/63 cannot be right."),
        ({"area": "Wales"}, "area", "“Wales” is not a pay area: Inner London"),
        ({"scale": "=1+1"}, "scale", "“=1+1” is not the name of a scale such as Leadership."),
        ({"scale": "S" * 41}, "scale", "This is longer than 40 characters."),
        ({"point": ""}, "point", "This is blank and is needed."),
        ({"point": "@cmd|'/c'!A1"}, "point", "is not the name of a point such as L6."),
        ({"point": "L" * 10_000}, "point", "This is longer than 20 characters."),
        ({"point": "<b>1</b>"}, "point", "is not the name of a point"),
        ({"annual_salary_gbp": "54926.40"}, "annual_salary_gbp", "has pence"),
        ({"annual_salary_gbp": "-54926"}, "annual_salary_gbp", "is not a salary in whole"),
        ({"annual_salary_gbp": "4577"}, "annual_salary_gbp", "£10,000 to £300,000 a year"),
        ({"annual_salary_gbp": "549260"}, "annual_salary_gbp", "£10,000 to £300,000 a year"),
        ({"basis": "guessed"}, "basis", "“guessed” is not a basis: published"),
        ({"source": "s" * 201}, "source", "This is longer than 200 characters."),
    ],
)
def test_a_bad_cell_is_told_by_line_and_column(
    cells: dict[str, str], column: str, said: str
) -> None:
    ((line, where, message),) = told({"point": "L3"}, cells)
    assert (line, where) == (3, column)
    assert said in message
    assert len(message) < 200


def test_every_bad_cell_of_a_row_is_told() -> None:
    cells = {"academic_year": "soon", "area": "?", "annual_salary_gbp": "lots", "basis": "x"}
    assert [column for _, column, _ in told(cells)] == [
        "academic_year", "annual_salary_gbp", "area", "basis",
    ]  # fmt: skip


def test_a_name_that_grows_when_it_is_compared_is_told() -> None:
    """Some letters become three when capitals do not count: the database holds 160 of them."""
    ((_, column, message),) = told({"scale": "ΐ" * 40, "point": "ΐ" * 20})
    assert (column, message) == ("point", "Scale and point are too long together.")


def test_a_point_that_stands_twice_leaves_neither_row() -> None:
    content = csv(
        {"point": "L3", "annual_salary_gbp": "56000"},
        {"point": "l3", "annual_salary_gbp": "57000"},
        {"point": "L3", "annual_salary_gbp": "56000"},
        {"point": "L4", "annual_salary_gbp": "58000"},
        {"point": "L4", "annual_salary_gbp": "58000"},
    )
    found = planned(content)
    assert [(one.line, one.column) for one in found.problems] == [
        (2, "point"), (3, "point"), (4, "point"),
    ]  # fmt: skip
    assert "£56,000 in line 2 and £57,000 in line 3. Leave one" in found.problems[1].message
    assert found.problems[0].message == "Line 3 gives this point another salary."
    with pytest.raises(CannotImport, match="3 rows are in error"):
        taken(content)
    assert stored() == []
    taken(content, leave_out_errors=True)
    assert [point for _, point, *_ in stored()] == ["L4"]


def test_lines_are_those_of_the_file_with_its_blank_rows() -> None:
    header, first, second = csv({}, {"annual_salary_gbp": "60000"}).decode().splitlines()
    found = planned("\n".join(("", header, "", first, "", "", second)).encode())
    assert [one.line for one in found.problems] == [4, 7]
    assert "in line 4 and £60,000 in line 7" in found.problems[1].message


def test_a_gap_is_told_and_kept() -> None:
    rows = [{"point": f"L{n}", "annual_salary_gbp": str(50_000 + 1_000 * n)} for n in (4, 5, 8)]
    said = [one.message for one in planned(csv(*rows)).notices]
    assert any("L6 to L7 are missing between L5 and L8" in one for one in said)
    falling = [{"point": "M2", "scale": "Main", "annual_salary_gbp": "30000"}]
    said = [one.message for one in planned(csv(*falling)).notices]
    assert said == [f"Main, {REST}, 2026/27: M2 at £30,000 is less than M1 at £34,069."]


def test_a_blank_salary_leaves_the_point_alone() -> None:
    found = taken(csv({"annual_salary_gbp": ""}, {"point": "L3", "annual_salary_gbp": "56298"}))
    assert found.counts() == {"new": 1, "changed": 0, "unchanged": 1, "left_out": 0}
    assert found.notices[0].message == "1 row without a salary: what holds there stays."


def test_a_blank_basis_and_source_leave_what_is_stored_with_the_same_figure() -> None:
    same = {"scale": "Main", "point": "m6", "annual_salary_gbp": "46940", "basis": "", "source": ""}
    assert planned(csv(same)).counts()["unchanged"] == 1
    (change,) = planned(csv({**same, "annual_salary_gbp": "47000"})).changes
    assert change.what == f"M6, Main, {REST}, 2026/27"
    assert [(one.column, one.before, one.after) for one in change.cells][:2] == [
        ("annual_salary_gbp", "£46,940", "£47,000"), ("basis", "provisional", "own"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"academic_year,area,scale,point,annual_salary_gbp\n", "no rows"),
        (b"a,b\n1,2\n", "does not look like the pay template"),
        (files.posts({"urn": "1"}), "It looks like the posts template"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"academic_year,area,scale,point,annual_salary_gbp\n\x00,,,,\n", "text"),
        (b"academic_year,area,area,scale,point,annual_salary_gbp\n1,2,3,4,5,6\n", "more than once"),
        (csv(*[{}] * 20_001), "more than 20,000 rows"),
    ],
)
def test_what_is_no_pay_table_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(WrongFile, match=said):
        planned(content)


def test_what_hangs_on_the_tables_is_worked_out_anew_and_logged_in_counts_only() -> None:
    with make.saved():
        trust_settings.name_trust("Larch")
        make.academy()
    before = trust_settings.current().revision or 0
    taken(csv({}), HR)
    assert (trust_settings.current().revision or 0) > before
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event
    assert (event.action, event.after) == (
        "import_pay",
        {"new": 1, "changed": 0, "unchanged": 0, "left_out": 0, "years": ["2026/27"]},
    )


def whole_timeline() -> list[Any]:
    """All that is kept of every academy, from which day to which."""
    columns = [one for one in Standing.__table__.c if one.name != "id"]
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(*columns[:2]))]


def test_only_who_is_paid_on_a_scale_that_changed_is_worked_out_anew() -> None:
    """The same as working out everybody: in each area, on every scale, and for who is elsewhere."""
    with make.saved():
        trust_settings.name_trust("Larch")
        for area, scale, point in (
            (REST, "Upper", "U3"), ("rest of ENGLAND", "ups", "U3"), ("Fringe", "Upper", "U3"),
            (REST, "Leadership", "L43"), (REST, "Own", "O2"), (REST, None, "U3"),
            (None, "Upper", "U3"),
        ):  # fmt: skip
            held = make.appointment(make.post(make.academy()), make.person())
            make.paid(held, point, scale, area=area)
        make.paid(make.appointment(make.post(None, kind=PostKind.TRUST_WIDE), make.person()), "U3")
    seen: list[int] = []
    for rows in (
        [{"scale": "Upper", "point": "U4"}],
        [{"scale": "Leadership", "point": "L44"}, {"scale": "Upper", "point": "U4"}],
        [{"scale": "Own", "point": "O1"}, {"scale": "Own", "point": "O2"}],
        [{"scale": "Upper", "point": point, "academic_year": "2028/29"} for point in ("U1", "U3")],
    ):
        before = whole_timeline()
        taken(csv(*({**row, "annual_salary_gbp": "120000"} for row in rows)), HR)
        after = whole_timeline()
        seen.append(len({row[0] for row in {*before} ^ {*after}}))
        with make.saved():
            standing.rebuild_all()
        assert whole_timeline() == after
    assert seen == [2, 1, 1, 2]
    with transaction():
        own = pay_tables.held().own
        for year in ("2026/27", "2028/29"):
            seen_rows = uploading.digest(pay_tables.held().own)
            uploading.take_back(HR, year, REST, "Upper", seen=seen_rows, now=NOW)
    assert len(pay_tables.held().own) == len(own) - 3
    after = whole_timeline()
    with make.saved():
        standing.rebuild_all()
    assert whole_timeline() == after


def test_a_table_that_another_changed_meanwhile_is_not_saved() -> None:
    seen = planned(csv({})).plan.compared.seen
    taken(csv({"point": "L3", "annual_salary_gbp": "56298"}))
    with pytest.raises(Changed):
        taken(csv({}), seen=seen)
    taken(csv({}), seen=planned(csv({})).plan.compared.seen)
    assert len(stored()) == 2


def test_own_rows_are_taken_back_by_scale() -> None:
    taken(csv({}, {"scale": "Main", "point": "M6", "annual_salary_gbp": "48000"}))
    seen = uploading.digest(pay_tables.held().own)
    with pytest.raises(NotThere), transaction():
        uploading.take_back(HR, "2025/26", REST, "Main", seen=seen, now=NOW)
    with pytest.raises(Changed), transaction():
        uploading.take_back(HR, "2026/27", REST, "Main", seen="", now=NOW)
    with transaction():
        assert uploading.take_back(HR, "2026/27", REST, "mps", seen=seen, now=NOW) == 1
    assert [point for _, point, *_ in stored()] == ["L2"]
    with pytest.raises(Refused):
        uploading.take_back(make.actor(Role.DIRECTOR), "2026/27", REST, "Main", seen="", now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_only_hr_of_the_whole_trust_brings_a_table_in(role: Role) -> None:
    named = [make.academy()] if role in make.NAMED_PLACES else []
    actor = make.actor(role, academies=named)
    file = pay.read(OPERATOR, csv({}), file_name="x")
    for act in (
        lambda: pay.read(actor, csv({}), file_name="x"),
        lambda: pay.read_carried(actor, "", file_name="x"),
        lambda: pay.preview(actor, file, today=TODAY),
        lambda: pay.apply(actor, planned(csv({})), now=NOW),
    ):
        if role is Role.HR:
            break
        with pytest.raises(Refused):
            act()
    if role is Role.HR:
        taken(csv({}), actor)
        with pytest.raises(Refused):
            taken(csv({}), make.actor(Role.HR, hubs=[make.hub()]))
    assert db.session.scalar(select(func.count(PayPoint.id))) == (role is Role.HR)


def test_rows_carried_on_a_page_are_read_as_those_of_the_file() -> None:
    content = csv({}, {"point": "=1"}, {"point": "L3", "source": '"a", “b”\n£'}).replace(
        b"\n", b"\n\n", 1
    )
    file = pay.read(HR, content, file_name="x.csv")
    again = pay.read_carried(HR, pay.carried(file).replace("\r\n", "\n"), file_name="x.csv")
    first, second = (pay.preview(HR, one, today=TODAY) for one in (file, again))
    assert (first.problems, first.plan.lines, first.changes) == (
        second.problems, second.plan.lines, second.changes,
    )  # fmt: skip
    assert [one.line for one in second.problems] == [4]


@pytest.mark.parametrize("lines", [("9", "3"), ("4", "4"), ("x", "5"), ("-1", "2")])
def test_lines_that_a_page_made_up_are_not_believed(lines: tuple[str, str]) -> None:
    text = pay.carried(pay.read(HR, csv({}, {"annual_salary_gbp": "60000"}), file_name="x"))
    header, first, second = text.splitlines()
    made = [line.partition(",")[2] for line in (first, second)]
    text = "\n".join((header, f"{lines[0]},{made[0]}", f"{lines[1]},{made[1]}"))
    file = pay.read_carried(HR, text, file_name="x")
    assert [one.line for one in pay.preview(HR, file, today=TODAY).problems] == [2, 3]


def test_more_than_a_page_carries_is_refused() -> None:
    rows = [{"point": f"P{n}", "source": "s" * 190} for n in range(2_000)]
    with pytest.raises(WrongFile, match="Bring it in parts"):
        pay.carried(pay.read(HR, csv(*rows), file_name="x"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=30), min_size=7, max_size=7), min_size=1, max_size=4))
def test_nothing_that_a_cell_may_hold_breaks_the_reading(rows: list[list[str]]) -> None:
    content = csv_bytes(templates.PAY, [*rows, list(ROW.values())])
    try:
        found = planned(content)
    except WrongFile:
        return
    assert found.new <= len(rows) + 1


def test_exports_are_for_whoever_sees_pay() -> None:
    for role, with_pay in ((Role.GOVERNOR, False), (Role.TRUST_LEADER, False), (Role.ADMIN, False)):
        named = [make.academy()] if role is Role.GOVERNOR else []
        actor = make.actor(role, academies=named, with_pay=with_pay)
        with pytest.raises(Refused):
            pay_files.pay_template(actor, "2026/27", REST, revision=None)
    with pytest.raises(NotThere):
        pay_files.pay_template(HR, "2026/28", REST, revision=None)
