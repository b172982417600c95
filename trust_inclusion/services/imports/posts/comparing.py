"""One row against what is stored: first every check, then the drafts take what it says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from trust_inclusion.domain import words
from trust_inclusion.domain.hours import hours_text
from trust_inclusion.domain.pathway import Stages, Track
from trust_inclusion.domain.posts import Basis
from trust_inclusion.models.academies import Academy
from trust_inclusion.services.imports.posts import courses, people, spans, telling
from trust_inclusion.services.imports.posts.drafts import (
    AppointmentDraft,
    Draft,
    Drafts,
    PersonDraft,
    PostDraft,
)
from trust_inclusion.services.imports.posts.people import People
from trust_inclusion.services.imports.posts.rows import PostRow, Values
from trust_inclusion.services.imports.posts.telling import COLUMNS, COURSE_COLUMNS
from trust_inclusion.services.imports.preview import CellChange, Change, Notice

_STAGE_COLUMNS = tuple(f"{track.value}_stage" for track in Track)


@dataclass(slots=True)
class Places:
    """What a row is about: its academy, post, person and appointment; None where new."""

    academy: Academy | None = None
    post: PostDraft | None = None
    person: PersonDraft | None = None
    appointment: AppointmentDraft | None = None


class Comparison:
    """The rows of one file, one after the other."""

    def __init__(
        self, drafts: Drafts, stages: Stages, today: date, own_person_id: int | None
    ) -> None:
        self.drafts, self.stages = drafts, stages
        self.today, self.own_person_id = today, own_person_id
        self.people = People(drafts.people)
        self.notices: list[Notice] = []
        self.cells: list[CellChange] = []
        self.linked: dict[int, PersonDraft] = {}
        """Accounts to link, by id, with the person whose e-mail they have."""

    def row(self, row: PostRow) -> Change | None:
        """What one row changes; None when it has a problem (told in its cells) or changes nothing.

        The drafts are touched only once every check has passed.
        """
        self.cells = []
        places = self._places(row)
        if row.cells.failed:
            return None
        self._check(row, places)
        if row.cells.failed:
            return None
        new = self._take(row, places)
        return Change(row.line, _what(row, places), new, tuple(self.cells)) if self.cells else None

    def _places(self, row: PostRow) -> Places:
        places = Places(self.drafts.academies.get(row.urn or 0))
        if row.urn is not None:
            self._check_academy(row, places.academy)
        if row.cells.failed:
            return places
        academy_id = places.academy.id if places.academy else None
        same = self.drafts.titled(academy_id, row.title)
        places.post = same[0] if same else None
        if not row.vacant:
            places.person = self.people.meant(row, places.post)
            places.post = _held_by(same, places.person) or places.post
        return places

    def _check_academy(self, row: PostRow, academy: Academy | None) -> None:
        if academy is None:
            row.cells.bad(
                "urn", f"No academy with URN {row.urn} is known: import the academies first."
            )
        elif academy.left_on is not None and academy.left_on <= self.today:
            left = words.long_date(academy.left_on)
            row.cells.bad("urn", f"{academy.name} left the trust on {left}.")

    def _check(self, row: PostRow, places: Places) -> None:
        if places.post:
            people.check_told(row, places.post.told, self._of_post(row, places), COLUMNS)
        if row.vacant:
            return
        if places.person:
            people.check_told(row, places.person.told, row.person, COLUMNS)
        courses.check(row, places.person)
        held = places.post.appointments if places.post else []
        places.appointment = spans.appointment(row, held, places.person, self.today)
        if not row.cells.failed:
            spans.check(row, held, places.person, places.appointment)

    def _of_post(self, row: PostRow, places: Places) -> Values:
        """What a row says of its post; hours only while they are its opening ones."""
        said: Values = {"kind": row.kind.value}
        opening = places.post is None or not places.post.hours
        if row.minutes is not None and opening and not _ended(row, self.today):
            said["minutes"] = row.minutes
        return said

    def _take(self, row: PostRow, places: Places) -> bool:
        """Let the drafts take what the row says; whether somebody is new to the post."""
        new = places.post is None
        said = self._of_post(row, places)
        post = places.post or self._new_post(row, places.academy)
        people.tell(row, post.told, said)
        self._set(post, {"kind": row.kind.value})
        started_on = None
        if not row.vacant:
            person = places.person or self._new_person(row)
            self._take_person(row, person)
            appointment = places.appointment
            new = appointment is None
            if appointment is None:
                appointment = AppointmentDraft(person=person)
                post.appointments.append(appointment)
                row.appointment.setdefault("basis", Basis.PERMANENT.value)
            appointment.line = row.line
            self._set(appointment, row.appointment)
            started_on = appointment.now.get("started_on")
            spans.take_absence(row, appointment, self._note_cell)
            self._take_pay(row, appointment)
        self._take_hours(row, post, said, started_on)
        return new

    def _new_post(self, row: PostRow, academy: Academy | None) -> PostDraft:
        post = PostDraft(academy_id=academy.id if academy else None)
        self._set(post, {"title": row.title})
        self.drafts.add_post(post)
        return post

    def _new_person(self, row: PostRow) -> PersonDraft:
        person = PersonDraft()
        self.drafts.people.append(person)
        if (line := self.people.same_name_elsewhere(row)) is not None:
            self._note(
                row,
                f"{row.person['name']} is on line {line} too. Without a TRN or an e-mail address "
                "they are taken for two people.",
            )
        return person

    def _take_person(self, row: PostRow, person: PersonDraft) -> None:
        name = row.person.get("name", "")
        if name and person.id is not None and people.others_name(name, person):
            was, trn = person.now["name"], person.now["trn"]
            self._note(row, f"TRN {trn} is {was}'s: this renames them to {name}.")
        people.tell(row, person.told, row.person)
        self._set(person, self._told_by_another(row, person))
        self.people.keep(person)
        given = self._checked_by_another(row, person)
        for name, before, after in courses.take(row, person, given, self._note):
            column = COURSE_COLUMNS.get(name, name)
            self._note_cell(column, before, after)
        account_id = self.drafts.unlinked.pop(person.now.get("email") or "", None)
        if account_id is not None:
            self.linked[account_id] = person
            self._note(row, f"The account {person.now['email']} will open this person's record.")
            self._note_cell("account", None, "linked")

    def _told_by_another(self, row: PostRow, person: PersonDraft) -> Values:
        """The person as given; nobody keeps their own stages, by a file neither."""
        if person.id is None or person.id != self.own_person_id:
            return row.person
        stages = {name for name in _STAGE_COLUMNS if name in row.person}
        if any(person.now.get(name) != row.person[name] for name in stages):
            self._note(row, "Stages are left out: this is your own record.")
        return {name: value for name, value in row.person.items() if name not in stages}

    def _checked_by_another(self, row: PostRow, person: PersonDraft) -> Values:
        """The course as given; nobody's own check of their own evidence counts."""
        own = person.id is not None and person.id == self.own_person_id
        if own and "checked_on" in row.course:
            self._note(row, "evidence_checked_on is left out: this is your own record.")
            return {k: v for k, v in row.course.items() if k != "checked_on"}
        return row.course

    def _take_pay(self, row: PostRow, appointment: AppointmentDraft) -> None:
        """The first pay counts from the role's first day, a later difference from today."""
        if not row.pay:
            return
        last = spans.pay_given(appointment, self.today)
        if appointment.person.id is not None and appointment.person.id == self.own_person_id:
            self._leave_out_own_pay(row, last)
            return
        if last is None:
            last = Draft(now={"starts_on": appointment.now.get("started_on") or self.today})
            appointment.pay.append(last)
        elif last.now["starts_on"] < self.today <= appointment.span[1]:
            last = self._paid_from_today(row, appointment, last)
        self._set(last, row.pay)

    def _leave_out_own_pay(self, row: PostRow, last: Draft | None) -> None:
        """Nobody keeps their own pay, by a file neither; what says the same is no matter."""
        stored = last.now if last else {}
        if any(stored.get(name) != value for name, value in row.pay.items()):
            self._note(row, "Pay is left out: this is your own record.")

    def _paid_from_today(self, row: PostRow, appointment: AppointmentDraft, last: Draft) -> Draft:
        """The pay to change: what holds, or a copy from today where the row differs from it."""
        if all(last.now.get(name) == value for name, value in row.pay.items()):
            return last
        now = {**last.now, "starts_on": self.today}
        if row.pay.get("scale", now["scale"]) != now["scale"]:
            # The top of a range on another scale says nothing of this one.
            now["top_point"] = None
        appointment.pay.append(Draft(now=now))
        return appointment.pay[-1]

    def _take_hours(
        self, row: PostRow, post: PostDraft, said: Values, started_on: date | None
    ) -> None:
        if row.minutes is None:
            return
        if post.hours:
            self._compare_hours(row, post)
        elif "minutes" not in said:
            self._note(row, "hours_per_week is left out: this person's time in the post is over.")
        elif post.opening is None:
            starts_on = started_on or self.today
            post.opening = Draft(now={"minutes": row.minutes, "starts_on": starts_on})
            self._note_cell("minutes", None, row.minutes)
        else:
            post.opening.now["starts_on"] = min(
                post.opening.now["starts_on"], started_on or self.today
            )

    def _compare_hours(self, row: PostRow, post: PostDraft) -> None:
        stored = spans.hours_given(post.hours, self.today)
        if stored is not None and stored.minutes != row.minutes and not _ended(row, self.today):
            self._note(
                row,
                f"{hours_text(row.minutes or 0)} hours a week is not saved: the post has "
                f"{hours_text(stored.minutes)}. Other hours are proposed on the academy's page, by "
                "its head teacher, its SENCO or the director.",
            )

    def _set(self, draft: Draft, values: Values) -> None:
        for name, value in values.items():
            if draft.now.get(name) != value:
                self._note_cell(name, draft.now.get(name), value)
            draft.now[name] = value

    def _note_cell(self, name: str, before: Any, after: Any) -> None:
        self.cells.append(telling.changed(name, before, after, self.stages))

    def _note(self, row: PostRow, message: str) -> None:
        self.notices.append(Notice(row.line, message))


def _held_by(posts: list[PostDraft], person: PersonDraft | None) -> PostDraft | None:
    """Of posts of one title, the one that the person holds or held."""
    return next(
        (post for post in posts if any(one.person is person for one in post.appointments)), None
    )


def _ended(row: PostRow, today: date) -> bool:
    ended_on = row.appointment.get("ended_on")
    return ended_on is not None and ended_on < today


def _what(row: PostRow, places: Places) -> str:
    where = f"{row.urn} {places.academy.name}" if places.academy else "Trust-wide"
    name = row.person.get("name") or (places.person.now["name"] if places.person else "")
    return f"{where}: {row.title}, {'vacant' if row.vacant else name}"
