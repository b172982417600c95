"""The academies of the demo trust, with this year's figures: all invented, none is a real school.

The figures are chosen so that, with the hours in posts.py, every status and tag of the academies
list shows somewhere; earlier years are drawn from them in evidence.py.
"""

from dataclasses import dataclass

from trust_inclusion.demo.dates import When, conversion, next_term, september

HUBS = ("Coast", "Vale", "Wold")
LOCAL_AUTHORITY = "Larkshire"

FIVE_YEARS = september(5)
PRIMARY, SECONDARY, ALL_THROUGH, NO_PHASE = "2", "4", "7", "0"
SPONSORED, CONVERTER, FREE = "28", "34", "35"
SPECIAL, ALTERNATIVE = "44", "42"


@dataclass(frozen=True, slots=True)
class Counted:
    """This year's figures. None is "nobody has told us"; budget in pounds, turnover in tenths."""

    roll: int
    support: int
    specialist: int | None
    plans: int
    budget: int | None
    turnover: int | None


@dataclass(frozen=True, slots=True)
class School:
    """An academy of the demo; `key` is how the rest of the story speaks of it."""

    key: str
    urn: int
    name: str
    hub: str
    counted: Counted | None
    phase: str = PRIMARY
    type_code: str = CONVERTER
    joined: When = FIVE_YEARS
    left: When | None = None
    predecessor: tuple[int, str] | None = None


ACADEMIES = (
    School("otterstone", 900_001, "Otterstone Primary Academy", "Vale",
           Counted(412, 62, 18, 14, 128_250, 112)),
    School("curlew", 900_002, "Curlew Lane Primary School", "Vale",
           Counted(208, 28, 6, 5, 71_900, 80), joined=september(6)),
    School("oxlip", 900_003, "Oxlip Lane Primary Academy", "Wold",
           Counted(236, 34, 9, 6, 79_100, 214), joined=september(4)),
    # Nobody has counted who of SEN support has outside specialists: the formula is a range.
    School("teaselbrook", 900_004, "Teaselbrook Church of England Primary Academy", "Wold",
           Counted(187, 30, None, 6, 68_300, 95), joined=september(7)),
    School("chalkdown", 900_005, "Chalkdown Primary Academy", "Coast",
           Counted(624, 118, 41, 24, 213_750, 336)),
    # Exactly 20.0% turnover: "more than 20%" adds no hour.
    School("wrenfield", 900_006, "Wrenfield Hill Primary School", "Vale",
           Counted(420, 58, 14, 11, 121_400, 200), joined=september(8)),
    # No budget is known, so the formula cannot be worked out, but the pupils' points can.
    School("dunmere", 900_007, "Dunmere Primary Academy", "Coast",
           Counted(198, 33, 10, 7, None, 74), joined=september(4)),
    School("fernhollow_primary", 900_008, "Fernhollow Primary Academy", "Wold",
           Counted(301, 45, 12, 9, 98_200, None)),
    School("gosling", 900_009, "Gosling Green Primary School", "Wold",
           Counted(96, 14, 3, 2, 60_800, 61), joined=september(6)),
    School("harrowmere_infant", 900_010, "Harrowmere Infant Academy", "Vale",
           Counted(178, 27, 7, 6, 74_700, 118), joined=september(9)),
    School("harrowmere_junior", 900_011, "Harrowmere Junior Academy", "Vale",
           Counted(262, 44, 15, 12, 94_150, 102), joined=september(9)),
    # Opened this September: nothing has been counted yet.
    School("kestrel", 900_012, "Kestrel Way Primary School", "Wold", None,
           type_code=FREE, joined=september(0)),
    School("rushymere", 900_013, "Rushymere Primary Academy", "Coast",
           Counted(344, 50, 13, 10, 105_300, 147)),
    # Converted after the last census: its pupils were counted at the school before it.
    School("saltmarsh_primary", 900_014, "Saltmarsh Primary Academy", "Coast",
           Counted(305, 71, None, 13, 139_200, 413), type_code=SPONSORED, joined=conversion,
           predecessor=(900_114, "Saltmarsh Community Primary School")),
    # By the formula more than one full-time week.
    School("thornwick", 900_015, "Thornwick Academy", "Wold",
           Counted(1460, 268, 74, 58, 690_400, 121), SECONDARY, joined=september(9)),
    School("marlstone", 900_016, "Marlstone School", "Vale",
           Counted(1205, 162, 39, 31, 574_600, 88), SECONDARY, joined=september(7)),
    School("penhallow", 900_017, "Penhallow High School", "Coast",
           Counted(890, 171, 52, 28, 397_800, 263), SECONDARY, SPONSORED),
    School("winterbeck", 900_018, "Winterbeck School", "Wold",
           Counted(745, 110, 22, 19, 302_250, 134), SECONDARY, joined=september(4)),
    School("sedgemere", 900_019, "Sedgemere Girls’ School", "Vale",
           Counted(980, 96, 20, 16, 288_100, 57), SECONDARY, joined=september(6)),
    School("saltmarsh_bay", 900_020, "Saltmarsh Bay Academy", "Coast",
           Counted(932, 150, None, 26, 411_700, None), SECONDARY, SPONSORED),
    School("fernhollow_school", 900_021, "Fernhollow School", "Wold",
           Counted(1010, 140, 35, 24, 377_300, 109), SECONDARY, joined=september(4)),
    School("tidewell", 900_022, "Tidewell Academy", "Coast",
           Counted(1290, 205, 61, 44, 566_050, 141), ALL_THROUGH, SPONSORED),
    School("larchwater", 900_023, "Larchwater School", "Vale",
           Counted(142, 0, 0, 142, None, None), NO_PHASE, SPECIAL, joined=september(4)),
    School("lanternhouse", 900_024, "Lanternhouse Academy", "Coast",
           Counted(68, 41, None, 22, None, None), NO_PHASE, ALTERNATIVE, joined=september(4)),
    # Left the trust a year ago or more; its history stays.
    School("hollowbank", 900_025, "Hollowbank Primary Academy", "Wold",
           Counted(221, 36, 11, 8, 82_600, 126), joined=september(7), left=september(1)),
    # Has still to join.
    School("thistlemoor", 900_026, "Thistlemoor Primary Academy", "Wold",
           Counted(274, 39, 10, 9, 91_300, 99), joined=next_term),
)  # fmt: skip
