"""What was approved in the demo over two years: what leads up to today’s hours, and what was given
for a while or once."""

from functools import partial

from trust_inclusion.demo.asked import (
    HEAD,
    ONE_OFF,
    TEMPORARY,
    Asked,
    Taken,
    approved,
    before,
    endorsed,
    on_day,
    sent_again,
    working_days_ago,
)
from trust_inclusion.demo.dates import (
    When,
    days_ago,
    in_days,
    january,
    month_ago,
    next_term,
    september,
)
from trust_inclusion.demo.refused import REFUSED
from trust_inclusion.domain.changes import Step

once = partial(Asked, kind=ONE_OFF, steps=approved())
meanwhile = partial(Asked, kind=TEMPORARY, steps=approved())
granted = partial(Asked, kind=TEMPORARY, by=HEAD, granted=True)


def lasting(
    at: str, hours: float, since: When, why: str, *steps: Taken, days: int = 47, by: str = HEAD
) -> Asked:
    """A permanent change, proposed so many days before its first; approved, unless told."""
    return Asked(at, why, before(since, days), since, hours, by=by, steps=steps or approved())


LASTING = (
    lasting("otterstone", 6.5, january(1),
            "A whole day instead of parts of four, so that meetings with parents fit in.",
            *sent_again("Say which afternoons it would be.",
                        "A whole day, on Tuesdays and Thursday mornings, agreed with her cover.",
                        *approved(4)), days=61),
    lasting("curlew", 6.5, september(1),
            "Half a day was never enough: the annual reviews alone took it.", days=80),
    # With two and a half times as much needed.
    lasting("chalkdown", 6.5, january(1),
            "Two classes have no teacher from January. The time comes back as soon as they have.",
            days=64),
    lasting("wrenfield", 9.75, january(2),
            "Half a day more for the new specialist provision next to the school.", days=55),
    lasting("dunmere", 6.5, september(1),
            "One working day, as everywhere else in the trust.", days=75, by="senco"),
    lasting("harrowmere_junior", 6.5, january(2),
            "Most of the meetings fall on the junior side.", days=58, by="senco"),
    lasting("rushymere", 6.5, september(1), "One working day, as everywhere else.", days=78),
    lasting("thornwick", 19.5, january(2),
            "Three days for the older years, now that there is a second SENCO.",
            days=66, by="senco"),
    lasting("marlstone", 26, september(1),
            "What the formula asks for on two sites.",
            *sent_again("Put the second site’s counts beside it.",
                        "With the counts of both sites; the formula asks for exactly this.",
                        *approved(6)), days=90, by="senco"),
    lasting("winterbeck", 16.25, september(2),
            "Numbers have fallen for three years, and the interventions are led by somebody else.",
            days=77),
    # Decided, from the start of a term to come.
    Asked("winterbeck",
          "Numbers fall again. The time goes to the family worker, whom parents ask for.",
          days_ago(44), next_term, 13, by=HEAD, steps=approved(4),
          view="The time is short already, but the family worker would take the calls off me."),
    lasting("saltmarsh_bay", 19.5, september(1), "Half a day more for the applications for plans.",
            *sent_again("It cannot be four days before the autumn.",
                        "Half a day more then, and the rest when the budget is known.",
                        *approved(7), hours=19.5), days=85, by="senco"),
    lasting("tidewell", 22.75, january(2), "Two phases, and until now time for one.",
            Taken(Step.PASS_ON, 4, "I would wait for the budget; the director should see it."),
            Taken(Step.APPROVE, 7), days=62, by="senco"),
    lasting("tidewell", 26, september(1), "Four days, now that the nursery has opened.", days=72),
)  # fmt: skip

FOR_A_WHILE = (
    # The five hours came back by themselves.
    meanwhile("oxlip", "Two hours more while the new register is set up.",
              month_ago(9, 6), month_ago(8, 2), 7, until=month_ago(7, 12)),
    # In force now; a review is to say whether it stays.
    meanwhile("penhallow", "Three hours more for the annual reviews of year 9.",
              days_ago(42), days_ago(17), 16, until=in_days(25),
              steps=approved(4, "Until the reviews are done. Tell me how far they have come.")),
    granted("otterstone", "Two new pupils with plans have joined in one month.",
            month_ago(7, 21), month_ago(6, 4), more=1.5, until=month_ago(5, 7)),
    granted("curlew", "Cover for the handover to the secondary schools.",
            month_ago(6, 27), month_ago(5, 10), more=2, until=month_ago(4, 15)),
    granted("rushymere", "The applications for plans are due before the holidays.",
            month_ago(14, 22), month_ago(13, 5), more=1.75, until=month_ago(12, 8)),
    granted("tidewell", "Moderation in both phases at once.",
            month_ago(20, 23), month_ago(19, 6), more=3, until=month_ago(18, 9)),
    meanwhile("wrenfield", "To set up the sensory room and to train those who use it.",
              month_ago(12, 4), month_ago(11, 3), more=1.75, until=month_ago(10, 20)),
    meanwhile("teaselbrook", "To count who sees outside specialists, for the trust’s return.",
              month_ago(10, 7), month_ago(9, 5), more=1.75, until=month_ago(8, 16)),
    meanwhile("thornwick", "Year 7 is larger by one form, and its transfers are late.",
              month_ago(13, 6), month_ago(12, 4), more=1.75, until=month_ago(10, 18),
              title="SENCO, years 7 and 8"),
    meanwhile("thornwick", "Assessments for the examinations of this summer.",
              month_ago(8, 5), month_ago(7, 2), more=4.5, until=month_ago(5, 20),
              cost="From the examinations budget, as last year."),
    meanwhile("sedgemere", "Two sixth forms are joined, and their records with them.",
              month_ago(16, 6), month_ago(15, 3), more=3.25, until=month_ago(13, 17)),
    meanwhile("chalkdown", "To catch up with annual reviews that run late.",
              month_ago(7, 8), month_ago(6, 3), more=3.25, until=month_ago(5, 18),
              title="Assistant SENCO", by=HEAD),
    meanwhile("larchwater", "Visits to the pupils’ next schools.",
              month_ago(17, 5), month_ago(16, 2), more=3.25, until=month_ago(14, 20)),
    meanwhile("saltmarsh_bay", "To bring the records of the school before up to date.",
              month_ago(14, 9), month_ago(13, 6), more=5.5, until=month_ago(11, 14),
              paper="Plan of the records"),
    # One person, two academies: each head endorses their own, and they are decided together.
    meanwhile("harrowmere_junior", "The transfer from the infant to the junior academy, both ways.",
              month_ago(10, 4), month_ago(9, 3), more=1.5, until=month_ago(8, 11),
              linked=(("harrowmere_infant", None, 0),)),
    # Begun before it was asked for.
    meanwhile("fernhollow_primary", "She has done the work for three weeks already.",
              month_ago(1, 19), month_ago(1, 3), more=1.75, until=month_ago(1, 28), by=HEAD,
              late="The SENCO left at short notice, and somebody had to begin at once.",
              steps=(Taken(Step.APPROVE, 2, "Next time, ask first, please."),)),
    # The director asks, so a trust leader decides.
    meanwhile("marlstone", "To share with the hub how the formula is met on two sites.",
              month_ago(6, 6), month_ago(5, 4), more=2, until=month_ago(3, 16), by="director"),
)  # fmt: skip

ONCE = (
    once("tidewell", "Twelve hours for the audit of provision.",
         month_ago(6, 9), month_ago(5, 8), 12, until=month_ago(4, 19)),
    once("gosling", "Paperwork of the inspection, beside my work as head.",
         month_ago(8, 6), month_ago(7, 4), 12, until=month_ago(6, 18)),
    once("dunmere", "Fifteen hours for the annual reviews that are left.",
         month_ago(15, 5), month_ago(14, 3), 15, until=month_ago(13, 20)),
    once("saltmarsh_bay", "Twenty hours to write the local offer anew.",
         month_ago(10, 8), month_ago(9, 6), 20, until=month_ago(8, 17)),
    once("marlstone", "Ten hours for the review of provision.",
         month_ago(8, 4), month_ago(7, 5), 10, until=month_ago(6, 20)),
    once("chalkdown", "Sixteen hours for annual reviews.",
         month_ago(9, 7), month_ago(8, 4), 16, until=month_ago(7, 19)),
    once("winterbeck", "Twelve hours for the handover of the register.",
         month_ago(19, 6), month_ago(18, 4), 12, until=month_ago(17, 15)),
    once("penhallow", "Ten hours to train those who lead interventions.",
         month_ago(17, 6), month_ago(16, 4), 10, until=month_ago(15, 18),
         steps=(Taken(Step.PASS_ON, 3, "The budget for training is spent already."),
                Taken(Step.APPROVE, 6, "From the hub’s budget."))),
    once("oxlip", "Eight hours to show the register to the other academies of the hub.",
         month_ago(4, 7), month_ago(3, 6), 8, until=month_ago(2, 20)),
    once("otterstone", "Ten hours for the handover.",
         month_ago(20, 7), month_ago(19, 5), 10, until=month_ago(18, 18), by=HEAD),
    once("thornwick", "Twenty-four hours for the moderation of years 7 and 8.",
         month_ago(22, 6), month_ago(21, 8), 24, until=month_ago(20, 19),
         title="SENCO, years 7 and 8"),
    # While the director was away: her deputies decide.
    once("wrenfield", "Ten hours to bring the sensory room into use.",
         month_ago(11, 24), month_ago(9, 8), 10, until=month_ago(8, 20),
         steps=(*endorsed(),
                on_day(month_ago(10, 14), Taken(Step.APPROVE, 0, "As agreed before she went.",
                                                by="Delyth Ransome")))),
    once("marlstone", "Eight hours to prepare the visit of the hub.",
         working_days_ago(9), in_days(12), 8, until=in_days(50),
         steps=(*endorsed(2),
                on_day(days_ago(1), Taken(Step.APPROVE, 0, "Agreed with Marianne beforehand.",
                                          by="deputy")))),
)  # fmt: skip

DECIDED = (*LASTING, *FOR_A_WHILE, *ONCE, *REFUSED)
