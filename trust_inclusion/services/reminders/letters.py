"""What a letter says and leads to: drawn when it is sent, from frozen codes, ids and figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import reminder_words
from trust_inclusion.domain.names import initials
from trust_inclusion.domain.reminders import Kind
from trust_inclusion.domain.urgency import Group
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.services.reminders.due import Key, Reminding

TO_SENCO = "reminder"
DIGEST = "digest"
_BREACHES = frozenset({Kind.NO_SENCO, Kind.OVERDUE})


@dataclass(frozen=True, slots=True)
class Link:
    """A page where something of the letter is done: its path on this site, and what to do there."""

    path: str
    says: str


def content(found: Iterable[Reminding], unconfirmed: int = 0) -> dict[str, Any]:
    """Frozen codes, ids, dates and a count; a person's own reminder stands once."""
    items: dict[Key, dict[str, Any]] = {}
    for one in found:
        item = {
            "kind": one.due.kind.value,
            "academy_id": one.place.academy_id or 0,
            "person_id": one.place.person_id or 0,
            "about": one.due.about.isoformat(),
        }
        if one.absent:
            item |= {"absent": True, "cover_id": one.cover_id}
        if one.due.kind is Kind.UNCONFIRMED:
            item["count"] = unconfirmed
        items.setdefault(one.key, item)
    return {"items": list(items.values())}


def lines(notice: str, content: Mapping[str, Any]) -> list[str]:
    """What a letter says, one sentence or two for each reminder, with names as they are now."""
    items: list[dict[str, Any]] = content["items"]
    academies = _names(Academy, [item["academy_id"] for item in items])
    people = _names(
        Person, [item[name] for item in items for name in ("person_id", "cover_id") if name in item]
    )
    said: list[str] = []
    for item in items:
        kind, about = Kind(item["kind"]), date.fromisoformat(item["about"])
        academy = academies.get(item["academy_id"], "")
        if notice == TO_SENCO:
            said.append(reminder_words.to_senco(kind, academy, about))
        elif kind is Kind.UNCONFIRMED:
            said.append(reminder_words.unconfirmed(item["count"], about))
        else:
            said.append(reminder_words.in_digest(kind, academy, _who(item, people), about))
    return list(dict.fromkeys(said))


def links(notice: str, content: Mapping[str, Any]) -> list[Link]:
    """Where what the letter is about is done: the person's record, or the list of deadlines."""
    items: list[dict[str, Any]] = content["items"]
    kinds = {Kind(item["kind"]) for item in items}
    found: list[Link] = []
    if notice == TO_SENCO:
        if Kind.CONFIRMATION in kinds:
            found.append(Link("/", "Confirm your record on your home page"))
        if people := sorted({item["person_id"] for item in items}):
            found.append(Link(f"/people/{people[0]}", "Your record and what comes next"))
        return found
    if deadlines := kinds - {Kind.UNCONFIRMED}:
        # Where breaches are all there is, the list opens at them.
        group = f"?{urlencode({'group': Group.BREACH_NOW})}" if deadlines <= _BREACHES else ""
        found.append(Link(f"/deadlines/{group}", "The list of deadlines, with what to do next"))
    if Kind.UNCONFIRMED in kinds:
        found.append(Link("/confirmations/", "Who has not confirmed their record"))
    return found


def _who(item: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """Initials, and where the person is absent who covers."""
    name, cover = people.get(item["person_id"]), people.get(item.get("cover_id", 0))
    who = initials(name) if name else ""
    if not item.get("absent"):
        return who
    return reminder_words.absent(who, initials(cover) if cover else "")


def _names(model: type[Academy] | type[Person], ids: Iterable[int]) -> dict[int, str]:
    found = db.session.execute(select(model.id, model.name).where(model.id.in_(set(ids))))
    return {row.id: row.name for row in found}
