"""Who a row means: by TRN, then e-mail, then the same name in the same post.

Nobody stands twice.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from trust_inclusion.services.imports.posts.drafts import PersonDraft, PostDraft, folded
from trust_inclusion.services.imports.posts.rows import PostRow


class People:
    """Everybody known, those that the file brings included."""

    def __init__(self, known: list[PersonDraft]) -> None:
        self.known = known
        self._by_trn: dict[str, PersonDraft] = {}
        self._by_email: dict[str, PersonDraft] = {}
        self._nameless: dict[str, int] = {}
        for person in known:
            self.keep(person)

    def keep(self, person: PersonDraft) -> None:
        """Let later rows find a person by what is known of them now."""
        if person.now.get("trn"):
            self._by_trn[person.now["trn"]] = person
        if person.now.get("email"):
            self._by_email[person.now["email"].casefold()] = person

    def meant(self, row: PostRow, post: PostDraft | None) -> PersonDraft | None:
        """The person a row means, or None for somebody new; contradictions are told by cell."""
        trn, email = row.person.get("trn"), row.person.get("email")
        by_trn = self._by_trn.get(trn) if trn else None
        by_email = self._by_email.get(email) if email else None
        if by_trn and by_email and by_trn is not by_email:
            row.cells.bad(
                "email",
                f"This address is {_called(by_email)}'s, and the TRN is {_called(by_trn)}'s.",
            )
        elif by_email and not by_trn:
            _check_address(row, by_email)
        found = by_trn or by_email or self._by_name(row, post)
        if found is None and "name" not in row.person:
            row.cells.bad("person_name", "Nobody is known by this TRN or e-mail: say the name.")
        return found

    def _by_name(self, row: PostRow, post: PostDraft | None) -> PersonDraft | None:
        """The person of the same name in the same post, unless the row says otherwise of them."""
        name = row.person.get("name", "")
        holders = [appointment.person for appointment in post.appointments] if post else []
        same = [one for one in _each_once(holders) if folded(one.now["name"]) == folded(name)]
        if len(same) > 1:
            row.cells.bad("person_name", f"Two people called {name} held this post: give the TRN.")
        for column in ("trn", "email"):
            given = row.person.get(column)
            if same and given and same[0].now.get(column):
                row.cells.bad(column, _OTHERWISE[column].format(name=name))
                break
        return same[0] if same else None

    def same_name_elsewhere(self, row: PostRow) -> int | None:
        """The line on which this name stood before, both times with neither TRN nor e-mail."""
        if row.person.keys() & {"trn", "email"}:
            return None
        line = self._nameless.setdefault(folded(row.person["name"]), row.line)
        return None if line == row.line else line


_OTHERWISE = {
    "trn": "{name} is known in this post with another TRN. Correct the TRN, or the name.",
    "email": (
        "{name} is known in this post with another address. To change an address, give the TRN "
        "that is stored as well."
    ),
}


def _check_address(row: PostRow, person: PersonDraft) -> None:
    """An address alone names a person only where nothing else on the row says otherwise."""
    trn, name = row.person.get("trn"), row.person.get("name")
    if trn and person.now.get("trn"):
        row.cells.bad("trn", f"{_called(person)} has this e-mail address, and another TRN.")
    elif name and others_name(name, person):
        row.cells.bad(
            "email",
            f"This is {_called(person)}'s address. Give each person their own; if they have a new "
            "name, import their TRN with the old name first.",
        )


def others_name(name: str, person: PersonDraft) -> bool:
    """Whether no word of a name is in the one that is known: perhaps somebody else is meant."""
    return not _words(name) & _words(person.now["name"])


def check_told(
    row: PostRow, told: dict[str, tuple[Any, int]], values: dict[str, Any], columns: dict[str, str]
) -> None:
    """Refuse what an earlier row of the file said otherwise of the same person or post."""
    for name, value in values.items():
        before = told.get(name)
        if before is not None and before[0] != value:
            column = columns.get(name, name)
            whose = "post" if name in {"kind", "minutes"} else "person"
            row.cells.bad(column, f"Line {before[1]} says otherwise of the same {whose}.")


def tell(row: PostRow, told: dict[str, tuple[Any, int]], values: dict[str, Any]) -> None:
    """Remember what this row says, for the rows after it."""
    for name, value in values.items():
        told.setdefault(name, (value, row.line))


def _each_once(people: Iterable[PersonDraft]) -> list[PersonDraft]:
    return list({id(person): person for person in people}.values())


def _called(person: PersonDraft) -> str:
    return str(person.now["name"])


def _words(name: str) -> set[str]:
    titles = {"mr", "mrs", "ms", "miss", "dr"}
    return {word.strip(".") for word in folded(name).replace("-", " ").split()} - titles


def in_words(spells: tuple[tuple[date, date | None], ...]) -> str:
    """Spells of service as the template writes them."""
    return ";".join(f"{first}/{last or ''}" for first, last in spells)
