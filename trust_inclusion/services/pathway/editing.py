"""Keeping a person's pathway: their stages, what they want, what is agreed of it, their mentor."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from trust_inclusion.db import db
from trust_inclusion.domain.access import Action, Actor, Reach, Refused
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.pathway import Track, by_code
from trust_inclusion.domain.pathway_steps import Aspiration, Readiness
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.services import audit, places, settings
from trust_inclusion.services.pathway import finding

EARLIEST = date(1950, 1, 1)
FURTHEST_YEARS = 10
"""How far ahead a next step may be planned."""
MOST_WORDS = 2000
MOST_SCHOOLS = 200

Problems = list[tuple[str, str]]
"""(field, sentence)."""


class NotPossible(Exception):
    """What was told cannot be. `problems` are (field, sentence)."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class When:
    """The day and the instant of an act, and the version of the row that the person saw."""

    today: date
    now: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage of a track by its code, None for not on this track; since when, and what shows it."""

    code: int | None
    since: date
    evidence: str


@dataclass(frozen=True, slots=True)
class Aspired:
    """What a person wants, in codes and in their own words, and who else may know."""

    aspiration: Aspiration
    words: str = ""
    would_move: bool | None = None
    head_sees: bool = False
    mentor_sees: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """The next step that was agreed, by when, and when the person is ready."""

    next_step: str
    next_step_on: date
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a person does beyond their own post; None is not stated."""

    mentors_others: bool | None = None
    schools_supported: int | None = None
    executive: bool | None = None


def stored(person_id: int) -> PathwayPlan | None:
    """What is stored of a person's plan, for the forms; whoever asks has been let through."""
    return db.session.get(PathwayPlan, person_id)


def mentor_mark(row: PathwayPlan | None) -> int:
    """What a form of the mentor saw: the mentor's id, 0 for none.

    Not the plan's version, which would tell whoever names a mentor that the person told something.
    """
    return (row.mentor_id or 0) if row is not None else 0


def beyond_mark(row: PathwayPlan | None) -> int:
    """What a form of the work beyond the post saw: its three facts in one number, for the same
    reason."""
    if row is None:
        return 0
    said = {None: 0, True: 1, False: 2}
    schools = 0 if row.schools_supported is None else row.schools_supported + 1
    return (schools * 3 + said[row.mentors_others]) * 3 + said[row.executive]


def mentor_of(person_id: int) -> str:
    """The name of a person's mentor, for the form; empty without one."""
    query = select(Person.name).join(PathwayPlan, PathwayPlan.mentor_id == Person.id)
    return db.session.scalar(query.where(PathwayPlan.person_id == person_id)) or ""


def set_stage(actor: Actor, person_id: int, track: Track, told: Reached, when: When) -> None:
    """Record where a person stands on a track; `when.version` is the person's.

    Raises NotPossible, Changed, NotThere or Refused; on one's own record always Refused.
    """
    found = finding.to_act(actor, Action.EDIT_STAGE, person_id, when.today)
    person = found.person
    places.same_version(person.version, when.version)
    if problems := _stage_problems(track, told, when.today):
        raise NotPossible(problems)
    column = f"{track.value}_stage"
    before = getattr(person, column)
    setattr(person, column, told.code)
    flag_modified(person, "name")  # a new version, also where the stage stays
    place = PathwayPlace(
        person_id=person.id,
        track=track.value,
        code=told.code,
        since=told.since,
        evidence=told.evidence,
        recorded_at=when.now,
        recorded_by_id=actor.account_id,
    )
    db.session.add(place)
    places.flush()
    after = {"code": told.code, "since": told.since.isoformat(), "place_id": place.id}
    _log(actor, person.id, "pathway_stage_set", when.now,
         {"track": track.value, "code": before}, {"track": track.value, **after})  # fmt: skip
    finding.rebuild(person.id)


def _stage_problems(track: Track, told: Reached, today: date) -> Problems:
    found: Problems = []
    if told.code is not None and by_code(settings.pathway_stages(), track, told.code) is None:
        found.append(("stage", "The trust has no such stage any more: choose another."))
    if told.since > today:
        found.append(("since", "A stage is recorded once it is reached: enter today or earlier."))
    elif told.since < EARLIEST:
        found.append(("since", f"The day must be in {EARLIEST.year} or later."))
    if not told.evidence.strip():
        found.append(("evidence", "Say what shows it, such as a post, a course or a review."))
    return found


def tell(actor: Actor, person_id: int, told: Aspired, when: When) -> bool:
    """Tell what one wants; whether that took an agreement back. `when.version` is the plan's.

    Another aspiration, other words or another answer about moving take an agreement back; who may
    see it may be chosen anew without that. Raises as `set_stage`.
    """
    found = finding.to_act(actor, Action.TELL_ASPIRATION, person_id, when.today)
    row = _to_write(found.person.id)
    places.same_version(row.version or 0, when.version)
    new = {**asdict(told), "aspiration": told.aspiration.value}
    changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
    if not changed and row.told_on is not None:
        return False
    for name, value in new.items():
        setattr(row, name, value)
    wants_otherwise = row.told_on is None or bool(
        {"aspiration", "words", "would_move"} & {*changed}
    )
    taken_back = wants_otherwise and row.agreed_on is not None
    if wants_otherwise:
        row.told_on = when.today
        row.agreed_on = row.agreed_as = row.agreed_by_id = None
    _keep(row)
    # Not what was told: the log is read by more people than may know.
    _log(actor, person_id, "pathway_told", when.now, {},
         {"changed": changed, "taken_back": taken_back})  # fmt: skip
    settings.raise_revision()
    return taken_back


def agree(actor: Actor, person_id: int, told: Agreed, when: When) -> None:
    """Agree the next step and the readiness with a person who told what they want.

    As director, or as head where the person lets the head see it. Raises as `set_stage`.
    """
    found = finding.subject(actor, person_id, when.today)
    row = stored(person_id)
    role = finding.agrees_as(actor, found, row)
    if role is None or row is None:
        raise Refused("You do not have access to do this.")
    places.same_version(row.version, when.version)
    if problems := _agreed_problems(row, told, when.today):
        raise NotPossible(problems)
    row.next_step, row.next_step_on = told.next_step.strip(), told.next_step_on
    row.readiness = told.readiness.value
    row.agreed_on, row.agreed_as, row.agreed_by_id = when.today, role.value, actor.account_id
    _keep(row)
    _log(actor, person_id, "pathway_agreed", when.now, {}, {"agreed_as": role.value})
    settings.raise_revision()


def _agreed_problems(row: PathwayPlan, told: Agreed, today: date) -> Problems:
    found: Problems = []
    if not told.next_step.strip():
        found.append(("next_step", "Enter the next step."))
    same = told.next_step_on == row.next_step_on and row.agreed_on is not None
    if told.next_step_on < today and not same:
        found.append(("next_step_on", "Enter the day by which it is to be done: today or later."))
    elif told.next_step_on > years_after(today, FURTHEST_YEARS):
        found.append(("next_step_on", f"Enter a day within the next {FURTHEST_YEARS} years."))
    return found


def name_mentor(actor: Actor, person_id: int, who: str, when: When) -> None:
    """Name a person's mentor by work e-mail or full name; blank leaves them without.

    What the person shared with an earlier mentor, or before somebody else named one, is not shared
    with the new one: they choose anew. `when.version` is `mentor_mark`. Raises as `set_stage`.
    """
    found = finding.subject(actor, person_id, when.today)
    if not finding.names_mentor(actor, found):
        raise Refused("You do not have access to do this.")
    row = _to_write(person_id)
    places.same_version(mentor_mark(row), when.version)
    mentor_id = _mentor(person_id, who, when.today) if who.strip() else None
    before = row.mentor_id
    if mentor_id == before:
        return
    row.mentor_id = mentor_id
    if before is not None or not found.own:
        row.mentor_sees = False
    _keep(row)
    _log(actor, person_id, "pathway_mentor_named", when.now,
         {"mentor_id": before}, {"mentor_id": mentor_id})  # fmt: skip
    finding.rebuild(person_id)


def _mentor(person_id: int, who: str, today: date) -> int:
    """Only who was typed in full is found, so that nobody reads names here by trying; and only who
    holds a post, since who has left mentors nobody."""
    typed = who.strip()
    by_email = func.lower(Person.email) == typed.lower()
    query = select(Person.id).where(by_email)
    if "@" not in typed:
        query = select(Person.id).where(Person.sort_name == searchable(typed))
    in_post = places.in_post(Reach(everything=True), Person.id, today)
    ids = db.session.scalars(query.where(in_post).limit(2)).all()
    if not ids:
        sentence = "Nobody in a post of the trust has this name or e-mail address."
        raise NotPossible([("mentor", sentence)])
    if len(ids) > 1:
        raise NotPossible([("mentor", "Two people have this name: give the work e-mail address.")])
    if ids[0] == person_id:
        raise NotPossible([("mentor", "Nobody is their own mentor: name somebody else.")])
    return ids[0]


def set_beyond(actor: Actor, person_id: int, told: Beyond, when: When) -> None:
    """Record what a person does beyond their own post; `when.version` is `beyond_mark`.

    Raises as `set_stage`.
    """
    found = finding.to_act(actor, Action.EDIT_STAGE, person_id, when.today)
    row = _to_write(found.person.id)
    places.same_version(beyond_mark(row), when.version)
    schools = told.schools_supported
    if schools is not None and not 0 <= schools <= MOST_SCHOOLS:
        raise NotPossible([("schools_supported", f"Enter a number from 0 to {MOST_SCHOOLS}.")])
    new = asdict(told)
    before, after = audit.changed({name: getattr(row, name) for name in new}, new)
    if not after:
        return
    for name, value in new.items():
        setattr(row, name, value)
    _keep(row)
    _log(actor, person_id, "pathway_work_set", when.now, before, after)
    settings.raise_revision()


def _to_write(person_id: int) -> PathwayPlan:
    """The plan, or a new one for who had none."""
    return stored(person_id) or PathwayPlan(
        person_id=person_id, words="", next_step="", head_sees=False, mentor_sees=False
    )


def _keep(row: PathwayPlan) -> None:
    db.session.add(row)
    places.flush()


def _log(
    actor: Actor,
    person_id: int,
    action: str,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Ids, codes and figures only."""
    audit.record(actor, action, "person", person_id, now=now, before=before, after=after)
