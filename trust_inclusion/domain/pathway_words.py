"""The career pathway in words."""

from trust_inclusion.domain.pathway import Need
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.domain.words import Tag

ASPIRATIONS = {
    Aspiration.STEP_UP: "Step up",
    Aspiration.DEEPEN: "Stay in the role and go deeper",
    Aspiration.BEYOND: "Go beyond the pathway",
    Aspiration.NOT_SURE: "Not sure yet",
}
READINESS = {
    Readiness.NOW: Tag("Now", "green"),
    Readiness.ONE_TO_TWO_YEARS: Tag("One to two years", "blue"),
    Readiness.LATER: Tag("Later", "grey"),
}
PROGRESS = {
    Progress.MOVED_ON: Tag("Moved on", "green"),
    Progress.DEEPENING: Tag("Going deeper", "green"),
    Progress.IN_PLACE: Tag("In place", "blue"),
    Progress.NOT_RECORDED: Tag("Not recorded", "grey"),
}
SUCCESSION_THIN = Tag("Thin", "orange")

NEEDS = {
    Need.QTS: "Qualified teacher status",
    Need.INDUCTION: "Induction completed",
    Need.SENCO_POST: "A SENCO post",
    Need.AWARD_BEGUN: "NPQSENCO begun",
    Need.AWARD: "NPQSENCO or NASENCO",
    Need.QUALIFIED: "NPQSENCO or NASENCO, or exempt in law",
    Need.ON_LEADERSHIP_TEAM: "A place on the senior leadership team",
    Need.NPQSL: "NPQSL or NPQLBC",
    Need.NPQH: "NPQH",
    Need.NPQEL: "NPQEL",
    Need.MENTOR: "A mentor",
    Need.MENTORS_OTHERS: "Mentors another SENCO",
    Need.SUPPORTS_TWO: "Supports two schools or more",
    Need.EXECUTIVE: "An executive post",
}

DESTINATIONS = (
    "Inclusion manager",
    "Leadership in a special school or alternative provision",
    "SEND consultancy and training",
    "Local authority SEN or school liaison officer",
    "Retraining as a therapist or educational psychologist",
)
"""Beyond the pathway, as the sources name them (Prospects; ASCL, Annex Two, paragraph 4)."""

PROPOSAL = (
    "These stages are a proposal of this product, put together from several sources. "
    "The trust can change them."
)
