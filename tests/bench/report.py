"""The figures as one table."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench.cases import Case
from tests.bench.load import Measured
from tests.bench.sizes import Size

HEADINGS = (
    "", "requests/s", "worker ms", "of 2.", "(rounds)", "by worker", "target", "", "queries",
)  # fmt: skip
WIDTHS = (40, 12, 11, 7, 12, 11, 16, 7, 10)


Pages = Callable[[Case], "Result"]
"""The small trust's page that a case is held against."""

STEADY = 1.25
"""How much faster the fastest round of a ceiling may be than its slowest on a quiet machine."""


@dataclass(slots=True)
class Result:
    """What the rounds of one case came to. `queries` is None for the ceilings."""

    case: Case
    rounds: list[Measured] = field(default_factory=list[Measured])
    queries: int | None = None

    @property
    def per_second(self) -> float:
        return median(one.per_second for one in self.rounds)

    @property
    def worker_ms(self) -> float | None:
        known = [one.worker_ms for one in self.rounds if one.worker_ms is not None]
        return median(known) if known else None

    def shares(self, of: "Result") -> list[float]:
        """Requests per second as a share of another case's in the same round."""
        return [
            mine.per_second / other.per_second
            for mine, other in zip(self.rounds, of.rounds, strict=True)
        ]


def table(groups: Iterable[tuple[str, Sequence[Result]]], rows: Result, pages: Pages) -> str:
    """Every case with its share of the second ceiling (`rows`), or its slowness against a page of
    the small trust."""
    lines = [_line(HEADINGS)]
    for title, results in groups:
        lines += ["", title]
        lines += [_line(_cells(result, rows, pages(result.case))) for result in results]
    return "\n".join(lines)


def _cells(result: Result, rows: Result, page: Result) -> tuple[str, ...]:
    case, shares = result.case, result.shares(rows)
    share = median(shares)
    target, verdict = "", ""
    if case.share is not None:
        target = f">= {case.share:.2f}" + (f" ({case.aim:.2f})" if case.aim else "")
        verdict = "ok" if share >= case.share else "under"
        if case.aim and share >= case.aim:
            verdict = "aim"
    elif case.slower is not None:
        times = 1 / median(result.shares(page))
        target = f"{times:.2f}x of {case.slower:.1f}x"
        verdict = "ok" if times <= case.slower else "over"
    spread = f"{min(shares):.2f}-{max(shares):.2f}"
    return (
        f"  {case.name}",
        f"{result.per_second:,.0f}",
        "" if result.worker_ms is None else f"{result.worker_ms:.2f}",
        f"{share:.2f}",
        spread if result is not rows else "",
        _by_worker(result, rows, page),
        target,
        verdict,
        _queries(result),
    )


def _by_worker(result: Result, rows: Result, page: Result) -> str:
    """The same by processor time alone, which other programs on the machine disturb less."""
    mine, ceiling, small = result.worker_ms, rows.worker_ms, page.worker_ms
    if not mine or not ceiling or not small:
        return ""
    if result.case.slower is not None:
        return f"{mine / small:.2f}x"
    return f"{ceiling / mine:.2f}"


def disturbance(rows: Result) -> str:
    """A warning when the rounds differ too much to be compared; else nothing."""
    speeds = [one.per_second for one in rows.rounds]
    if max(speeds) <= min(speeds) * STEADY:
        return ""
    return (
        f"Other programs were busy: ceiling 2 ran at {min(speeds):,.0f} to {max(speeds):,.0f} "
        'requests/s from round to round. Measure again on a quiet machine, or read "by worker".'
    )


def _queries(result: Result) -> str:
    if result.queries is None:
        return ""
    most = result.case.most_queries
    return str(result.queries) + (f" of {most}" if most is not None else "")


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    padded = (cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))
    return (first.ljust(WIDTHS[0]) + "".join(padded)).rstrip()


def size_lines(sizes: Iterable[Size]) -> str:
    """Bytes against the most they may be."""
    return "\n".join(
        f"  {size.name:<38}{size.bytes:>11,} bytes of {size.most:,}: "
        f"{'ok' if size.fits else 'TOO MUCH'}"
        for size in sizes
    )


def machine(database: str) -> str:
    """What was measured on: figures mean nothing without it."""
    packages = ("flask", "sqlalchemy", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; {database}. "
        f"Load before the rounds: {load}."
    )


def _processor() -> str:
    try:
        names = [
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


FOOTNOTE = """\
"of 2." is a page's requests per second as a share of those of ceiling 2 in the same round: the
median of the rounds, then their range. In brackets stands the aim. Lists of the large trust are
held to the time of the small trust's page of 50 rows instead. "worker ms" is the processor time of
the workers for one request, and "by worker" the share, or the times, reckoned from it. The client
shares the cores with the workers."""
