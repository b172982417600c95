"""What the cover ledger tells those who answer whether time is protected (C14).

It does not answer: cover that nobody wrote down leaves it empty, and time may still be given back.
"""

from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import cover_ledger
from trust_inclusion.domain.cover_ledger import Entry, Way
from trust_inclusion.models.lived import CoverEntry

CODE = "C14"


def prompt(post_id: int, day: date) -> str:
    """The balance of a post's ledger in a sentence; "" while nothing is written in it.

    Head and SENCO of the post, who answer, may both read it.
    """
    rows = db.session.execute(
        select(CoverEntry.id, CoverEntry.on_day, CoverEntry.way, CoverEntry.minutes).where(
            CoverEntry.post_id == post_id, CoverEntry.struck_at.is_(None)
        )
    )
    entries = (Entry(row.on_day, Way(row.way), row.minutes, row.id) for row in rows)
    ledger = cover_ledger.work_out(entries, day)
    return f"Cover ledger: {cover_ledger.sentence(ledger)}" if ledger.lines else ""
