"""The qualification clock of every SENCO appointment: from what is stored, and into its timeline.

`standing` rebuilds it, because an academy's standing shows the worst of its SENCOs.
"""

from trust_inclusion.services.clocks.facts import of_appointments
from trust_inclusion.services.clocks.timelines import (
    NOBODY,
    Timelines,
    of_person,
    rows_of,
    timelines,
    with_the_same_people,
    write,
)

__all__ = [
    "NOBODY",
    "Timelines",
    "of_appointments",
    "of_person",
    "rows_of",
    "timelines",
    "with_the_same_people",
    "write",
]
