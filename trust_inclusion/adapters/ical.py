"""An iCalendar feed (RFC 5545) of all-day events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AllDay:
    """`uid` stays the same when the event moves to another day."""

    uid: str
    day: date
    summary: str


def feed(events: Iterable[AllDay], *, name: str, url: str, revision: int, now: datetime) -> bytes:
    """The feed as UTF-8 with folded lines. `revision` rises whenever anything may have changed,

    so that a program which keeps copies takes a moved event for the newer one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//trust-inclusion//SENCO dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in events:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", now)
        event.add("last-modified", now)
        event.add("sequence", revision)
        event.add("dtstart", one.day)
        if one.day != date.max:
            event.add("dtend", one.day + DAY)
        event.add("summary", one.summary)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        if url:
            event.add("url", url)
        calendar.add_component(event)
    return calendar.to_ical()
