"""What is on its way in the demo today: something waits for each of those who enter it."""

from typing import NamedTuple

from trust_inclusion.demo.asked import (
    HEAD,
    TEMPORARY,
    Asked,
    Taken,
    approved,
    endorsed,
    working_days_ago,
)
from trust_inclusion.demo.dates import days_ago, in_days
from trust_inclusion.domain.changes import Step


class Draft(NamedTuple):
    """What somebody has typed so far, at the one post of an academy."""

    at: str
    days: str
    reason: str


DRAFT = Draft("harrowmere_infant", "1", "A whole day at the infant academy, because ")

UNDECIDED = (
    # For the head teacher who enters the demo.
    Asked("otterstone", "The formula asks for an hour and a half more than there is.",
          working_days_ago(3), in_days(45), 8),
    # A reduction of his own, with everything it needs: ready for the director, then the trust.
    Asked("curlew", "More than the formula asks for; the time is needed in class from spring.",
          working_days_ago(8), in_days(50), 5, by=HEAD,
          steps=(Taken(Step.MARK_SEEN, 2, by="hr"),
                 Taken(Step.GIVE_VIEW, 2, "It can be done if the annual reviews are spread out.",
                       by="Seun Brightwater"))),
    # A reduction that waits for HR's mark and the SENCO's view.
    Asked("oxlip", "The formula may fall when the new counts come.",
          working_days_ago(4), in_days(60), 3.25, by=HEAD),
    # Where evidence is missing, and no head teacher signs in: a trust leader decides.
    Asked("dunmere", "I begin the NPQ, and my class needs me four days.",
          working_days_ago(9), in_days(40), 5,
          steps=(*endorsed(3, "Until the course is done, he says. I would rather keep the time."),
                 Taken(Step.MARK_SEEN, 2, by="hr"))),
    # Came back to the SENCO who enters the demo.
    Asked("harrowmere_junior", "Half a day more: the class of the transfers has the most plans.",
          working_days_ago(6), in_days(55), 9.75,
          steps=(Taken(Step.RETURN, 3, "Which half day would it be, and who takes your class?"),)),
    # Approved, and waiting for a trust leader: more than the director decides alone.
    Asked("chalkdown", "Annual reviews are not held in time. The formula asks for seventeen hours.",
          working_days_ago(11), in_days(42), 13, cost="From the growth fund, agreed with finance.",
          paper="Annual reviews held late", confirmed=False,
          steps=approved(4, "Far short for a year. A first step.")),
    # Two SENCOs of one academy, decided together: costly as well.
    Asked("thornwick", "By the formula there is more than one full-time week for both together.",
          working_days_ago(7), in_days(48), 24, by=HEAD,
          linked=(("thornwick", "SENCO, years 7 and 8", 14.5),)),
    # For over a week.
    Asked("penhallow", "The three hours should stay: the reviews do not end with the year.",
          working_days_ago(9), in_days(26), 16, steps=endorsed(2)),
    # For over two weeks: she may pass it on herself by now.
    Asked("teaselbrook", "One working day, now that the outside specialists are counted.",
          working_days_ago(13), in_days(52), 6.5),
    # Passed on without the head teacher's support.
    Asked("saltmarsh_bay", "Half a day more: there are more plans than ever.",
          working_days_ago(6), in_days(47), 22.75,
          steps=(Taken(Step.PASS_ON, 2, "I cannot spare the lessons. Let the director decide."),)),
    # The director asks: a trust leader decides.
    Asked("sedgemere", "A day more while the SENCO is away and two people share the work.",
          working_days_ago(5), in_days(10), more=6.5, until=in_days(118), kind=TEMPORARY,
          by="director", steps=endorsed(2)),
    # Its first day passed while it waited.
    Asked("tidewell", "One day for the primary phase.",
          working_days_ago(8), days_ago(2), 6.5, title="SENCO, primary phase", steps=endorsed(3)),
    # Pay is not recorded, so nobody can say what it is worth.
    Asked("kestrel", "A day and a half: the school grows by a class a year.",
          working_days_ago(2), in_days(44), 9.75, steps=endorsed(1)),
)  # fmt: skip
