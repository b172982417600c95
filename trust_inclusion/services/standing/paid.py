"""What conditions follow from of an appointment's pay, day by day: never a figure of it."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from trust_inclusion.domain.allowances import tlrs_held
from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_room import Rooms, rooms
from trust_inclusion.domain.pay_tables import LEADERSHIP_SCALES, PayTable, named
from trust_inclusion.domain.standing import FOREVER, PayFacts
from trust_inclusion.models.posts import AppointmentPay

_Point = tuple[str | None, str | None, str | None, str | None]


class Paying:
    """Reads pay by one table of salaries; each point of a range is looked at once."""

    def __init__(self, table: PayTable) -> None:
        self._table = table
        self._rooms: dict[_Point, Rooms] = {}

    def facts_of(self, rows: Sequence[AppointmentPay]) -> tuple[PayFacts, ...]:
        """An appointment's pay from its first day recorded, in the order in which it starts.

        Of two rows of one day the one recorded later counts. A row begins anew where the tables
        of a year change whether there is room to rise.
        """
        by_day = {row.starts_on: row for row in sorted(rows, key=lambda row: row.id)}
        ordered = [by_day[day] for day in sorted(by_day)]
        ends = [*(row.starts_on for row in ordered[1:]), FOREVER]
        found: list[PayFacts] = []
        for row, end in zip(ordered, ends, strict=False):
            turns = self._rooms_of(row)
            for (since, room), (until, _) in pairwise([*turns, (FOREVER, None)]):
                first = max(since, row.starts_on)
                if first < min(until, end):
                    found.append(_facts(row, first, room))
        return tuple(found)

    def _rooms_of(self, row: AppointmentPay) -> Rooms:
        at = (row.area, row.scale, row.point, row.top_point)
        if at not in self._rooms:
            area, scale, point, top = (one or "" for one in at)
            paid = Paid(area=area, scale=scale, point=point, top=top)
            self._rooms[at] = rooms(paid, self._table)
        return self._rooms[at]


def _facts(row: AppointmentPay, first: date, room: bool | None) -> PayFacts:
    tlrs = (
        *tlrs_held(row.tlr, row.tlr_pence),
        *tlrs_held(row.second_tlr, row.second_tlr_pence),
    )
    return PayFacts(
        starts_on=first,
        leadership_scale=named(row.scale) in LEADERSHIP_SCALES if row.scale else None,
        tlr=bool(tlrs),
        sen_allowance=bool(row.sen_allowance_pence),
        room_to_rise=room,
    )
