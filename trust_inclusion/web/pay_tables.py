"""The pay tables of a year, what a year does to each post, and taking the trust's own rows back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, pay_words, words
from trust_inclusion.domain.access import TRUST, Action
from trust_inclusion.domain.pay_tables import AREAS, PayTable, year_after
from trust_inclusion.services import pay_tables
from trust_inclusion.services.exports import pay_tables as files
from trust_inclusion.services.pay import own_ranges, rolling, tables, uploading
from trust_inclusion.services.pay.rolling import Rolled, Totals
from trust_inclusion.services.pay.tables import Tables
from trust_inclusion.web import asking
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import download, page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("pay_tables", __name__, url_prefix="/pay/tables")

PAGE_LENGTH = 50
ROLL_PATH = "/pay/tables/roll-forward"
AREA_CHOICES = tuple((area, area) for area in AREAS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A year's tables with the addresses of what goes with them, and the sources, each once."""

    tables: Tables

    @property
    def sources(self) -> list[str]:
        """The sources in the order in which the page first names them."""
        rows = [row.source for scale in self.tables.scales for row, _own in scale.rows]
        return list(dict.fromkeys([*rows, *(one.source for one in self.tables.ranges)]))

    @property
    def bases(self) -> list[str]:
        """The bases that occur, to be explained once."""
        found = {row.basis for scale in self.tables.scales for row, _own in scale.rows}
        found |= {one.basis for one in self.tables.ranges}
        return [basis.value for basis in pay_words.BASES if basis in found]

    @property
    def years(self) -> tuple[tuple[str, str], ...]:
        """The years to choose from, the latest first."""
        return year_choices(self.tables.years)

    @property
    def next_year(self) -> str:
        """The year after the last one that the tables know."""
        return year_after(self.tables.years[-1][0])

    def file_href(self, year: str, extension: str) -> str:
        """Where the rows of a year are, to fill in and bring back."""
        asked = urlencode({"year": year, "area": self.tables.area})
        return f"/pay/tables/template.{extension}?{asked}"


@dataclass(frozen=True, slots=True)
class RolledPage:
    """One page of what a year does to each post, with the sums over all of them."""

    year: str
    years: tuple[tuple[str, str], ...]
    rows: list[Rolled]
    totals: Totals
    number: int
    provisional: bool

    @property
    def last_page(self) -> int:
        """Number of the last page, from 1."""
        return max(-(-self.totals.posts // PAGE_LENGTH), 1)

    @property
    def range_words(self) -> str:
        """Which of them this page shows."""
        first = (self.number - 1) * PAGE_LENGTH + 1
        last = first + len(self.rows) - 1
        return f"{first:,} to {last:,} of {words.count(self.totals.posts, 'post')}"

    @property
    def sentence(self) -> str:
        """The answer, above the table."""
        return rolled_sentence(self.year, self.totals)

    def page_href(self, number: int) -> str | None:
        """The address of a page; None where there is none."""
        if not 1 <= number <= self.last_page:
            return None
        asked = {"year": self.year, **({"page": number} if number > 1 else {})}
        return f"{ROLL_PATH}?{urlencode(asked)}"

    def page_links(self) -> list[tuple[str, str | None]]:
        """The pages around the current one as (number, address); gaps have no address."""
        return asking.page_links(self.number, self.last_page, lambda one: self.page_href(one) or "")

    def file_href(self, extension: str) -> str:
        """Where all of it is as a file."""
        return f"{ROLL_PATH}.{extension}?{urlencode({'year': self.year})}"


@bp.get("")
@allow(Action.SEE_PAY)
def index() -> Response:
    """Every scale of a year and area, the ranges of allowances, other nations' figures."""
    found = tables.shown(
        actor(),
        request.args.get("year", ""),
        request.args.get("area", ""),
        today=today(),
        revision=trust_settings().revision,
    )
    return page(
        "pay/tables.html",
        part="pay/_tables.html",
        shown=Shown(found),
        areas=AREA_CHOICES,
        pay_words=pay_words,
        codes=own_ranges.CODES,
        may_edit=access.may(actor(), Action.EDIT_PAY_TABLES, TRUST),
    )


@bp.post("/take-back")
@allow(Action.EDIT_PAY_TABLES)
def take_back() -> Response:
    """Take the trust's own rows of a scale back."""
    named = {name: request.form.get(name, "")[:60] for name in ("year", "area", "scale")}
    with transaction():
        rows = uploading.take_back(actor(), **named, seen=request.form.get("seen", ""), now=now())
    flash(
        f"{words.count(rows, 'row')} of the trust’s own taken back. "
        "The figures that come with the product hold again, where there are any.",
        "success",
    )
    return see_other("pay_tables.index", year=named["year"], area=named["area"])


@bp.get("/template.<extension>")
@allow(Action.SEE_PAY)
def template(extension: str) -> Response:
    """The rows of a year and area, to fill in and bring back."""
    year, area = request.args.get("year", ""), request.args.get("area", tables.USUAL_AREA)
    table = files.pay_template(actor(), year, area, revision=trust_settings().revision)
    return download(table, "pay-table", extension)


@bp.get("/roll-forward")
@allow(Action.SEE_PAY)
def roll_forward() -> Response:
    """What a year's table does to each post whose pay the reader may see."""
    year, table = _year_asked()
    revision = trust_settings().revision
    whole = rolling.whole(actor(), table, year, today(), revision=revision)
    provisional = tables.provisional_years(table)
    years = year_choices([(one, one in provisional) for one in table.years])
    last = max(-(-len(whole.ids) // PAGE_LENGTH), 1)
    number = min(asking.page_number(request.args.get("page", "")), last)
    ids = whole.ids[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    rows = rolling.rolled(actor(), table, year, today(), ids)
    return page(
        "pay/roll_forward.html",
        part="pay/_rolled_page.html",
        rolled=RolledPage(year, years, rows, whole.totals, number, year in provisional),
        pay_words=pay_words,
    )


@bp.get("/roll-forward.<extension>")
@allow(Action.SEE_PAY)
def export_rolled(extension: str) -> Response:
    """All of it as a file."""
    year, table = _year_asked()
    name = f"pay-{year.replace('/', '-')}"
    return download(files.rolled(actor(), table, year, today()), name, extension)


def year_choices(years: Sequence[tuple[str, bool]]) -> tuple[tuple[str, str], ...]:
    """Years with whether they are provisional as a select offers them, the latest first."""
    marked = [(year, f"{year} (provisional)" if one else year) for year, one in years]
    return tuple(reversed(marked))


def rolled_sentence(year: str, totals: Totals) -> str:
    """What a year's table does to everybody, in a sentence."""
    if not totals.posts:
        return "Nobody whose pay you may see is in post."
    rises = "has more" if totals.rising == 1 else "have more"
    parts = [f"{totals.rising:,} of {words.count(totals.posts, 'post')} {rises} in {year}"]
    if totals.falling:
        parts.append(f"{totals.falling:,} {'has' if totals.falling == 1 else 'have'} less")
    if totals.unchanged:
        stays = "stays" if totals.unchanged == 1 else "stay"
        parts.append(f"{totals.unchanged:,} {stays} as before")
    if totals.unknown:
        parts.append(f"{totals.unknown:,} cannot be worked out")
    if not totals.counted:
        return f"{'; '.join(parts)}."
    sums = f"In all {_signed(totals.rise)} a year at full time"
    if totals.parts:
        sums += f", {_signed(totals.part_rise)} at the parts of full time recorded"
    return f"{'; '.join(parts)}. {sums}."


def _signed(pence: int) -> str:
    return f"+{words.pounds(pence)}" if pence > 0 else words.pounds(pence)


def _year_asked() -> tuple[str, PayTable]:
    """The year of the address, else the latest one that the tables know."""
    table = pay_tables.table(trust_settings().revision)
    latest = date(int(table.years[-1][:4]), 9, 1)
    return tables.year_asked(table, request.args.get("year", ""), latest), table
