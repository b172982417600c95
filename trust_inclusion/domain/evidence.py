"""Which evidence counts on a day: the strongest source of a figure, the latest date of a group.

A correction beats the trust's own file, and that beats the published census; an import never
changes another source's figures, so both stay visible.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trust_inclusion.domain import formula


class Origin(StrEnum):
    """Where a row of evidence came from, weakest first."""

    CENSUS = "census"
    EVIDENCE_FILE = "evidence_file"
    ENTERED = "entered"


STRENGTH = {origin: strength for strength, origin in enumerate(Origin)}

FIGURES = (
    "roll",
    "sen_support",
    "sen_support_with_specialist",
    "ehcp",
    "notional_sen_budget_pence",
    "turnover_tenths",
)
EARLIEST_CENSUS = date(2000, 1, 1)
"""An earlier census date is a slip of the key: the formula itself is younger."""
MOST_PUPILS = 20_000
MOST_BUDGET_PENCE = 50_000_000_00
MOST_TURNOVER_TENTHS = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """What one source says at a census date. None is "says nothing of it"."""

    census_date: date
    origin: Origin
    source: str
    roll: int | None = None
    sen_support: int | None = None
    sen_support_with_specialist: int | None = None
    ehcp: int | None = None
    notional_sen_budget_pence: int | None = None
    budget_year: str | None = None
    turnover_tenths: int | None = None
    turnover_source: str | None = None
    source_urns: str | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The figures that count on a day, each group with its census date and source."""

    counts_on: date | None = None
    counts_source: str = ""
    source_urns: str | None = None
    roll: int | None = None
    sen_support: int | None = None
    sen_support_with_specialist: int | None = None
    ehcp: int | None = None
    notional_sen_budget_pence: int | None = None
    budget_on: date | None = None
    budget_year: str = ""
    budget_source: str = ""
    turnover_tenths: int | None = None
    turnover_on: date | None = None
    turnover_source: str = ""

    def for_formula(self) -> formula.Evidence:
        """The figures as the formula takes them."""
        return formula.Evidence(
            self.sen_support,
            self.sen_support_with_specialist,
            self.ehcp,
            self.notional_sen_budget_pence,
            self.turnover_tenths,
        )


def strongest(rows: Iterable[Row], figure: str) -> Row | None:
    """Of rows of one census date, the one whose `figure` counts."""
    saying = [row for row in rows if getattr(row, figure) is not None]
    return max(saying, key=lambda row: STRENGTH[row.origin], default=None)


def merged(rows: Iterable[Row]) -> dict[str, int | None]:
    """The figures of one census date, each from the strongest source that states it."""
    of_date = list(rows)
    found = {figure: strongest(of_date, figure) for figure in FIGURES}
    return {figure: getattr(row, figure) if row else None for figure, row in found.items()}


def together(rows: Iterable[Row]) -> dict[str, int | str | None]:
    """What holds of one census date in all: the figures that count, and where they are from.

    The budget's year and the turnover's definition go with their figure; `source` is that of the
    strongest source that says anything of the date.
    """
    of_date = list(rows)
    budget = strongest(of_date, "notional_sen_budget_pence")
    turnover = strongest(of_date, "turnover_tenths")
    told = max(of_date, key=lambda row: STRENGTH[row.origin], default=None)
    return {
        **merged(of_date),
        "budget_year": budget.budget_year if budget else None,
        "turnover_source": turnover.turnover_source if turnover else None,
        "source": told.source if told else None,
    }


def contradictions(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What is wrong with the figures that count of one census date, as (figure, message)."""
    figures = merged(rows)
    problems = list(
        formula.Evidence(
            figures["sen_support"],
            figures["sen_support_with_specialist"],
            figures["ehcp"],
            figures["notional_sen_budget_pence"],
            figures["turnover_tenths"],
        ).validate()
    )
    roll, pupils = figures["roll"], (figures["sen_support"] or 0) + (figures["ehcp"] or 0)
    if roll is not None and pupils > roll:
        message = f"{roll} on roll is fewer than the {pupils} with SEN support or an EHC plan."
        problems.append(("roll", message))
    return problems


def in_force(rows: Iterable[Row], day: date) -> InForce:
    """The evidence that counts on `day`: nothing with a later census date.

    Pupil counts all come from one date (the latest that has SEN support and EHC plans), because a
    split of SEN support says nothing of another year's. Budget and turnover are carried on from
    the latest date that states them, so a new census does not make them unknown.
    """
    by_date: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        if row.census_date <= day:
            by_date[row.census_date].append(row)
    latest_first = sorted(by_date, reverse=True)
    counts = _counts([(on, by_date[on]) for on in latest_first])
    budget = _latest([by_date[on] for on in latest_first], "notional_sen_budget_pence")
    turnover = _latest([by_date[on] for on in latest_first], "turnover_tenths")
    return InForce(
        **counts,
        notional_sen_budget_pence=budget.notional_sen_budget_pence if budget else None,
        budget_on=budget.census_date if budget else None,
        budget_year=(budget.budget_year or "") if budget else "",
        budget_source=budget.source if budget else "",
        turnover_tenths=turnover.turnover_tenths if turnover else None,
        turnover_on=turnover.census_date if turnover else None,
        turnover_source=(turnover.turnover_source or turnover.source) if turnover else "",
    )


def _latest(dates: list[list[Row]], figure: str) -> Row | None:
    return next((found for rows in dates if (found := strongest(rows, figure))), None)


def _counts(dates: list[tuple[date, list[Row]]]) -> dict[str, Any]:
    """The pupil counts of the latest date that has both, else of the latest that has either."""
    either: dict[str, Any] = {}
    for on, rows in dates:
        counted = (strongest(rows, "sen_support"), strongest(rows, "ehcp"))
        telling = [row for row in counted if row is not None]
        if not telling:
            continue
        counts = _counts_of(on, rows, telling)
        if len(telling) == len(counted):
            return counts
        either = either or counts
    return either


def _counts_of(on: date, rows: list[Row], telling: list[Row]) -> dict[str, Any]:
    """The counts of one date; `telling` are the rows that SEN support and EHC plans are from."""
    together = merged(rows)
    values = {figure: together[figure] for figure in FIGURES[:4]}
    split, support = values["sen_support_with_specialist"], values["sen_support"]
    if split is not None and (support is None or split > support):
        # The split belongs to another source's count of SEN support; it cannot be used with this.
        values["sen_support_with_specialist"] = None
    return {
        "counts_on": on,
        "counts_source": "; ".join(dict.fromkeys(row.source for row in telling)),
        "source_urns": next((row.source_urns for row in telling if row.source_urns), None),
        **values,
    }
