"""The people of the demo trust and what is recorded of them: all invented.

Their courses and earlier service are chosen so that every answer of the law on the SENCO's
qualification has somebody it fits.
"""

from dataclasses import dataclass

from trust_inclusion.demo.dates import (
    When,
    days_ago,
    earlier,
    in_days,
    later,
    month_ago,
    on,
    september,
)

MAIL = "larkfield.example"
UNIVERSITY = "University of Larkshire"
TEACHING_HUB = "Larkshire Teaching School Hub"


@dataclass(frozen=True, slots=True)
class Study:
    """A course: still running unless `passed`; `checked` is the day HR saw the evidence."""

    course: str
    provider: str
    started: When | None
    expected: When | None = None
    passed: When | None = None
    checked: When | None = None


@dataclass(frozen=True, slots=True)
class Someone:
    """A person. `stages` are those in a school, in the trust and with qualifications."""

    name: str
    stages: tuple[int | None, int | None, int | None] = (None, None, None)
    studies: tuple[Study, ...] = ()
    qts: bool | None = True
    para_8a: bool | None = False
    induction: str | None = "yes"
    served: tuple[tuple[When, When], ...] = ()
    has_trn: bool = True

    @property
    def email(self) -> str:
        """first.last at the trust, in plain letters."""
        return f"{self.name.lower().replace(' ', '.')}@{MAIL}"


def nasenco(started: When, passed: When, checked: When | None = None) -> tuple[Study]:
    """The award that counted before the NPQ: only for courses begun before September 2024."""
    return (Study("NASENCO", UNIVERSITY, started, passed=passed, checked=checked),)


def npq(
    started: When,
    expected: When | None = None,
    passed: When | None = None,
    checked: When | None = None,
) -> tuple[Study]:
    """The national professional qualification: running, unless passed."""
    return (Study("NPQSENCO", TEACHING_HUB, started, expected, passed, checked),)


FIRST_NPQ = on(2024, 10, 7)
CHECKED = on(2022, 9, 8)
"""When HR went through the certificates of everybody in post."""

PEOPLE = (
    # The inclusion team.
    Someone("Marianne Oduya", (6, 7, 8),
            (*nasenco(on(2011, 10, 3), on(2012, 11, 16), CHECKED),
             Study("NPQEL", TEACHING_HUB, on(2018, 10, 1), passed=on(2020, 3, 6),
                   checked=CHECKED))),
    Someone("Imran Sethwell", (6, 6, 5), nasenco(on(2015, 10, 5), on(2016, 12, 2), CHECKED)),
    # More than twelve months as SENCO before September 2009: exempt wherever she goes.
    Someone("Delyth Ransome", (5, 5, 1), served=((on(2004, 9, 1), on(2012, 8, 31)),)),
    # SENCOs of the primary academies.
    Someone("Hannah Tollivant", (3, 3, 3), npq(month_ago(12, 6), month_ago(-9, 20))),
    # More than twelve months as SENCO elsewhere: exempt on the wording, as the trust ruled.
    Someone("Seun Brightwater", (4, 4, 4), served=((month_ago(110), month_ago(80, 28)),)),
    Someone("Bethan Okonjo", (4, 3, 4),
            npq(later(FIRST_NPQ, month_ago(30, 7)),
                passed=month_ago(4, 17), checked=month_ago(2, 11))),
    Someone("Margaret Ellingworth", (5, 3, 1), induction="not required"),
    Someone("Jamal Whitcombe", (3, 2, 2), served=((month_ago(94, 8), month_ago(86, 7)),)),
    # Begun before September 2024, and no evidence seen.
    Someone("Aoife Lindell", (4, 4, 4), nasenco(on(2023, 10, 2), on(2025, 7, 10))),
    Someone("Rajveer Stanmoor", (3, 3, 3), npq(days_ago(20))),
    Someone("Chloe Abernant", (2, 2, 1), induction="no"),
    # A head may be SENCO without being a qualified teacher, but not without the qualification.
    Someone("Fiona Maddersley", (7, None, 1), qts=False, induction=None),
    # Due within half a year, and just in time.
    Someone("Priya Wainscott", (3, 4, 3), npq(month_ago(19, 3), month_ago(-3, 3))),
    Someone("Noor Castleton", (3, 2, 2)),
    # Three years as SENCO, then a gap, and no award: for the trust to decide.
    Someone("Callum Adeyinka", (3, 5, 2), served=((month_ago(86), month_ago(50, 28)),)),
    # SENCOs of the other academies.
    Someone("Helen Vasquez-Tarn", (5, 5, 5),
            (*nasenco(on(2009, 10, 5), on(2010, 7, 1), CHECKED),
             Study("NPQSL", TEACHING_HUB, on(2021, 10, 4), passed=month_ago(40, 3),
                   checked=month_ago(39, 11)))),
    Someone("Tariq Olwen", (3, None, 2), qts=None, induction=None, has_trn=False),
    Someone("Kwame Hollins", (3, 3, 2)),
    Someone("Sarah Obafemi-Lund", (3, None, 1), para_8a=True),
    # Passed, not yet checked.
    Someone("Yasmin Treloar", (4, 4, 4),
            npq(later(FIRST_NPQ, month_ago(29, 4)), passed=month_ago(3, 9))),
    # On the old award, which must be finished by 31 August 2027.
    Someone("Lucy Damerell", (3, 3, 3),
            (Study("NASENCO", UNIVERSITY, on(2024, 7, 1), earlier(in_days(150), on(2027, 7, 9))),)),
    Someone("Robert Inchbald", (5, 3, 1)),
    # The outcome should have come three weeks ago.
    Someone("Ngozi Fairweather", (5, 4, 3), npq(month_ago(23, 2), days_ago(20))),
    Someone("Agnieszka Thorpe", (4, 3, 1)),
    Someone("Mei Sugden", (3, 1, 2)),
    # Assistants and deputies.
    Someone("Poppy Hargrave", (2, 2, 2)),
    Someone("Benedict Kirkwall", (2, 2, 3), npq(september(0), in_days(600))),
    Someone("Farida Ashdown", (1, 1, 1), induction=None, has_trn=False),
    # Those who held a post before.
    Someone("Lorraine Quillan"),
    Someone("Verity Hollowell"),
    Someone("Desmond Pargeter"),
    Someone("Winston Garroway", (4, 3, 4), nasenco(on(2013, 9, 30), on(2014, 11, 21), CHECKED)),
    Someone("Judith Amberley", (4, 3, 4), nasenco(on(2017, 10, 2), on(2018, 12, 7))),
    Someone("Clive Penmarric"),
    Someone("Graham Tennick", (4, 3, 4), nasenco(on(2016, 10, 3), on(2017, 11, 24))),
    # The trust accepted her earlier service for a time, and that time is over.
    Someone("Isla Marchbank", (3, 3, 2), served=((month_ago(75), month_ago(52, 28)),)),
    # The same, but the trust ruled that he must qualify, by a day of its own.
    Someone("Dorian Feltham", (3, 2, 3), npq(days_ago(45), in_days(600)),
            served=((month_ago(60), month_ago(30, 28)),)),
    # Appointed, and has still to begin.
    Someone("Ffion Delacourt", (3, 3, 2)),
)  # fmt: skip
