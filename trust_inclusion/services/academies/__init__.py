"""The list of academies on a day: its columns by grant, what it is narrowed to, its pages."""

from trust_inclusion.services.academies.columns import GRANTED, SORTS, column, granted
from trust_inclusion.services.academies.listing import (
    NO_ACADEMY,
    PAGE_LENGTH,
    Counts,
    Sort,
    View,
    on_day,
    page,
    selected,
    stages,
    view,
)
from trust_inclusion.services.academies.narrowing import Filters

__all__ = [
    "GRANTED",
    "NO_ACADEMY",
    "PAGE_LENGTH",
    "SORTS",
    "Counts",
    "Filters",
    "Sort",
    "View",
    "column",
    "granted",
    "on_day",
    "page",
    "selected",
    "stages",
    "view",
]
