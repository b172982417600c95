"""The trust's rulings, one of each state: HR proposes, the director decides."""

from dataclasses import dataclass
from datetime import date

from trust_inclusion.demo import told as telling
from trust_inclusion.demo.dates import When, days_ago, in_days, month_ago
from trust_inclusion.demo.making import Making
from trust_inclusion.domain.qualification import RulingKind
from trust_inclusion.domain.records import RulingState
from trust_inclusion.models.records import Ruling

ELSEWHERE = "More than a year as SENCO elsewhere; the training is planned all the same."


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling on somebody; not `decided` is waiting for the director. `advice` is a line of it."""

    who: str
    proposed: When
    decided: When | None = None
    review: When | None = None
    must_qualify_by: When | None = None
    refused: bool = False
    reasons: str = ELSEWHERE
    advice: str = ""


RULINGS = (
    Ruled("Isla Marchbank", month_ago(16, 2), month_ago(16, 9), review=days_ago(25)),
    Ruled("Dorian Feltham", month_ago(8, 5), month_ago(8, 19), must_qualify_by=in_days(640),
          reasons="Two and a half years as SENCO of an infant school. He begins the NPQ, and the "
                  "trust asks for it all the same."),
    Ruled("Seun Brightwater", month_ago(7, 10), month_ago(7, 17), review=in_days(1400),
          refused=True),
    Ruled("Seun Brightwater", month_ago(6, 27), month_ago(5, 3), review=in_days(200),
          reasons="As before, and to be looked at again after one year.",
          advice="Advice on earlier service"),
    Ruled("Callum Adeyinka", days_ago(5), review=in_days(330)),
)  # fmt: skip


def add(making: Making) -> None:
    """Store the rulings with the advice behind them, and log both."""
    for ruled in RULINGS:
        _add(making, ruled)


def _add(making: Making, ruled: Ruled) -> None:
    dates, person = making.dates, making.people[ruled.who]
    at = dates.instant(ruled.proposed(dates), 200)
    advice = None
    if ruled.advice:
        lines = (ruled.advice, ruled.who, telling.SPECIMEN)
        advice = telling.paper(making, person, "pdf", lines, "hr", at, action="advice_added")
    row = Ruling(
        person_id=person.id,
        kind=(RulingKind.MUST_QUALIFY if ruled.must_qualify_by else RulingKind.ACCEPT).value,
        must_qualify_by=_day(making, ruled.must_qualify_by),
        review_on=_day(making, ruled.review),
        reasons=ruled.reasons,
        advice_file_id=advice.id if advice else None,
        state=RulingState.PROPOSED.value,
        proposed_by_id=making.accounts["hr"].id,
        proposed_at=at,
    )
    making.add([row])
    _log(making, row, "hr", "ruling_proposed")
    if ruled.decided is not None:
        day = ruled.decided(dates)
        row.state = (RulingState.REFUSED if ruled.refused else RulingState.ACCEPTED).value
        row.decided_by_id = making.accounts["director"].id
        row.decided_at, row.decided_on = dates.instant(day, 130), day
        making.add([row])
        _log(making, row, "director", f"ruling_{row.state}")


def _log(making: Making, row: Ruling, by: str, action: str) -> None:
    days = {"must_qualify_by": row.must_qualify_by, "review_on": row.review_on}
    after = {name: day.isoformat() if day else None for name, day in days.items()}
    making.happened(
        row.decided_at or row.proposed_at, by, action, "person", row.person_id,
        after={"ruling_id": row.id, "kind": row.kind, **after},
    )  # fmt: skip


def _day(making: Making, when: When | None) -> date | None:
    return when(making.dates) if when else None
