"""Posts and their pay across the reader's reach: the list, the ladder, the spread, the rules."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from trust_inclusion.domain import pay_words, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_rules import RULES, PayRule
from trust_inclusion.services import exports, hubs
from trust_inclusion.services.pay import ladder, listing, spread
from trust_inclusion.services.pay.listing import Whole
from trust_inclusion.services.pay.spread import Spread
from trust_inclusion.services.pay_tables import Held
from trust_inclusion.web import pay_asked, pay_drawing
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import (
    arguments_before,
    download,
    page,
    shown_at,
    wants_fragment,
)
from trust_inclusion.web.layout import today

bp = Blueprint("pay", __name__, url_prefix="/pay")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with how many posts it says something of."""

    code: str
    name: str
    rule: PayRule
    checks: int
    notes: int


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """Like posts in words; `spread` is None where there are too few to compare."""

    phase: str
    kind: str
    number: int
    spread: Spread | None


@bp.get("/")
@allow(Action.SEE_PAY)
def index() -> Response:
    """The list: search, filters, order and page are all in the address."""
    who, day, revision = actor(), today(), trust_settings().revision
    asked = pay_asked.asked(request.args.to_dict())
    shown, known = pay_asked.read(who, asked, day, revision=revision)
    fragment = wants_fragment()
    drawn = page(
        "pay/index.html",
        part="pay/_list.html",
        listing=shown,
        fragment=fragment,
        sorts=pay_asked.SORT_CHOICES,
        **({} if fragment else _around(who, shown.whole, known, day)),
    )
    before = pay_asked.asked(arguments_before().to_dict())
    return shown_at(drawn, shown.address, in_place=asked.goes_on_typing(before))


@bp.get("/posts.<extension>")
@allow(Action.SEE_PAY)
def export(extension: str) -> Response:
    """Every row of the present filters and order."""
    asked, day = pay_asked.asked(request.args.to_dict()), today()
    table = exports.paid(actor(), asked.wanted, day, revision=trust_settings().revision)
    return download(table, f"pay-{day.isoformat()}", extension)


def _around(who: Actor, whole: Whole, known: Held, day: date) -> dict[str, Any]:
    """What stands around the list and does not follow its filters."""
    rungs = ladder.rungs(whole.steps)
    return {
        "hubs": (pay_asked.ALL, *hubs.of_reader(who, Action.SEE_PAY)),
        "phases": pay_asked.phase_choices(whole.phases),
        "scales": pay_asked.scale_choices(whole.scales),
        "codes": (
            pay_asked.ALL,
            *((code.value, said) for code, said in pay_words.WARNINGS.items()),
        ),
        "severities": pay_asked.SEVERITIES,
        "rules": _rules(whole),
        "rungs": rungs,
        "ladder_phases": [(one, pay_asked.PHASES[one]) for one in pay_drawing.phases_of(rungs)],
        "drawing": pay_drawing.ladder(rungs),
        "spreads": _spreads(who, whole, known, day),
        "fewest": spread.FEWEST,
    }


def _rules(whole: Whole) -> list[RuleLine]:
    counts = whole.by_code
    return [
        RuleLine(
            code.value,
            pay_words.WARNINGS[code],
            RULES[code],
            counts[code, Severity.CHECK],
            counts[code, Severity.NOTE],
        )
        for code in Code
    ]


def _spreads(who: Actor, whole: Whole, known: Held, day: date) -> list[SpreadLine]:
    """By phase and kind; the figures are read for this page alone."""
    ids = sorted({one for group in whole.groups for one in group.ids})
    worths = {
        one.id: spread.worth(one.paid, known.table.in_force(day, one.paid.at))
        for one in listing.page(who, ids, day)
    }
    order = {phase: place for place, phase in enumerate(pay_asked.PHASES)}
    return [
        SpreadLine(
            pay_asked.PHASES[group.phase],
            words.POST_KINDS[group.kind],
            group.number,
            spread.figures(group, worths),
        )
        for group in sorted(whole.groups, key=lambda one: (order[one.phase], one.kind))
    ]
