"""Checks of job descriptions: looked at without saving anything, or kept for a post.

A kept check answers condition C09 from the record. The log knows codes and figures of it only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, charter_posts, job_description
from trust_inclusion.domain.access import Action, Actor, Refused, Role
from trust_inclusion.domain.duties import Judged
from trust_inclusion.domain.duty_list import DUTIES
from trust_inclusion.domain.job_description import Check, Findings
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import DescriptionCheck
from trust_inclusion.services import audit, places, standing
from trust_inclusion.services.duties import finding
from trust_inclusion.services.places import NotThere


@dataclass(frozen=True, slots=True)
class Draft:
    """A job description as entered: the ticked duties' codes, the pasted text, whether it is for
    somebody yet to come, and the day on which it was agreed, if it was."""

    ticked: tuple[str, ...] = ()
    words: str = ""
    new_post: bool = True
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept check in the history of its post; `role` is as what somebody kept it."""

    id: int
    checked_on: date
    role: Role | None
    agreed_on: date | None
    new_post: bool
    found: Findings


@dataclass(frozen=True, slots=True)
class Desk:
    """A post with the checks of its job description, the latest first, and how it stands with the
    excluded duties."""

    academy: Academy
    post_id: int
    title: str
    holders: tuple[str, ...]
    checks: Sequence[Kept]
    holdings: dict[str, Judged]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One kept check with what was entered. `check` is read anew with the words of today: `differs`
    where that finds something else than was found then. `other` is what it is compared with."""

    desk: Desk
    kept: Kept
    draft: Draft
    check: Check
    differs: bool
    other: Kept | None


def desk(actor: Actor, urn: int, post_id: int, today: date) -> Desk:
    """The checks of a post's job description. Raises NotThere or Refused."""
    here = finding.academy(actor, Action.SEE_CHARTER_ANSWERS, urn, today)
    post = here.post(post_id)
    rows = db.session.execute(_CHECKS.where(_C.post_id == post_id)).all()
    by = finding.tellers(row.account_id for row in rows)
    return Desk(
        academy=here.academy,
        post_id=post_id,
        title=here.titles[post_id],
        holders=tuple(one.name for one in post.designated_on(here.day)),
        checks=[
            Kept(
                row.id,
                row.checked_on,
                by.role(here, post, row.account_id, row.checked_on),
                row.agreed_on,
                row.new_post,
                _found(row),
            )
            for row in rows
        ],
        holdings=charter_posts.holdings_of(post, here.day),
        may_edit=here.may_edit(post, actor),
    )


def opened(
    actor: Actor, urn: int, post_id: int, check_id: int, today: date, *, beside: int = 0
) -> Opened:
    """One kept check beside another of the post (`beside` its number), else beside the one before.

    Raises NotThere or Refused.
    """
    found = desk(actor, urn, post_id, today)
    place = next((at for at, one in enumerate(found.checks) if one.id == check_id), None)
    if place is None:
        raise NotThere("There is no such check of this job description.")
    kept = found.checks[place]
    others = {one.id: one for one in found.checks if one.id != check_id}
    before = found.checks[place + 1] if place + 1 < len(found.checks) else None
    if beside and beside not in others:
        raise NotThere("There is no such check to compare with.")
    row = db.session.get_one(DescriptionCheck, check_id)
    draft = Draft(_known(row.ticked["codes"]), row.words, row.new_post, row.agreed_on)
    check = job_description.check(draft.ticked, draft.words, new_post=draft.new_post)
    differs = check.findings != kept.found
    return Opened(found, kept, draft, check, differs, others.get(beside, before))


def preview(actor: Actor, urn: int, post_id: int, draft: Draft, today: date) -> Check:
    """What a check would find; nothing is stored.

    Raises NotThere, Refused, or ValueError for what `job_description.problems` refuses.
    """
    finding.to_edit(actor, urn, post_id, today)
    return _checked(draft)


def unbound(actor: Actor, draft: Draft) -> Check:
    """A check that belongs to no post, such as before a post is advertised; nothing is stored.

    Raises Refused, or ValueError as `preview`.
    """
    if not access.may_anywhere(actor, Action.EDIT_DUTIES):
        raise Refused("You do not have access to do this.")
    return _checked(draft)


def keep(actor: Actor, urn: int, post_id: int, draft: Draft, *, today: date, now: datetime) -> int:
    """Keep a check for a post; gives its number. The same check kept twice on a day is one.

    Raises NotThere, Refused, or ValueError as `preview` and for a day of agreement to come.
    """
    here, _ = finding.to_edit(actor, urn, post_id, today)
    check = _checked(draft)
    if draft.agreed_on is not None and draft.agreed_on > today:
        raise ValueError("The day on which it was agreed must be today or in the past.")
    codes = [code for code in DUTIES if code in draft.ticked]
    last = db.session.scalar(
        select(DescriptionCheck)
        .where(DescriptionCheck.post_id == post_id)
        .order_by(DescriptionCheck.checked_on.desc(), DescriptionCheck.id.desc())
        .limit(1)
    )
    new = DescriptionCheck(
        post_id=post_id, checked_on=today, checked_at=now, account_id=actor.account_id,
        agreed_on=draft.agreed_on, new_post=draft.new_post, ticked={"codes": codes},
        words=draft.words, found=check.findings.to_json(),
    )  # fmt: skip
    if last is not None and _same(last, new):
        return last.id
    db.session.add(new)
    places.flush()
    found = check.findings
    audit.record(
        actor, "description_checked", "post", post_id, now=now, academy_id=here.academy.id,
        after={
            "check_id": new.id,
            "agreed_on": draft.agreed_on.isoformat() if draft.agreed_on else None,
            "new_post": draft.new_post,
            "excluded": list(found.excluded),
            "missing_tasks": list(found.missing_tasks),
            "old_terms": len(found.old_terms),
        },
    )  # fmt: skip
    standing.rebuild([here.academy.id])
    return new.id


def _same(one: DescriptionCheck, other: DescriptionCheck) -> bool:
    names = ("checked_on", "agreed_on", "new_post", "ticked", "words", "found")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _checked(draft: Draft) -> Check:
    return job_description.check(draft.ticked, draft.words, new_post=draft.new_post)


_C = DescriptionCheck.__table__.c
_CHECKS = select(_C.id, _C.checked_on, _C.account_id, _C.agreed_on, _C.new_post, _C.found).order_by(
    _C.checked_on.desc(), _C.id.desc()
)
"""Without the text, which may be long and is read of one check only."""


def _found(row: AnyRow) -> Findings:
    return Findings.from_json(row.found)


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    """Ticks of duties that are still in the list."""
    return tuple(code for code in codes if code in DUTIES)
