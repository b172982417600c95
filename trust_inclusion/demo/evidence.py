"""Three years of evidence: the published census, the trust's own return, corrections by hand."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from trust_inclusion.demo.academies import ACADEMIES, Counted, School
from trust_inclusion.demo.making import Making
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Evidence

YEARS = (2, 1, 0)
TURNOVER = "Pupils who joined or left outside the usual times, as a share of the roll, {year}"
CENSUS_ONLY = frozenset({"larchwater", "lanternhouse"})
"""Academies outside the formula: the trust asks them for no return."""

UNTOLD = "winterbeck"
"""Has yet to be told this year's budget: last year's is carried on."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of the latest year: `wrong` in the trust's return, put right by hand."""

    at: str
    figure: str
    wrong: int
    by: str
    source: str


CORRECTIONS = (
    Correction("wrenfield", "budget", 112_400, "hr", "Local authority’s funding statement"),
    Correction("otterstone", "specialist", 13, "head", "SEN register, counted with the SENCO"),
    Correction("penhallow", "plans", 25, "director", "EHC plans on file, checked at a visit"),
)
_COLUMNS = {"budget": "notional_sen_budget_pence", "specialist": "sen_support_with_specialist",
            "plans": "ehcp"}  # fmt: skip


def add(making: Making) -> None:
    """What each source said of each academy, recorded and logged when it was imported or entered.

    Decisions of that time know nothing of what was counted later.
    """
    rows: list[Evidence] = []
    for school in ACADEMIES:
        if school.counted:
            for years_ago in YEARS:
                rows += _year(making, school, school.counted, years_ago)
    for at in {row.recorded_at for row in rows}:
        making.comes(at, partial(making.add, [row for row in rows if row.recorded_at == at]))
    _log_imports(making, rows)
    for correction in CORRECTIONS:
        _correct(making, correction)


def _year(making: Making, school: School, now: Counted, years_ago: int) -> list[Evidence]:
    """One academy's rows of one census date; none from the day it left the trust."""
    counted = _earlier(making, now, years_ago)
    # The return counts later than the census, so the two differ here and there.
    drift = making.chance.choice((0, 0, 0, -2, -1, 3))
    on = making.dates.census(years_ago)
    if school.left and on >= school.left(making.dates):
        return []
    for correction in CORRECTIONS:
        if correction.at == school.key and years_ago == 0:
            counted = replace(counted, **{correction.figure: correction.wrong})
    if school.key == UNTOLD and years_ago < 2:
        counted = replace(counted, budget=now.budget if years_ago else None)
    if school.predecessor or school.key in CENSUS_ONLY:
        drift = 0
    rows = [_census(making, school, replace(counted, support=counted.support + drift), on)]
    if school.key not in CENSUS_ONLY and not (school.predecessor and years_ago):
        rows.append(_return(making, school, counted, on))
    return rows


def _earlier(making: Making, now: Counted, years_ago: int) -> Counted:
    """What was counted so many years ago: most years a little less of everything."""
    share = [1 - years_ago * (0.01 + 0.06 * making.chance.random()) for _ in range(4)]
    swing = years_ago * round(60 * making.chance.random() - 30)
    if years_ago == 0:
        return now
    special = now.roll == now.plans
    # Two years ago the trust did not yet ask who of SEN support has outside specialists.
    split = now.specialist if years_ago < 2 else None
    roll = round(now.roll * (1 - years_ago * 0.015))
    return Counted(
        roll=roll,
        support=round(now.support * share[0]),
        specialist=None if split is None else round(split * share[1]),
        plans=roll if special else round(now.plans * share[2]),
        budget=None if now.budget is None else round(now.budget * share[3] / 50) * 50,
        turnover=None if now.turnover is None else max(0, now.turnover + swing),
    )


def _census(making: Making, school: School, counted: Counted, on: date) -> Evidence:
    predecessor = school.predecessor
    return Evidence(
        academy_id=making.academies[school.key].id,
        census_date=on,
        origin=Origin.CENSUS.value,
        roll=counted.roll,
        sen_support=counted.support,
        ehcp=counted.plans,
        source=f"School census, January {on.year}, as published",
        source_urns=str(predecessor[0]) if predecessor else None,
        recorded_at=making.dates.instant(on + timedelta(days=150)),
        recorded_by_id=making.accounts["hr"].id,
    )


def _return(making: Making, school: School, counted: Counted, on: date) -> Evidence:
    """The trust's own return; of a school that has just converted it has no counts of its own."""
    year = academic_year_label(on)
    row = Evidence(
        academy_id=making.academies[school.key].id,
        census_date=on,
        origin=Origin.EVIDENCE_FILE.value,
        source=f"Academies’ return to the trust, {year}",
        recorded_at=making.dates.instant(on + timedelta(days=62)),
        recorded_by_id=making.accounts["hr"].id,
    )
    if not school.predecessor:
        row.roll = counted.roll
        row.sen_support, row.ehcp = counted.support, counted.plans
        row.sen_support_with_specialist = counted.specialist
    if counted.budget is not None:
        row.notional_sen_budget_pence, row.budget_year = counted.budget * 100, year
    if counted.turnover is not None:
        row.turnover_tenths, row.turnover_source = counted.turnover, TURNOVER.format(year=year)
    return row


def _log_imports(making: Making, rows: list[Evidence]) -> None:
    for origin, action in (
        (Origin.CENSUS, "import_census"),
        (Origin.EVIDENCE_FILE, "import_evidence"),
    ):
        for years_ago in YEARS:
            on = making.dates.census(years_ago)
            of = [row for row in rows if row.census_date == on and row.origin == origin.value]
            after = {"census_date": on.isoformat(), "rows": len(of)}
            making.happened(of[0].recorded_at, "hr", action, "import", after=after)


def _correct(making: Making, correction: Correction) -> None:
    academy = making.academies[correction.at]
    counted = next(school.counted for school in ACADEMIES if school.key == correction.at)
    on, column = making.dates.census(0), _COLUMNS[correction.figure]
    right = getattr(counted, correction.figure) * (100 if correction.figure == "budget" else 1)
    row = Evidence(
        academy_id=academy.id,
        census_date=on,
        origin=Origin.ENTERED.value,
        source=correction.source,
        recorded_at=making.dates.instant(on + timedelta(days=120), 95),
        recorded_by_id=making.accounts[correction.by].id,
    )
    setattr(row, column, right)
    if correction.figure == "budget":
        row.budget_year = academic_year_label(on)
    after = {"census_date": on.isoformat(), column: right}

    def record() -> None:
        making.add([row])
        making.happened(
            row.recorded_at, correction.by, "evidence_entered", "evidence", row.id,
            academy=academy, before={}, after=after,
        )  # fmt: skip

    making.comes(row.recorded_at, record)
