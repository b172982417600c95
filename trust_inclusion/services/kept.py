"""Answers kept in this process until something changes: ids, counts and sums, never staff data.

Every change of a setting, a policy, a record or an academy's standing, every ruling proposed and
every record confirmed raises the trust's revision in its own transaction, and every request reads
it with the sign-in. So an answer under a revision is right in all processes for as long as that
revision is the present one.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from trust_inclusion.db import db

Answer = TypeVar("Answer")

MOST = 128
"""Answers kept at once; the one asked for longest ago goes first."""

_turn = Lock()
"""Held while answers are looked up or put away, never while one is asked for: some servers answer
several requests at once in threads."""

_answers: WeakKeyDictionary[Engine, OrderedDict[Hashable, Any]] = WeakKeyDictionary()


def until_changed(revision: int | None, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` gives, asked once for a `key` under a `revision`; always asked without one."""
    if revision is None:
        return ask()
    whole = (revision, key)
    with _turn:
        answers = _answers.setdefault(db.engine, OrderedDict())
        if whole in answers:
            answers.move_to_end(whole)
            return cast("Answer", answers[whole])
    found = ask()
    with _turn:
        answers[whole] = found
        while len(answers) > MOST:
            answers.popitem(last=False)
    return found
