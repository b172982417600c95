"""Academies against the conditions: the table, one condition, what changed, and as a file."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from trust_inclusion.domain import access, charter, charter_words, words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.services import exports, hubs
from trust_inclusion.services.charter import finding, heat, letters, since
from trust_inclusion.services.charter.heat import ANY, PAGE_LENGTH, Filters, Sort, View
from trust_inclusion.web import asking, charter_rows
from trust_inclusion.web.charter_asked import DUTIES, PATH, Asked, asked
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import (
    arguments_before,
    download,
    page,
    shown_at,
    wants_fragment,
)
from trust_inclusion.web.layout import today

bp = Blueprint("charter_heat", __name__, url_prefix="/charter")

ALL = ("", "All")
PHASES = (ALL, *words.PHASES.items())
KINDS = (ALL, *((kind.value, said) for kind, said in charter_words.KINDS.items()))
DUTY_CHOICES = (
    ALL,
    (ANY, "Any without time of its own"),
    *((code, f"{code} {name}, without time of its own") for code, name in EXCLUDED.items()),
)
REPLY_TABS = (Reply.NO, Reply.PARTLY, Reply.NOT_KNOWN, Reply.YES, Reply.NOT_APPLICABLE)


@bp.get("/")
@allow(Action.SEE_CHARTER)
def index() -> Response:
    """The table: search, filters, order and page are all in the address."""
    wanted = asked(request.args.to_dict(), today())
    shown = _shown(wanted)
    fragment = wants_fragment()
    drawn = page(
        "charter/index.html",
        part="charter/_heat.html",
        asked=wanted,
        shown=shown,
        fragment=fragment,
        hubs=() if fragment else (ALL, *_hubs()),
        phases=PHASES,
        kinds=KINDS,
        conditions=_condition_choices(),
        states=_state_choices(),
        duties=DUTY_CHOICES,
        wide=_reads_whole_trust(),
        checks=access.may_anywhere(actor(), Action.EDIT_DUTIES),
    )
    typed = bool(wanted.filters.words and arguments_before().get("q", ""))
    return shown_at(drawn, wanted.page_href(shown["number"]), in_place=typed)


def _reads_whole_trust() -> bool:
    return access.may(actor(), Action.SEE_CHARTER, access.TRUST)


def _hubs() -> list[tuple[int, str]]:
    return hubs.of_reader(actor(), Action.SEE_CHARTER)


def _condition_choices() -> tuple[tuple[str, str], ...]:
    return (ALL, *((code, charter_words.heading(code)) for code in letters.codes(actor())))


def _state_choices() -> tuple[tuple[str, str], ...]:
    sees = letters.answers(actor()).any_academy
    return (
        ALL,
        *(one for one in charter_words.STATES.items() if one[0] != letters.DIFFER or sees),
    )


def _view(filters: Filters, sort: Sort, wanted: Asked) -> View:
    revision = trust_settings().revision
    return heat.view(actor(), filters, sort, wanted.day, revision=revision)


def _shown(wanted: Asked) -> dict[str, Any]:
    """The page of the table that was asked for, the last one when it asks for a later."""
    view = _view(wanted.filters, wanted.sort, wanted)
    rows, paged = _rows_of(view, wanted)
    codes = charter_rows.by_kind(letters.codes(actor(), wanted.filters.kind))
    if wanted.show == DUTIES:
        hrefs = {code: wanted.query(duty=code) for code in EXCLUDED}
        groups, drawn = charter_rows.duty_columns(view.counts, hrefs), charter_rows.duties(rows)
    else:
        hrefs = {code: wanted.of_condition(code) for code in codes}
        differ = letters.answers(actor()).any_academy
        groups = charter_rows.columns(codes, view.counts, hrefs, differ=differ)
        drawn = charter_rows.conditions(rows, codes)
    return {
        **paged,
        "rows": drawn,
        "groups": groups,
        "key": _key(wanted),
        "answer": _answer(view, wanted.filters),
    }


def _key(wanted: Asked) -> Sequence[tuple[str, str]]:
    """What the symbols mean; that people differ only for who may know."""
    if wanted.show == DUTIES:
        return charter_rows.DUTY_KEY
    sees = letters.answers(actor()).any_academy
    return charter_rows.KEY if sees else charter_rows.KEY[:-1]


def _answer(view: View, filters: Filters) -> str:
    counts = view.counts
    kinds = [kind for kind in Kind if not filters.kind or kind == filters.kind]
    return charter_words.answer(
        counts.total,
        {kind: counts.not_met[kind] for kind in kinds},
        counts.departures,
        counts.differ,
    )


def _rows_of(
    view: View, wanted: Asked, path: str = PATH
) -> tuple[Sequence[heat.Row], dict[str, Any]]:
    """The rows of a page, and what its links say."""
    paged = _paged(len(view.ids), wanted, path)
    first = paged["first"]
    ids = view.ids[first : first + PAGE_LENGTH]
    return heat.page(actor(), ids, wanted.day), paged


def _paged(total: int, wanted: Asked, path: str) -> dict[str, Any]:
    """Which rows are shown, and the links to the others."""
    last_page = max(-(-total // PAGE_LENGTH), 1)
    number = min(wanted.number, last_page)
    first = (number - 1) * PAGE_LENGTH

    def href(page_number: int) -> str:
        more = {} if path == PATH else {"condition": ""}
        return wanted.query(path, page=page_number if page_number > 1 else "", **more)

    return {
        "total": total,
        "number": number,
        "first": first,
        "counted": charter_rows.counted(min(PAGE_LENGTH, total - first), first, total),
        "links": asking.page_links(number, last_page, href),
        "before": href(number - 1) if number > 1 else None,
        "after": href(number + 1) if number < last_page else None,
    }


@bp.get("/conditions.<extension>")
@allow(Action.SEE_CHARTER)
def export(extension: str) -> Response:
    """Every condition of every academy of the present filters."""
    wanted = asked(request.args.to_dict(), today())
    table = exports.conditions(actor(), wanted.filters, wanted.sort, wanted.day)
    return download(table, f"conditions-{wanted.day.isoformat()}", extension)


@bp.get("/condition/<code>")
@allow(Action.SEE_CHARTER)
def condition(code: str) -> Response:
    """One condition: its text and source, and how each academy stands with it."""
    found = finding.condition(code)
    letters.require(actor(), code)
    wanted = asked({**request.args.to_dict(), "condition": code}, today())
    everybody = Filters(
        words=wanted.filters.words, phase=wanted.filters.phase, hub_id=wanted.filters.hub_id
    )
    counts = _view(everybody, Sort(), wanted).counts
    narrowed = wanted.filters.state not in ("", ANY)
    view = _view(wanted.filters, wanted.sort, wanted) if narrowed else None
    path = f"{PATH}condition/{code}"
    rows, paged = _rows_of(view or _view(everybody, wanted.sort, wanted), wanted, path)
    return page(
        "charter/condition.html",
        asked=wanted,
        path=path,
        condition=found,
        kind=charter_words.KINDS[found.kind],
        answer=charter_words.of_condition(
            counts.total, counts.replies[code], counts.differing[code]
        ),
        tabs=_tabs(wanted, path, counts),
        rows=[(row, *_stands(row, code)) for row in rows],
        phases=words.PHASES,
        **paged,
    )


def _tabs(wanted: Asked, path: str, counts: heat.Counts) -> list[tuple[str, int, str, bool]]:
    """How many stand how, each a link: (words, number, address, whether it is shown)."""
    code = wanted.filters.condition
    found = [("All", counts.total, "")]
    found += [
        (charter_words.sign(reply, CONDITIONS[code].kind).tag.word, many, reply.value)
        for reply in REPLY_TABS
        if (many := counts.replies[code][reply])
    ]
    if counts.differing[code]:
        found.append(("Head and SENCO differ", counts.differing[code], letters.DIFFER))
    return [
        (said, many, wanted.query(path, condition="", state=state), wanted.filters.state == state)
        for said, many, state in found
    ]


def _stands(row: heat.Row, code: str) -> tuple[Any, bool]:
    """The sign of a condition in a row, and whether head and SENCO differ."""
    reply = letters.reply_of(row.conditions, code)
    differ = letters.differs(row.conditions, code)
    return (charter_rows.reply_sign(reply, CONDITIONS[code].kind) if reply else ""), differ


@bp.get("/changed")
@allow(Action.SEE_CHARTER)
def changed() -> Response:
    """What counts otherwise than when the last term ended, by academy."""
    wanted = asked(request.args.to_dict(), today())
    ended = charter.last_term_ended(wanted.day)
    view = since.view(
        actor(), wanted.filters, ended, wanted.day, revision=trust_settings().revision
    )
    paged = _paged(len(view.ids), wanted, f"{PATH}changed")
    ids = view.ids[paged["first"] : paged["first"] + PAGE_LENGTH]
    return page(
        "charter/changed.html",
        asked=wanted,
        path=f"{PATH}changed",
        ended=ended,
        answer=charter_words.since(len(view.ids), view.turns, ended),
        rows=since.page(actor(), ids, ended, wanted.day),
        hubs=(ALL, *_hubs()),
        phases=PHASES,
        sign=charter_rows.reply_sign,
        turns=charter_rows.TURNS,
        conditions=CONDITIONS,
        wide=_reads_whole_trust(),
        **paged,
    )
