"""The evidence template filled in with what counts: to look at, complete and import again."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access, templates
from trust_inclusion.domain import evidence as rules
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.services import places, standing
from trust_inclusion.services.exports.table import Cell, Table, percent, pounds


def evidence(actor: Actor, day: date) -> Table:
    """A row for each academy and census date up to `day`, with the figures that count.

    An academy without any has a row with its URN and the latest census date that is known, to
    fill in. Only academies of which the reader may see the evidence. Raises Refused.
    """
    reach = access.reach(actor, Action.SEE_EVIDENCE)
    if not reach.any_academy:
        raise Refused("You do not have access to do this.")
    academies = db.session.execute(
        select(Academy.id, Academy.urn)
        .where(
            places.within(reach, Academy.id, Academy.hub_id),
            or_(Academy.left_on.is_(None), Academy.left_on > day),
        )
        .order_by(Academy.name, Academy.urn)
    ).all()
    by_academy: dict[int, dict[date, list[rules.Row]]] = defaultdict(lambda: defaultdict(list))
    wanted = {academy.id for academy in academies}
    for row in db.session.scalars(select(Evidence).where(Evidence.census_date <= day)):
        if row.academy_id in wanted:
            by_academy[row.academy_id][row.census_date].append(standing.evidence_row(row))
    latest = max((on for dates in by_academy.values() for on in dates), default=None)
    rows = (row for a in academies for row in _rows(a.urn, by_academy[a.id], latest))
    return Table(templates.EVIDENCE, rows)


def _rows(
    urn: int, dates: dict[date, list[rules.Row]], latest: date | None
) -> Iterator[tuple[Cell, ...]]:
    if not dates:
        yield (urn, latest, *(None for _ in templates.EVIDENCE[2:]))
    for on in sorted(dates, reverse=True):
        counts = rules.together(dates[on])
        yield (
            urn,
            on,
            *(counts[name] for name in rules.FIGURES[:4]),
            pounds(_figure(counts["notional_sen_budget_pence"])),
            counts["budget_year"],
            percent(_figure(counts["turnover_tenths"])),
            counts["turnover_source"],
            counts["source"],
        )


def _figure(value: int | str | None) -> int | None:
    return value if isinstance(value, int) else None
