"""What `remind` and `deliver-mail` do for changes of hours: digests, what lapsed, and letters."""

from datetime import date
from typing import Any

from trust_inclusion.domain import change_letter_words, words
from trust_inclusion.services import change_digests
from trust_inclusion.services.change_digests import Plan
from trust_inclusion.services.changes import telling
from trust_inclusion.services.notices import Taken

NOTICES = (telling.NOTICE, change_digests.NOTICE)


def shown(taken: Taken) -> dict[str, Any]:
    """What the templates of a letter about changes are drawn with."""
    if taken.notice == telling.NOTICE:
        return {"said": telling.said(taken.content)}
    lines = change_digests.lines(taken.content)
    return {"lines": lines, "subject": change_letter_words.digest_subject(len(lines))}


def report(plan: Plan, day: date, *, committed: bool) -> None:
    """Print what a run puts out for changes, or would."""
    for one in plan.waited:
        how = change_letter_words.waited(one.academy, one.change.state, one.days, own=False)
        print(f"{how.removesuffix('.')} (since {words.short_date(one.since)})")
    if plan.lapsed:
        closed = "closed" if committed else "to close"
        where = "at academies that left the trust"
        print(f"{words.count(plan.lapsed, 'change')} of hours {closed} {where}.")
    print(
        f"As at {words.long_date(day)}: {words.count(len(plan.waited), 'change')} of hours waiting "
        f"long, {words.count(len(plan.mail), 'digest')} to whose step is next and to directors."
    )
