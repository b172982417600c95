"""What waits for a reader: counted here, and nowhere else, for home, the header and every page.

A new kind of waiting thing is one figure of `Counts`, how it is asked in `counts`, and its sentence
with a link in `listed`.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date

from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.services import kept, people
from trust_inclusion.services.changes import waiting as changes
from trust_inclusion.services.pathway import overview as pathway
from trust_inclusion.services.records import rulings
from trust_inclusion.services.sign_ins import SignedIn

HERE = "/#"
"""What home itself shows in full, further down."""
MOST_NAMED = 5
"""Up to so many people whose pathway is to be agreed are named one by one."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of each kind wait."""

    confirmation: int = 0
    claims: int = 0
    rulings: int = 0
    changes: int = 0
    plans: int = 0
    actions: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, kind.name) for kind in fields(self))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: in a sentence, where it is done, and how many it counts as."""

    sentence: str
    href: str
    count: int

    @property
    def elsewhere(self) -> bool:
        """Whether it is done on another page than home."""
        return not self.href.startswith(HERE)


def counts(reader: SignedIn, day: date) -> Counts:
    """What waits for the reader on `day`.

    What hangs on their reach is kept until the revision rises (see kept.py), and not asked at all
    where nothing of the kind waits for anybody: most pages cost nothing more.
    """
    actor, revision = reader.actor, reader.settings.revision
    claims = reader.claims_wait and access.may_anywhere(actor, Action.CHECK_RECORD)
    decide = reader.rulings_wait and access.may_anywhere(actor, Action.DECIDE_RULING)

    agree = reader.plans_wait and access.may_anywhere(actor, Action.AGREE_ASPIRATION)

    def kept_count(kind: str, ask: Callable[[], int]) -> int:
        key = ("waiting", kind, actor.holdings, actor.account_id, actor.person_id, day)
        return kept.until_changed(revision, key, ask)

    return Counts(
        confirmation=int(reader.to_confirm),
        claims=kept_count("claims", lambda: people.to_check(actor, day)[0]) if claims else 0,
        rulings=kept_count("rulings", lambda: len(rulings.to_decide(actor, day))) if decide else 0,
        changes=changes.count(actor, day, revision=revision) if reader.changes_open else 0,
        plans=kept_count("plans", lambda: pathway.to_agree(actor, day)) if agree else 0,
        actions=reader.actions,
    )


def listed(reader: SignedIn, day: date) -> list[Waiting]:
    """The same, thing by thing as home says it."""
    found, actor = counts(reader, day), reader.actor
    told: list[Waiting] = []
    if found.confirmation:
        told.append(Waiting("Your own record to confirm", f"{HERE}confirm", 1))
    if found.claims:
        told.append(_claims(actor, day))
    if found.rulings:
        told += [
            Waiting(f"The ruling on {one.name} to decide", f"/people/{one.person_id}#rulings", 1)
            for one in rulings.to_decide(actor, day)
        ]
    if found.changes:
        sentence = words.count(found.changes, "change") + " of allocation"
        told.append(Waiting(sentence, "/changes/", found.changes))
    if found.plans:
        told += _plans(actor, found.plans, day)
    if found.actions:
        sentence = words.count(found.actions, "action") + " agreed at reviews"
        told.append(Waiting(sentence, f"{HERE}actions", found.actions))
    return told


def _plans(actor: Actor, many: int, day: date) -> list[Waiting]:
    """Whose pathway there is to agree, not what they told; of many only how many."""
    if many > MOST_NAMED:
        sentence = words.count(many, "pathway") + " to agree with people who told what they want"
        return [Waiting(sentence, "/pathway/people?plan=to_agree", many)]
    return [
        Waiting(f"The pathway of {name} to agree", f"/people/{person_id}#pathway", 1)
        for person_id, name in pathway.first_to_agree(actor, day, many)
    ]


def _claims(actor: Actor, day: date) -> Waiting:
    many, of = people.to_check(actor, day)
    changes = words.count(many, "change")
    whose = "one person’s record" if of == 1 else f"{of} people’s records"
    return Waiting(f"{changes} to check on {whose}", f"/people/?waiting={people.TOLD}", many)
