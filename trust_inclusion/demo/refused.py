"""What came to nothing in the demo: rejected, withdrawn, or lapsed when an academy left."""

from trust_inclusion.demo.asked import (
    HEAD,
    ONE_OFF,
    TEMPORARY,
    Asked,
    Taken,
    approved,
    before,
    rejected,
    sent_again,
    withdrawn,
)
from trust_inclusion.demo.dates import month_ago, september
from trust_inclusion.domain.changes import Step

REJECTED = (
    Asked("otterstone", "Two days, as the other academies of its size have.",
          month_ago(9, 5), month_ago(7, 1), 13, by=HEAD,
          steps=rejected("Twice the hours in one step is more than the formula asks for.")),
    Asked("thornwick", "Every day of the week for the older years.",
          month_ago(11, 6), month_ago(9, 1), 26,
          steps=rejected("Two SENCOs share this academy: bring it as one change for both.")),
    Asked("gosling", "A head with two classes cannot also do half a day.",
          month_ago(14, 5), month_ago(12, 1), 1.5,
          steps=rejected("Half a day is the least there is. Find somebody to share the post.", 12)),
    Asked("fernhollow_school", "The post is set out: two days to begin with.",
          month_ago(6, 8), month_ago(4, 1), 13, by=HEAD,
          steps=rejected("Advertise the post first. Hours without a person are no time.")),
    Asked("saltmarsh_primary", "A day and a half until the counts are known.",
          month_ago(2, 6), month_ago(0, 1), 9.75,
          steps=rejected("The first counts of its own come in spring. Ask again then.", 7)),
    Asked("tidewell", "A SENCO for the primary phase has begun: two days for him.",
          month_ago(7, 8), month_ago(5, 1), 13, title="SENCO, primary phase",
          steps=(*approved(6), Taken(Step.REJECT, 4, "Not before the budget of next year is known.",
                                     by="chief_executive"))),
    Asked("lanternhouse", "Somebody should lead inclusion here two days a week.",
          month_ago(15, 7), month_ago(13, 1), 13, by="director",
          steps=(Taken(Step.PASS_ON, 11, "Nobody is head teacher here to back it.", by="director"),
                 Taken(Step.REJECT, 6, "Agreed in principle; no money this year."))),
    Asked("harrowmere_infant", "A whole day: the nursery has opened.",
          month_ago(18, 7), month_ago(16, 1), 6.5,
          steps=rejected("The nursery’s children are not on roll before September.", 5)),
    Asked("wrenfield", "Three hours more for the term.",
          month_ago(20, 7), month_ago(19, 1), more=3, until=month_ago(16, 1), kind=TEMPORARY,
          steps=rejected("Half a day more has only just begun. See first how far it goes.")),
    Asked("marlstone", "Thirty hours to write the policy anew.",
          month_ago(13, 6), month_ago(12, 1), 30, until=month_ago(11, 1), kind=ONE_OFF,
          steps=rejected("The trust’s own policy will do, with two pages for each site.")),
)  # fmt: skip

WITHDRAWN = (
    Asked("oxlip", "Two hours more for good.", month_ago(6, 9), month_ago(4, 1), 7,
          steps=withdrawn("The weeks with more hours were enough.", 6)),
    Asked("curlew", "Half a day less, now that the backlog is gone.",
          month_ago(4, 6), month_ago(2, 1), 3.25, by=HEAD,
          steps=withdrawn("The backlog has come back.", 7)),
    Asked("teaselbrook", "One working day.", month_ago(12, 8), month_ago(10, 1), 6.5,
          steps=(Taken(Step.RETURN, 3, "Count first who sees outside specialists."),
                 Taken(Step.WITHDRAW, 6, "I come back when they are counted."))),
    Asked("winterbeck", "Half a day more until the end of the year.",
          month_ago(9, 8), month_ago(8, 1), more=3.25, until=month_ago(6, 20), kind=TEMPORARY,
          by=HEAD, steps=withdrawn("Somebody else leads it now.")),
    Asked("penhallow", "A second day for the sixth form.",
          month_ago(8, 7), month_ago(6, 1), 6.5, title="SENCO, sixth form",
          steps=sent_again("To whom would the lessons go?", "To the new teacher of history.",
                           Taken(Step.WITHDRAW, 5, "The new teacher does not come."))),
    Asked("sedgemere", "One day more for the older years.",
          month_ago(11, 8), month_ago(9, 1), 19.5, by=HEAD,
          steps=withdrawn("We wait for the counts of January.")),
    Asked("harrowmere_junior", "Half a day more for the transfers.",
          month_ago(15, 6), month_ago(13, 1), 9.75,
          steps=withdrawn("The infant academy takes them on.", 3)),
)  # fmt: skip

LAPSED = (
    Asked("hollowbank", "One working day, as everywhere else.",
          before(september(1), 24), september(0), 6.5, by="director"),
)  # fmt: skip

REFUSED = (*REJECTED, *WITHDRAWN, *LAPSED)
