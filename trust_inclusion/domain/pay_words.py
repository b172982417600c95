"""Pay in words: bases, warnings, lines of a comparison, and other nations' figures as labels."""

from dataclasses import dataclass

from trust_inclusion.domain.pay import WHOLE
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_moves import Item
from trust_inclusion.domain.pay_tables import Basis
from trust_inclusion.domain.words import DASH, Tag, pounds

BASES = {
    Basis.PUBLISHED: Tag("Published", "green"),
    Basis.DERIVED: Tag("Derived", "blue"),
    Basis.PROVISIONAL: Tag("Provisional", "orange"),
    Basis.OWN: Tag("The trust’s own", "green"),
}
BASIS_HINTS = {
    Basis.PUBLISHED: "As printed by the department, a union or a teachers’ paper.",
    Basis.DERIVED: "Worked out from a published year by its award, rounded up to the next pound.",
    Basis.PROVISIONAL: "By an award that is not in the final document of pay yet.",
    Basis.OWN: "From the trust’s own table.",
}

SEVERITIES = {
    Severity.CHECK: Tag("Check", "orange"),
    Severity.NOTE: Tag("Note", "blue"),
}

WARNINGS = {
    Code.LEADERSHIP_WITH_TLR: "Leadership pay with a TLR",
    Code.LEADERSHIP_WITH_SEN: "Leadership pay with a SEN allowance",
    Code.TLR1_WITH_TLR2: "TLR1 with TLR2",
    Code.TLR1_WITHOUT_STAFF: "TLR1 without staff to manage",
    Code.TLR_NOT_NAMED: "Which TLR is not recorded",
    Code.OUTSIDE_RANGE: "Outside the year’s range",
    Code.PART_TIME_TLR: "TLR held part-time",
    Code.SEN_FOR_AWARD: "SEN allowance for the SENCO award",
    Code.DIFFERENT_PAY: "Different pay at once",
    Code.POINT_NOT_STATED: "Pay point not recorded",
    Code.YEAR_LACKS_POINT: "Point not in the year’s table",
    Code.NO_ADDITIONAL_PAY: "No additional pay",
    Code.TOP_OF_RANGE: "Top of the range",
}

MOVE_LINES = {
    Item.SALARY_THEN: "Salary on leadership pay",
    Item.SALARY_NOW: "Salary now",
    Item.TLR_LOST: "TLR given up",
    Item.SEN_LOST: "SEN allowance given up",
}


def part(fraction: int | None) -> str:
    """A part of full time, as forms take it: 6,000 is "0.6"; nothing where it is not known."""
    if fraction is None:
        return ""
    whole, rest = divmod(fraction, WHOLE)
    return f"{whole}" + (f".{rest:04d}".rstrip("0") if rest else "")


def basis(code: str) -> str:
    """Where a figure is from, in a line of text: "published", "the trust’s own"."""
    said = {one.value: said.word for one, said in BASES.items()}.get(code, code)
    return said[:1].lower() + said[1:]


@dataclass(frozen=True, slots=True)
class Reference:
    """What the sources print for another nation: to read beside, never used in a sum."""

    nation: str
    what: str
    years: str
    least: int
    most: int
    source: str
    note: str = ""

    @property
    def label(self) -> str:
        """ "Northern Ireland, SEN allowance, 2020 to 2022: £2,062–£4,075"."""
        figures = f"{pounds(self.least)}{DASH}{pounds(self.most)}"
        return f"{self.nation}, {self.what}, {self.years}: {figures}" + (
            f" ({self.note})" if self.note else ""
        )


_PROFILE = "Prospects, job profile of the SENCO"
OTHER_NATIONS = (
    Reference(
        "Northern Ireland", "main and upper scales", "2020 to 2022", 2_366_300, 4_028_800, _PROFILE
    ),
    Reference("Northern Ireland", "SEN allowance", "2020 to 2022", 206_200, 407_500, _PROFILE),
    Reference(
        "Scotland",
        "principal teacher",
        "2020 to 2022",
        4_515_000,
        5_826_900,
        _PROFILE,
        "with allowances for remote schools beside it",
    ),
)
"""Wales pays by its own document; the sources print no figure for it."""
