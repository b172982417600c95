"""SENCO posts and the people in them, from the posts template.

A blank leaves the stored value alone; a blank kind is a SENCO's post, a blank `designated` yes.
Hours set only a post's opening allocation. Facts of law take effect unchecked, until HR has seen
the evidence.
"""

from dataclasses import dataclass
from datetime import date, datetime

from trust_inclusion.adapters.tables import Row, Source
from trust_inclusion.domain import access, templates
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.services import audit, settings, standing
from trust_inclusion.services.imports.cells import own_rows
from trust_inclusion.services.imports.posts import drafts, rows
from trust_inclusion.services.imports.posts.comparing import Comparison
from trust_inclusion.services.imports.posts.drafts import Drafts, PersonDraft
from trust_inclusion.services.imports.posts.saving import Saving
from trust_inclusion.services.imports.preview import Preview, rows_in_error

__all__ = ["File", "Plan", "apply", "preview", "read"]

_REQUIRED = ("urn", "post_title", "person_name")


@dataclass(slots=True)
class File:
    rows: list[Row]
    unread: str


@dataclass(slots=True)
class Plan:
    drafts: Drafts
    linked: dict[int, PersonDraft]


def read(actor: Actor, source: Source) -> File:
    """The rows of the template. Raises WrongFile."""
    access.require(actor, Action.IMPORT_POSTS, access.TRUST)
    return File(*own_rows(source, templates.POSTS, _REQUIRED, "the posts template"))


def preview(actor: Actor, file: File, *, today: date) -> Preview[Plan]:
    """What taking the file in would change. Reads only."""
    access.require(actor, Action.IMPORT_POSTS, access.TRUST)
    known = drafts.load()
    trust = rows.Trust(settings.current().week, settings.pathway_stages())
    comparison = Comparison(known, trust.stages, today, actor.person_id)
    found = Preview("posts", Plan(known, comparison.linked))
    if file.unread:
        found.note(file.unread)
    for row in file.rows:
        problems = len(found.problems)
        read_row = rows.read(row, found.problems, trust, today)
        change = comparison.row(read_row) if read_row else None
        if change is not None:
            found.changes.append(change)
        elif len(found.problems) == problems:
            found.unchanged += 1
    found.notices += comparison.notices
    found.left_out = rows_in_error(found.problems)
    return found


def apply(
    actor: Actor, found: Preview[Plan], *, leave_out_errors: bool = False, now: datetime
) -> None:
    """Save what the preview shows. Call both in one transaction. Raises CannotImport."""
    access.require(actor, Action.IMPORT_POSTS, access.TRUST)
    found.check(leave_out_errors=leave_out_errors)
    saving = Saving(actor, now)
    saving.save(found.plan.drafts, found.plan.linked)
    audit.record(actor, "import_posts", "import", None, now=now, after=found.counts())
    standing.rebuild(saving.academies)
