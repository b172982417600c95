"""The posts of the demo trust: who held them when, the hours they began with, and their pay.

Hours are hours a week, most of them halves of a working day (3.25). What was decided since is in
decided.py and undecided.py.
"""

from dataclasses import dataclass
from functools import partial

from trust_inclusion.demo.dates import (
    When,
    conversion,
    day_before,
    days_ago,
    in_days,
    leap_day,
    month_ago,
    next_term,
    on,
    september,
)
from trust_inclusion.domain.posts import Basis, PostKind


@dataclass(frozen=True, slots=True)
class Paid:
    """A point (M main, U upper, L leadership) since September, allowances in pounds a year."""

    point: str
    last_year: str | None = None
    tlr: str | None = None
    tlr_pounds: int | None = None
    sen_pounds: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment. `absent` is the first and the last day of an absence, if one is known."""

    name: str
    since: When | None
    until: When | None = None
    basis: Basis = Basis.PERMANENT
    designated: bool = True
    head: bool = False
    teaches: bool | None = True
    slt: bool = False
    absent: tuple[When, When | None] | None = None
    paid: Paid | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The hours a week that a post began with, from a day on (None: the post's beginning)."""

    hours: float
    since: When | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A post. `at` is the academy's key, None for a trust-wide post; `under` a post's title."""

    at: str | None
    held: tuple[Held, ...]
    given: tuple[Given, ...]
    title: str = "SENCO"
    kind: PostKind = PostKind.SENCO
    manages: int | None = None
    under: str | None = None


DIRECTOR = "Director of Inclusion"
assistant = partial(Place, kind=PostKind.ASSISTANT)
trust_wide = partial(Place, None, kind=PostKind.TRUST_WIDE)


TRUST_WIDE_POSTS = (
    trust_wide((Held("Marianne Oduya", month_ago(45), designated=False, slt=True,
                     paid=Paid("L22", "L21")),),
               (Given(32.5),), DIRECTOR, manages=4),
    trust_wide((Held("Imran Sethwell", month_ago(33), designated=False,
                     paid=Paid("L10", "L9")),),
               (Given(32.5),), "Hub SENCO lead, Wold", manages=1, under=DIRECTOR),
    trust_wide((Held("Delyth Ransome", month_ago(21), designated=False),),
               (Given(6.5),), "Hub SENCO lead, Vale", under=DIRECTOR),
    trust_wide((), (Given(6.5),), "Hub SENCO lead, Coast", under=DIRECTOR),
)  # fmt: skip

PRIMARY_POSTS = (
    Place("otterstone", (
        Held("Lorraine Quillan", month_ago(70), day_before(month_ago(14))),
        Held("Hannah Tollivant", month_ago(14), paid=Paid("M5", "M4", sen_pounds=2_900)),
    ), (Given(5),)),
    Place("curlew", (Held("Seun Brightwater", month_ago(58), slt=True,
                          paid=Paid("U2", "U2", "TLR2", 4_000)),),
          (Given(3.25),)),
    Place("oxlip", (Held("Bethan Okonjo", month_ago(40), paid=Paid("U1", "M6")),),
          (Given(5),)),
    Place("teaselbrook", (Held("Margaret Ellingworth", on(2005, 9, 1),
                               paid=Paid("U3", "U3", sen_pounds=3_400)),),
          (Given(3.25),)),
    Place("chalkdown", (
        Held("Verity Hollowell", month_ago(80), day_before(month_ago(26))),
        Held("Jamal Whitcombe", month_ago(26), paid=Paid("M6", "M5", "TLR2", 3_700)),
    ), (Given(9.75),), manages=9),
    assistant("chalkdown", (Held("Farida Ashdown", month_ago(15), designated=False,
                                 paid=Paid("M3", "M2")),),
              (Given(3.25, month_ago(15)),), "Assistant SENCO", under="SENCO"),
    # Away for some weeks, nobody named meanwhile.
    Place("wrenfield", (Held("Aoife Lindell", month_ago(37), absent=(days_ago(12), in_days(16)),
                             paid=Paid("U1", "M6", "TLR2", 4_000)),),
          (Given(6.5),)),
    Place("dunmere", (
        Held("Desmond Pargeter", month_ago(66), day_before(month_ago(26))),
        Held("Rajveer Stanmoor", month_ago(26), paid=Paid("M4", "M3")),
    ), (Given(3.25),)),
    Place("fernhollow_primary", (
        Held("Winston Garroway", month_ago(90), day_before(month_ago(3))),
        Held("Chloe Abernant", month_ago(3), basis=Basis.ACTING, paid=Paid("M2", "M1")),
    ), (Given(6.5),)),
    Place("gosling", (Held("Fiona Maddersley", leap_day, head=True, teaches=False, slt=True,
                           paid=Paid("L8", "L7")),),
          (Given(3.25),)),
    # One person, two academies.
    Place("harrowmere_infant", (Held("Priya Wainscott", month_ago(32), teaches=None),),
          (Given(3.25),)),
    Place("harrowmere_junior", (
        Held("Priya Wainscott", month_ago(32), paid=Paid("U1", "M6", "TLR2", 5_600, 2_900)),
    ), (Given(5),)),
    Place("kestrel", (Held("Noor Castleton", september(0)),), (Given(6.5),)),
    # Vacant, with the hours set aside for her who begins with a term to come.
    Place("rushymere", (
        Held("Judith Amberley", month_ago(64), days_ago(35), paid=Paid("U3", "U2")),
        Held("Ffion Delacourt", next_term, paid=Paid("M6")),
    ), (Given(3.25),)),
    Place("saltmarsh_primary", (Held("Callum Adeyinka", conversion, teaches=False, slt=True),),
          (Given(6.5),), "Executive SENCO"),
    Place("hollowbank", (Held("Graham Tennick", month_ago(75), day_before(september(1)),
                              paid=Paid("U1")),),
          (Given(5),)),
    Place("thistlemoor", (Held("Mei Sugden", month_ago(20), paid=Paid("M6")),),
          (Given(5),)),
)  # fmt: skip

OTHER_POSTS = (
    # Two designated SENCOs; of one it is not known since when.
    Place("thornwick", (Held("Helen Vasquez-Tarn", month_ago(100), slt=True,
                             paid=Paid("L9", "L8")),),
          (Given(16.25),), manages=18),
    Place("thornwick", (Held("Tariq Olwen", None, paid=Paid("U2", "U1")),),
          (Given(13),), "SENCO, years 7 and 8", manages=6),
    assistant("thornwick", (Held("Poppy Hargrave", month_ago(11), designated=False,
                                 paid=Paid("M4", "M3")),),
              (Given(6.5, month_ago(11)),), "Assistant SENCO", under="SENCO"),
    assistant("thornwick", (), (Given(6.5, month_ago(2)),), "Assistant SENCO, sixth form",
              under="SENCO"),
    Place("marlstone", (Held("Delyth Ransome", month_ago(50), slt=True,
                             paid=Paid("L6", "L5")),),
          (Given(22.75),), manages=14),
    Place("penhallow", (Held("Kwame Hollins", month_ago(38),
                             paid=Paid("U1", "M6", "TLR1", 10_600)),),
          (Given(13),), manages=11),
    Place("penhallow", (Held("Isla Marchbank", month_ago(20), paid=Paid("M6", "M5")),), (),
          "SENCO, sixth form"),
    Place("winterbeck", (
        Held("Clive Penmarric", month_ago(85), day_before(month_ago(2))),
        Held("Sarah Obafemi-Lund", month_ago(2), basis=Basis.INTERIM, paid=Paid("U1")),
    ), (Given(19.5),), manages=8),
    # Away for some months, with designated cover meanwhile.
    Place("sedgemere", (
        Held("Yasmin Treloar", month_ago(42), absent=(month_ago(2, 6), in_days(120)),
             paid=Paid("U2", "U1", "TLR2", 7_200)),
        Held("Lucy Damerell", month_ago(2, 6), in_days(120), Basis.COVER,
             paid=Paid("U1", sen_pounds=2_900)),
    ), (Given(13),), manages=7),
    # SENCO on 1 September 2009, in the same post ever since.
    Place("saltmarsh_bay", (Held("Robert Inchbald", on(2009, 9, 1),
                                 paid=Paid("U3", "U3", "TLR2", 7_200)),),
          (Given(16.25),), manages=10),
    # Never filled.
    Place("fernhollow_school", (), ()),
    Place("tidewell", (Held("Ngozi Fairweather", month_ago(30), slt=True,
                            paid=Paid("L7", "L6", "TLR2", 4_000)),),
          (Given(19.5),), manages=16),
    Place("tidewell", (Held("Dorian Feltham", month_ago(9), paid=Paid("M5")),), (),
          "SENCO, primary phase"),
    assistant("tidewell", (Held("Benedict Kirkwall", month_ago(19), designated=False,
                                paid=Paid("M6", "M5", "TLR3", 1_800)),),
              (Given(6.5, month_ago(19)),), "Deputy SENCO", under="SENCO"),
    Place("larchwater", (Held("Agnieszka Thorpe", month_ago(74),
                              paid=Paid("U3", "U3", sen_pounds=5_300)),),
          (Given(13),), "Inclusion lead"),
    Place("lanternhouse", (), (Given(6.5),)),
)  # fmt: skip

POSTS = (*TRUST_WIDE_POSTS, *PRIMARY_POSTS, *OTHER_POSTS)
SENCOS = tuple(
    dict.fromkeys(
        held.name
        for place in PRIMARY_POSTS + OTHER_POSTS
        for held in place.held
        if held.designated
        and held.since is not next_term
        and place.at != "thistlemoor"
        and (held.until is None or held.basis is Basis.COVER)
    )
)
"""Those in post today as a designated SENCO."""
