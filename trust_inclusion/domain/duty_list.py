"""Duties that published profiles and job descriptions name, in our words, for ticking.

Each has its place: a heading of the essential duties, an excluded duty, or outside the role, and
the key tasks that it fulfils by its own words. Sources: S0 a national job profile of the SENCO,
S1 a secondary academy's SENCO job description, S4 the NUT SENCO Charter, Part 1.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duty:
    """`code` begins with its source: S0, S1 or S4."""

    code: str
    words: str
    place: str
    tasks: tuple[str, ...] = ()


_ALL = (
    Duty("S0-01", "Develops and oversees the school’s SEN strategy and policy", "provision"),
    Duty(
        "S0-02",
        "Assesses pupils with SEN, observes lessons, meets teachers and parents about progress",
        "assessment",
    ),
    Duty("S0-03", "Designs and delivers interventions with pupils in class", "X03"),
    Duty(
        "S0-04",
        "Develops, carries out and monitors individual support plans with staff, parents and "
        "agencies",
        "plans",
    ),
    Duty("S0-05", "Reports to parents on progress in writing and in meetings", "pupils", ("K6",)),
    Duty(
        "S0-06",
        "Refers to and works with psychologists, health, social care and therapists",
        "pupils",
        ("K8",),
    ),
    Duty(
        "S0-07",
        "Advises, guides and trains classroom teachers",
        "advice",
        (
            "K2",
            "K7",
        ),
    ),
    Duty(
        "S0-08", "Helps teachers develop schemes of work and learning programmes", "advice", ("K2",)
    ),
    Duty(
        "S0-09",
        "Helps teachers with effective teaching and behaviour approaches",
        "advice",
        ("K2",),
    ),
    Duty("S0-10", "Manages and advises on the SEN budget and resources", "budget"),
    Duty("S0-11", "Keeps accurate pupil records and the systems for them", "plans", ("K5",)),
    Duty("S0-12", "Analyses school, local and national data and plans from it", "assessment"),
    Duty("S0-13", "Manages SEN teachers, teaching assistants and support staff", "staff", ("K3",)),
    Duty("S0-14", "Keeps up with national and local SEN policy and passes it on", "provision"),
    Duty("S0-15", "Teaches classes on the timetable", "outside"),
    Duty(
        "S1-01",
        "Strategic overview of SEN provision across the school, monitored and reviewed",
        "provision",
    ),
    Duty("S1-02", "Contributes to self-evaluation and the improvement plan", "provision"),
    Duty("S1-03", "Puts the SEN policy into practice", "provision", ("K1",)),
    Duty("S1-04", "Keeps up with national and local initiatives", "provision"),
    Duty("S1-05", "Evaluates the use of funding and proposes changes", "budget"),
    Duty("S1-06", "Keeps the SEND register, provision map and records", "plans", ("K5",)),
    Duty(
        "S1-07",
        "Guides colleagues on teaching pupils with SEN and on the graduated approach",
        "advice",
        ("K2",),
    ),
    Duty(
        "S1-08", "Gives practical day-to-day support in the classroom to identified pupils", "X03"
    ),
    Duty("S1-09", "Advises on budget, resources and staff deployment", "budget"),
    Duty("S1-10", "Knows the local offer", "inclusive_practice"),
    Duty(
        "S1-11",
        "Organises and monitors exam access arrangements with the exams officer",
        "assessment",
    ),
    Duty("S1-12", "Co-ordinates and reviews SEN action and intervention plans", "plans", ("K4",)),
    Duty(
        "S1-13", "Organises interventions and off-site alternative provision", "provision", ("K4",)
    ),
    Duty("S1-14", "Manages SEN resources and budget", "resources"),
    Duty(
        "S1-15",
        "Develops and monitors strategies for pupils with English as an additional language",
        "X04",
    ),
    Duty(
        "S1-16",
        "Works with primary providers, other schools in and outside the trust, psychologists and "
        "health",
        "pupils",
        ("K8",),
    ),
    Duty("S1-17", "Is the contact for external agencies", "pupils", ("K8",)),
    Duty("S1-18", "Analyses and presents assessment data of pupils with SEN", "assessment"),
    Duty("S1-19", "Leads intervention groups and evaluates them", "X03"),
    Duty("S1-20", "Identifies pupils’ SEN", "assessment"),
    Duty("S1-21", "Secures services for a pupil", "pupils"),
    Duty("S1-22", "Reviews EHC plans with parents and the pupil", "plans", ("K6",)),
    Duty("S1-23", "Communicates regularly with parents", "pupils", ("K6",)),
    Duty("S1-24", "Passes information on and supports transfer to another school", "transition"),
    Duty(
        "S1-25", "Promotes inclusion and access to curriculum and activities", "inclusive_practice"
    ),
    Duty(
        "S1-26",
        "Works with senior team, head, other trust SENCOs and governors on equality duties",
        "policy_liaison",
    ),
    Duty("S1-27", "Prepares what governors and trust must publish", "policy_liaison"),
    Duty("S1-28", "Identifies training needs; leads INSET", "advice", ("K7",)),
    Duty("S1-29", "Attends learning forums, parents’ evenings and progress meetings", "pupils"),
    Duty("S1-30", "Leads and manages teaching assistants; appraises colleagues", "staff", ("K3",)),
    Duty(
        "S1-31",
        "Is responsible for looked-after pupils and works with the safeguarding lead",
        "X02",
    ),
    Duty("S1-32", "Plans and teaches lessons to assigned classes, marks and assesses", "outside"),
    Duty(
        "S1-33", "Promotes safety, well-being and good behaviour as every teacher does", "outside"
    ),
    Duty("S4-01", "Runs the SEN policy day to day", "provision", ("K1",)),
    Duty("S4-02", "Liaises with and advises fellow teachers", "advice", ("K2",)),
    Duty("S4-03", "Manages the SEN team of teachers and assistants", "staff", ("K3",)),
    Duty("S4-04", "Co-ordinates provision for pupils with SEN", "provision", ("K4",)),
    Duty("S4-05", "Oversees the records of all pupils with SEN", "plans", ("K5",)),
    Duty("S4-06", "Liaises with parents of pupils with SEN", "pupils", ("K6",)),
    Duty("S4-07", "Contributes to in-service training", "advice", ("K7",)),
    Duty(
        "S4-08",
        "Liaises with local authority, psychology, health, social and voluntary bodies",
        "pupils",
        ("K8",),
    ),
    Duty("S4-09", "Acts as behaviour co-ordinator", "X01"),
    Duty(
        "S4-10",
        "Child protection work, looked-after pupils, or supporting the safeguarding lead",
        "X02",
    ),
    Duty("S4-11", "Group or support teaching of pupils with SEN", "X03"),
    Duty("S4-12", "Work on English as an additional language", "X04"),
    Duty("S4-13", "Covers classes", "X05"),
    Duty("S4-14", "Runs and scores whole-school screening tests", "X06"),
    Duty("S4-15", "Advises and trains student teachers", "X07"),
    Duty("S4-16", "Is responsible for asylum-seeker, refugee or Traveller pupils", "X08"),
    Duty("S4-17", "Holds overall responsibility for inclusion", "X09"),
    Duty("S4-18", "Does routine administration", "X10"),
)

DUTIES: dict[str, Duty] = {duty.code: duty for duty in _ALL}
"""Every duty by its code, in the order of its source."""
