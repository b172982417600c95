"""What an import would do, as plain values: worked out without writing, then applied or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from trust_inclusion.adapters.tables import CellProblem

Plan = TypeVar("Plan")


class CannotImport(Exception):
    """The file, or what was said with it, does not fit. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what is stored and what the file makes of it, as people read it ("" is blank)."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the file, or one thing that the file leaves out, and what becomes of it."""

    line: int | None
    what: str
    new: bool
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before saving. `line` None: about the file as a whole."""

    line: int | None
    message: str


@dataclass(slots=True)
class Preview(Generic[Plan]):
    """Everything an import would change, every problem, and the plan that `apply` carries out.

    Rows with a problem are never part of the plan.
    """

    subject: str
    plan: Plan
    unchanged: int = 0
    left_out: int = 0
    changes: list[Change] = field(default_factory=list[Change])
    problems: list[CellProblem] = field(default_factory=list[CellProblem])
    notices: list[Notice] = field(default_factory=list[Notice])

    @property
    def new(self) -> int:
        return sum(change.new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.new

    def check(self, *, leave_out_errors: bool) -> None:
        """Refuse to save while rows are in error, unless they are to be left out."""
        if self.problems and not leave_out_errors:
            rows = len({problem.line for problem in self.problems})
            raise CannotImport(
                f"Nothing was saved: {rows} {'row is' if rows == 1 else 'rows are'} in error. "
                "Correct the file, or choose to leave those rows out."
            )

    def note(self, message: str, line: int | None = None) -> None:
        self.notices.append(Notice(line, message))

    def counts(self) -> dict[str, int]:
        """The figures of the import, for the log."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "left_out": self.left_out,
        }


def rows_in_error(problems: Iterable[CellProblem]) -> int:
    """How many rows have at least one bad cell."""
    return len({problem.line for problem in problems})


def shown(value: Any) -> str:
    """A stored value in words for a preview; blank when there is none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def logged(value: Any) -> Any:
    """A value as the log keeps it: dates as text, figures and codes as they are."""
    return value.isoformat() if isinstance(value, date) else value
