"""Reviews in the demo: most this academic year, some not since last summer, one academy never."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from trust_inclusion.demo.dates import Dates, When, days_ago, in_days, summer
from trust_inclusion.demo.making import Making
from trust_inclusion.models.academies import Review, ReviewAction

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action: whose (an account's key) and due when; `done` if it was done."""

    what: str
    owner: str
    due: When
    done: When | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review of an academy (its key) by an account (its key)."""

    at: str
    on: When
    note: str
    by: str = "director"
    actions: tuple[Agreed, ...] = ()


def this_year(part: float) -> When:
    """A school day when so much (0 to 1) of this academic year up to today had gone by."""

    def found(dates: Dates) -> date:
        first = dates.september(0)
        day = first + timedelta(days=int((dates.today - first).days * part))
        while day > first and (day.weekday() >= SATURDAY or _holiday(day)):
            day -= timedelta(days=1)
        return day

    return found


def _holiday(day: date) -> bool:
    """The long breaks: Christmas and the summer."""
    month_day = (day.month, day.day)
    return month_day >= (12, 20) or month_day <= (1, 4) or (7, 20) <= month_day < (9, 1)


LAST_SUMMER = (
    Reviewed("otterstone", summer(1),
             "An hour and a half less than the formula, and lunch duty twice a week besides.",
             actions=(
                 Agreed("Bring a proposal for the SENCO’s hours", "head", days_ago(21)),
                 Agreed("Take the SENCO off the lunch duty rota", "head",
                        days_ago(24), days_ago(30)),
             )),
    Reviewed("curlew", summer(1),
             "Hours now above the formula. Provision map shared with all staff.",
             actions=(
                 Agreed("Show the provision map to the other heads of the hub", "head",
                        days_ago(28), days_ago(33)),
             )),
    Reviewed("chalkdown", summer(1),
             "Far short of the formula since the hours were cut, and turnover is high.",
             actions=(
                 Agreed("Agree extra hours with the head teacher", "director", days_ago(10)),
             )),
    Reviewed("dunmere", summer(1),
             "The notional SEN budget has never been stated. Counts agree with the register."),
    Reviewed("gosling", summer(1),
             "The head is SENCO as well. Enough time this year; not a lasting arrangement."),
    Reviewed("sedgemere", summer(1),
             "Time meets the formula. Deputising was discussed, nothing written down."),
    Reviewed("saltmarsh_bay", summer(1),
             "Who of SEN support sees outside specialists is not counted, so the need is a range.",
             "chief_executive"),
    Reviewed("lanternhouse", summer(1),
             "No SENCO in post. The law does not ask for one here, the Code of Practice does."),
    Reviewed("winterbeck", summer(1),
             "More time than the formula asks for. Numbers fall next year."),
    Reviewed("hollowbank", summer(2), "Last review before the academy leaves the trust."),
)  # fmt: skip

THIS_YEAR = (
    Reviewed("otterstone", this_year(0.9),
             "Still short of the formula. The lunch duty has gone; the proposal has not come.",
             actions=(
                 Agreed("Say which afternoons the SENCO will be out of class", "head", in_days(20)),
             )),
    Reviewed("curlew", this_year(0.2), "Time is protected, and lessons lost to cover are few."),
    Reviewed("oxlip", this_year(0.3),
             "Time is exactly what the formula asks for. The extra hours in spring helped."),
    Reviewed("teaselbrook", this_year(0.55),
             "Above the lower end. Pupils with outside specialists are to be counted this term.",
             actions=(
                 Agreed("Put the count of pupils with outside specialists into the return", "hr",
                        in_days(30)),
             )),
    Reviewed("chalkdown", this_year(0.7),
             "Unchanged. Annual reviews run late because there is no time to hold them.",
             actions=(
                 Agreed("Put the case for extra hours to the executive", "director", in_days(9)),
                 Agreed("Lend a day a week from the hub until then", "director", in_days(37)),
             )),
    Reviewed("wrenfield", this_year(0.4), "Time above the formula. Nobody stands in meanwhile."),
    Reviewed("fernhollow_primary", this_year(0.65), "Acting arrangement, to be settled by spring."),
    Reviewed("harrowmere_infant", this_year(0.35),
             "One SENCO for the infant and the junior academy works, with travel kept short."),
    Reviewed("harrowmere_junior", this_year(0.35),
             "As at the infant academy. Most meetings fall on the junior side."),
    Reviewed("rushymere", this_year(0.95), "Vacant until the new SENCO begins. Her hours are kept.",
             actions=(Agreed("Name somebody who covers until then", "hr", in_days(12)),)),
    Reviewed("saltmarsh_primary", this_year(0.8),
             "First review since joining. The counts are still those of the school before it.",
             "chief_executive"),
    Reviewed("thornwick", this_year(0.5),
             "The formula asks for more than one full-time week; two SENCOs share it.",
             "chief_executive"),
    Reviewed("marlstone", this_year(0.25), "Time exactly as the formula has it, on two sites."),
    Reviewed("penhallow", this_year(0.85),
             "Three hours more until the end of the month help with the annual reviews.",
             actions=(
                 Agreed("Decide before they end whether the three hours stay", "director",
                        in_days(18)),
             )),
    Reviewed("winterbeck", this_year(0.45),
             "Interim SENCO. The reduction to come takes the time below the formula."),
    Reviewed("fernhollow_school", this_year(0.6),
             "Nobody was ever in post; no hours are set aside.",
             actions=(Agreed("Set out the post and its hours", "hr", in_days(5)),)),
    Reviewed("tidewell", this_year(0.15),
             "Short for an academy of two phases. A deputy SENCO has started.", "trustee"),
    Reviewed("larchwater", this_year(0.1), "Outside the formula. Inclusion is led from the top."),
)  # fmt: skip


def add(making: Making) -> None:
    """Store the reviews with their actions, and log both."""
    for told in (*LAST_SUMMER, *THIS_YEAR):
        academy = making.academies[told.at]
        day = told.on(making.dates)
        review = Review(
            academy_id=academy.id,
            reviewed_on=day,
            reviewer_id=making.accounts[told.by].id,
            note=told.note,
            recorded_at=making.dates.instant(day, 330),
            actions=list(_actions(making, told)),
        )
        making.add([review])
        after = {"reviewed_on": day.isoformat(), "actions": len(told.actions)}
        making.happened(
            review.recorded_at, told.by, "academy_reviewed", "review", review.id,
            academy=academy, after=after,
        )  # fmt: skip
        for agreed, action in zip(told.actions, review.actions, strict=True):
            if action.done_on:
                making.happened(
                    making.dates.instant(action.done_on, 400), agreed.owner, "review_action_done",
                    "review_action", action.id, academy=academy,
                    after={"done_on": action.done_on.isoformat()},
                )  # fmt: skip


def _actions(making: Making, told: Reviewed) -> Iterator[ReviewAction]:
    for agreed in told.actions:
        yield ReviewAction(
            what=agreed.what,
            owner_id=making.accounts[agreed.owner].id,
            due_on=agreed.due(making.dates),
            done_on=agreed.done(making.dates) if agreed.done else None,
        )
