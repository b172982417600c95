"""One change in words: the table of figures then and now, the working, the story, the steps."""

from datetime import date
from typing import Any, NamedTuple

from trust_inclusion.domain import change_sentences, change_words, words
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.change_sentences import Asked
from trust_inclusion.domain.changes import OPEN, Kind, State, Step, needs_comment
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.services.changes.reading import Linked, Shown, Told
from trust_inclusion.web import brief
from trust_inclusion.web.brief import SumLine

Cells = list[str]
TODAY = "Today"


class Form(NamedTuple):
    """A step the reader may take, as a form draws it."""

    step: str
    label: str
    hint: str
    needed: bool
    first: bool
    """Whether it is what the change waits for, and so stands open."""


class Formula(NamedTuple):
    """The formula's whole working as it stood."""

    heading: str
    needs: str
    low: list[SumLine] | None
    high: list[SumLine] | None
    policy: str
    sources: list[str]


class Event(NamedTuple):
    """A step of the story, as components/history.html draws it."""

    instant: str
    when: str
    sentence: str
    comment: str | None


def everything(shown: Shown, week: FullWeek, today: date) -> dict[str, Any]:
    """What the page of a change draws."""
    change = shown.change
    reasons = change_sentences.second(shown.second, hidden=shown.second_hidden)
    table = _told_once(columns(shown), rows(shown, week))
    return {
        "shown": shown,
        "change": change,
        "heading": heading(shown),
        "waits": change_sentences.turn(shown.case, london_day(change.waiting_since), today),
        "tags": tags(shown),
        "columns": table[0],
        "rows": table[1],
        "values": values(shown),
        "formulas": formulas(shown),
        "second": reasons,
        "story": [event(one, change.reason) for one in reversed(shown.story)],
        "view": view_of_senco(shown),
        "linked": [(one, linked(one)) for one in shown.linked],
        "forms": [form(step, reasons) for step in _in_order(shown)],
        "refusals": refusals(shown),
        "remarks": remarks(shown),
        "change_words": change_words,
    }


def heading(shown: Shown) -> str:
    """ "Sam Reed, SENCO at Oak: from 12.0 to 15.0 hours a week from 1 January 2027"."""
    change = shown.change
    whose = change_sentences.whose(shown.person, change.post.title, change.academy.name)
    return f"{whose}: {change_sentences.moves(_asked(change))}"


def _asked(change: Any) -> Asked:
    return Asked(
        change.kind, change.minutes_now, change.minutes_proposed, change.effective_on, change.until
    )


def tags(shown: Shown) -> list[words.Tag]:
    """The state, and one thing more at most."""
    change = shown.change
    found = [change_words.STATE_TAGS[State(change.state)]]
    if change.unsupported:
        found.append(change_words.UNSUPPORTED)
    elif change.reduction:
        found.append(change_words.REDUCTION)
    return found


def columns(shown: Shown) -> list[str]:
    """The columns of the table of figures."""
    change = shown.change
    found: list[str] = []
    if shown.at_proposal:
        day = london_day(change.proposed_at) if change.proposed_at else shown.at_proposal.on
        found.append(f"When proposed, {words.short_date(day)}")
    if shown.at_approval and change.decided_at:
        found.append(f"When approved, {words.short_date(london_day(change.decided_at))}")
    return [*found, TODAY] if shown.today else found


def rows(shown: Shown, week: FullWeek) -> list[tuple[str, Cells]]:
    """The table: one label a row, one cell a column."""
    kept = [one for one in (shown.at_proposal, shown.at_approval, shown.today) if one]
    settled = shown.today if shown.change.state not in OPEN else None
    found = [_row(label, kept, settled, shown.change.kind, week) for label in _ROWS]
    if shown.pay is not None:
        found.append(("Annual value", [_value(one, shown) for one in _values_in_order(shown)]))
    return found


def _told_once(
    found: list[str], told: list[tuple[str, Cells]]
) -> tuple[list[str], list[tuple[str, Cells]]]:
    """The table without today's column where nothing has moved since the one before it: on a phone
    each figure would stand there twice."""
    moved = any(cells[-2:] != [cells[-1]] * 2 for _, cells in told)
    if len(found) < 2 or found[-1] != TODAY or moved:
        return found, told
    return [*found[:-2], f"{found[-2]}, and today"], [(label, one[:-1]) for label, one in told]


_ROWS = ("The post has", "Proposed", "Formula", "One working day", "Gap before", "Gap after",
         "Gap after, to one working day")  # fmt: skip


def _row(
    label: str, kept: list[Figures], settled: Figures | None, kind: str, week: FullWeek
) -> tuple[str, Cells]:
    """`settled` are the figures of today of a change that is closed: nothing is proposed there."""
    return label, [
        words.DASH
        if one is settled and label in ("Proposed", *_ROWS[5:])
        else _cell(label, one, kind, week)
        for one in kept
    ]


def _cell(label: str, one: Figures, kind: str, week: FullWeek) -> str:
    one_off = kind == Kind.ONE_OFF
    cells = {
        "The post has": change_sentences.hours_in_full(one.now, week),
        "Proposed": (
            f"{words.hours(one.proposed)} h in all"
            if one_off
            else change_sentences.hours_in_full(one.proposed, week)
        ),
        "Formula": formula(one),
        "One working day": f"{words.hours(one.one_day)} h",
        "Gap before": gap(one.gap(one.before)),
        "Gap after": gap(one.gap(one.after)),
    }
    return cells.get(label) or gap(one.after - one.one_day)


def formula(one: Figures) -> str:
    """ "8.0 h", "6.0–12.0 h", or that it cannot be said."""
    low, high = one.outcome.low, one.outcome.high
    if low is None:
        return "cannot be worked out"
    return f"{words.hours_range(low.total_minutes, high.total_minutes if high else None)} h"


def gap(minutes: int | None) -> str:
    """ "−2.0 h", or that it cannot be said."""
    return "cannot be worked out" if minutes is None else f"{words.gap(minutes)} h"


def _values_in_order(shown: Shown) -> list[Value | None]:
    pay = shown.pay
    if pay is None:
        return []
    columns = (
        (shown.at_proposal, pay.at_proposal),
        (shown.at_approval, pay.at_approval),
        (shown.today, pay.today),
    )
    return [value for figures, value in columns if figures]


def _value(one: Value | None, shown: Shown) -> str:
    return words.DASH if one is None else change_sentences.value(one, shown.change.kind)


def values(shown: Shown) -> list[tuple[str, list[str]]]:
    """What each annual value was worked out from: (column, sentences)."""
    told = zip(columns(shown), _values_in_order(shown), strict=False)
    return [(label, change_sentences.value_basis(one)) for label, one in told if one]


def formulas(shown: Shown) -> list[Formula]:
    """The working as it stood, latest last; one that equals the one before is left out."""
    found: list[Formula] = []
    before: Figures | None = None
    for label, one in zip(
        columns(shown),
        [one for one in (shown.at_proposal, shown.at_approval, shown.today) if one],
        strict=False,
    ):
        same = before and (one.policy, one.evidence) == (before.policy, before.evidence)
        if not same:
            found.append(_formula(label, one))
        before = one
    return found


def _formula(label: str, one: Figures) -> Formula:
    outcome, policy = one.outcome, one.policy
    low, high = (
        brief.working_lines(working, policy, one.evidence) if working else None
        for working in (outcome.low, outcome.high)
    )
    named = policy.name
    if outcome.low:
        mapping = words.MAPPINGS["a" if high else outcome.low.mapping.value]
        named = f"{policy.name}{'. At least,' if high else ','} with {mapping}"
    return Formula(label, brief.needs(outcome), low, high, named, brief.sources(one.evidence))


def event(one: Told, reason: str) -> Event:
    """A step in a sentence. The reason that heads the page is not said again."""
    sentence = change_words.told(one.by, one.step, one.capacity, one.on_behalf_of, one.state)
    comment = "What was said here was removed." if one.removed else one.comment
    if comment == reason:
        comment = None
    return Event(one.at.isoformat(), words.instant(one.at), sentence, comment)


def view_of_senco(shown: Shown) -> str | None:
    """What the SENCO said of this proposal; None while nothing was said."""
    said: str | None = None
    for one in shown.story:
        if one.step in (Step.PROPOSE, Step.RESUBMIT):
            said = None
        elif one.step == Step.GIVE_VIEW:
            said = "It was removed." if one.removed else one.comment
    if said is None and shown.change.view_given_at is not None:
        return "The SENCO asked for it: the reason above is their view."
    return said


def linked(one: Linked) -> str:
    """A linked change in a sentence; of one that the reader may not open, only where it is."""
    change = one.change
    if not one.opens:
        return f"A change at {change.academy.name}"
    whose = change_sentences.whose(one.person, change.post.title, change.academy.name)
    return f"{whose}: {change_sentences.moves(_asked(change))}"


_FIRST = (Step.APPROVE, Step.CONFIRM, Step.ENDORSE, Step.MARK_SEEN, Step.GIVE_VIEW, Step.RESUBMIT)
_LAST = (Step.PASS_ON, Step.RETURN, Step.REJECT, Step.WITHDRAW)


def _in_order(shown: Shown) -> list[Step]:
    return [step for step in (*_FIRST, *_LAST) if step in shown.may]


def form(step: Step, second: list[str]) -> Form:
    """How a step's form is drawn; before an approval it says what follows."""
    hint = _HINTS.get(step, "")
    if step is Step.APPROVE and second:
        hint = f"A trust leader then confirms it, {'; '.join(second)}."
    label = change_words.STEP_LABELS[step]
    return Form(step.value, label, hint, needs_comment(step), step in _FIRST)


_HINTS = {
    Step.APPROVE: "The hours are then given from their first day.",
    Step.CONFIRM: "The hours are then given from their first day.",
    Step.ENDORSE: "It then goes to the Director of Inclusion.",
    Step.PASS_ON: "It goes to the Director of Inclusion, marked as unsupported.",
    Step.RETURN: "It goes back to whoever proposed it, who may send it again.",
    Step.REJECT: "It is then closed.",
    Step.WITHDRAW: "It is then closed; what you asked for is not decided.",
    Step.MARK_SEEN: change_sentences.HR_PROMPT,
    Step.GIVE_VIEW: "What this would mean for the pupils and for you. Whoever decides reads it.",
}


def refusals(shown: Shown) -> list[tuple[str, str]]:
    """Why steps that the reader's role might take cannot be taken now: (steps, why)."""
    by_reason: dict[str, list[str]] = {}
    for step, why in shown.refused:
        by_reason.setdefault(why, []).append(change_words.STEP_LABELS[step])
    return [(", ".join(labels), why) for why, labels in by_reason.items()]


def remarks(shown: Shown) -> list[str]:
    """What else the hours do, and what happened to people meanwhile."""
    if shown.change.state not in OPEN:
        return []
    turns = change_words.course(shown.course)
    found = [turns] if turns else []
    if not shown.holders:
        found.append("Nobody holds the post today.")
    elif shown.person not in shown.holders:
        found.append(f"The post is now held by {' and '.join(shown.holders)}.")
    if shown.proposer_gone:
        found.append(
            "Who proposed it can no longer act here: whoever now has their role takes their part."
        )
    return found
