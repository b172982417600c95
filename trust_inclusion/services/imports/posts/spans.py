"""Which appointment, absence and hours a row means, by their dates; contradictions by cell."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from trust_inclusion.domain.posts import WEEKLY, Hours, hours_on
from trust_inclusion.services.imports.posts.drafts import AppointmentDraft, Draft, PersonDraft
from trust_inclusion.services.imports.posts.rows import PostRow

Told = Callable[[str, Any, Any], None]


def appointment(
    row: PostRow, held: list[AppointmentDraft], person: PersonDraft | None, today: date
) -> AppointmentDraft | None:
    """The appointment of `person` that a row means; None for a new one.

    With its first day where one has it; else the one that it overlaps, whose first day the row
    corrects. Without a day, the latest. Tells what cannot be.
    """
    mine = [one for one in held if person is not None and one.person is person]
    started_on = row.appointment.get("started_on")
    if started_on is None:
        found = max(mine, key=lambda one: (one.span[1] >= today, one.span), default=None)
    else:
        found = next((one for one in mine if one.now.get("started_on") == started_on), None)
        found = found or _overlapped(row, mine)
    if found is not None and found.line is not None:
        row.cells.bad(
            "person_name", f"Line {found.line} has {found.person.now['name']} in this post already."
        )
    return found


def _overlapped(row: PostRow, mine: list[AppointmentDraft]) -> AppointmentDraft | None:
    span = row.appointment["started_on"], row.appointment.get("ended_on") or date.max
    found = [one for one in mine if one.line is None and _overlap(one.span, span)]
    return found[0] if len(found) == 1 else None


def check(
    row: PostRow,
    held: list[AppointmentDraft],
    person: PersonDraft | None,
    found: AppointmentDraft | None,
) -> None:
    """Tell days in the wrong order, and two appointments of a person in one post at a time."""
    stored = found.now if found else {}
    started_on = row.appointment.get("started_on", stored.get("started_on"))
    ended_on = row.appointment.get("ended_on", stored.get("ended_on"))
    if started_on and ended_on and ended_on < started_on:
        row.cells.bad("role_ended_on", f"The role ends before it starts, on {started_on}.")
        return
    span = started_on or date.min, ended_on or date.max
    for other in held:
        if other is not found and other.person is person and _overlap(other.span, span):
            first, last = other.now.get("started_on"), other.now.get("ended_on")
            row.cells.bad(
                "role_started_on",
                f"{other.person.now['name']} has this post from {first or 'an unknown day'} to "
                f"{last or 'now'} already: one person cannot hold one post twice at a time.",
            )
    _check_absence(row, span, found)


def _check_absence(row: PostRow, span: tuple[date, date], found: AppointmentDraft | None) -> None:
    first, last = row.absence
    if first is None and last is None:
        return
    absences = found.absences if found else []
    if first is None:
        begun = [one for one in absences if one.now["ends_on"] in (None, last)]
        if len(begun) != 1:
            row.cells.bad("absent_from", "Say on which day the absence began.")
        else:
            first = begun[0].now["starts_on"]
    if first and last and last < first:
        row.cells.bad("absent_to", f"The absence ends before it begins, on {first}.")
    if first and not span[0] <= first <= span[1]:
        row.cells.bad("absent_from", "The absence begins outside the time in the role.")
    if last and last > span[1]:
        row.cells.bad("absent_to", "The absence ends after the role does.")
    if first and len(_absences_meant(absences, first, last)) > 1:
        row.cells.bad("absent_from", "This is more than one absence that is recorded.")


def _absences_meant(absences: Iterable[Draft], first: date, last: date | None) -> list[Draft]:
    """The recorded absence with this first day; else those that the days overlap."""
    known = list(absences)
    exact = [one for one in known if one.now["starts_on"] == first]
    return exact or [
        one
        for one in known
        if _overlap(
            (one.now["starts_on"], one.now["ends_on"] or date.max), (first, last or date.max)
        )
    ]


def take_absence(row: PostRow, holder: AppointmentDraft, told: Told) -> None:
    """Add the absence, or correct the one that is recorded of these days."""
    first, last = row.absence
    if first is None and last is None:
        return
    if first is None:
        meant = [one for one in holder.absences if one.now["ends_on"] in (None, last)]
    else:
        meant = _absences_meant(holder.absences, first, last)
    if not meant:
        holder.absences.append(Draft(now={"starts_on": first, "ends_on": last}))
        told("starts_on", None, first)
        if last:
            told("ends_on", None, last)
        return
    for name, value in (("starts_on", first), ("ends_on", last)):
        if value is not None and meant[0].now[name] != value:
            told(name, meant[0].now[name], value)
            meant[0].now[name] = value


def hours_given(allocations: tuple[Hours, ...], today: date) -> Hours | None:
    """The weekly hours of a post today; those it had or will have where there are none today."""
    weekly = [hours for hours in allocations if hours.kind in WEEKLY]
    latest = max(weekly, key=lambda hours: (hours.starts_on, hours.id), default=None)
    return hours_on(allocations, today) or latest


def pay_given(holder: AppointmentDraft, today: date) -> Draft | None:
    """The pay that holds today; else the first that will."""
    begun = [pay for pay in holder.pay if pay.now["starts_on"] <= today]
    return begun[-1] if begun else next(iter(holder.pay), None)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
