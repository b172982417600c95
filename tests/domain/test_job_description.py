"""The check of a job description against the SENCO charter's duties and key tasks.

Sources: NUT SENCO Charter, Part 1 (duties in and out, eight key tasks); rulebook section 5, which
names the conflicts between a real job description (S1) and the charter.
"""

from collections.abc import Callable
from textwrap import fill

import pytest

from trust_inclusion.domain.duties import EXCLUDED, HEADINGS, KEY_TASKS, OUTSIDE
from trust_inclusion.domain.duty_list import DUTIES, Duty
from trust_inclusion.domain.job_description import LONGEST_TEXT, Findings, check, problems
from trust_inclusion.domain.job_description_phrases import FIRST, PASSED_OVER, PLACES
from trust_inclusion.domain.job_description_phrases import KEY_TASKS as TASK_PHRASES
from trust_inclusion.domain.job_description_terms import TERMS

S1 = [duty for duty in DUTIES.values() if duty.code.startswith("S1")]
S4 = [duty for duty in DUTIES.values() if duty.code.startswith("S4")]


def test_every_duty_has_a_place_and_every_place_a_duty() -> None:
    assert [code[:2] for code in DUTIES].count("S1") == 33
    assert len(DUTIES) == 66
    assert {duty.place for duty in DUTIES.values()} == {*HEADINGS, *EXCLUDED, OUTSIDE}
    assert {task for duty in S4 for task in duty.tasks} == set(KEY_TASKS)
    assert set(FIRST) <= {PASSED_OVER, *HEADINGS}
    assert set(PLACES) == {*HEADINGS, *EXCLUDED, OUTSIDE}
    assert set(TASK_PHRASES) == {PASSED_OVER, *KEY_TASKS}


def test_the_secondary_academys_duties_ticked_give_the_conflicts_the_rulebook_names() -> None:
    found = check([duty.code for duty in S1])
    assert found.conflicts == ("X02", "X03", "X04")
    assert {one.words for one in found.excluded} == {
        "Is responsible for looked-after pupils and works with the safeguarding lead",
        "Gives practical day-to-day support in the classroom to identified pupils",
        "Leads intervention groups and evaluates them",
        "Develops and monitors strategies for pupils with English as an additional language",
    }
    assert [one.words for one in found.outside] == [
        "Plans and teaches lessons to assigned classes, marks and assesses",
        "Promotes safety, well-being and good behaviour as every teacher does",
    ]
    assert {one.code for one in found.inside} == set(HEADINGS)
    assert found.missing_tasks == ()


def test_the_same_duties_pasted_give_the_same_conflicts_with_their_words() -> None:
    found = check(text="\n".join(f"• {duty.words}" for duty in S1))
    assert found.conflicts == ("X02", "X03", "X04")
    assert [(one.code, one.words, one.line) for one in found.excluded] == [
        ("X03", "support in the classroom", 8),
        ("X04", "English as an additional language", 15),
        ("X03", "Leads intervention groups", 19),
        ("X02", "looked-after pupils", 31),
    ]
    assert {one.line for one in found.outside} == {32, 33}
    assert found.missing_tasks == ()
    assert found.not_placed == ()


@pytest.mark.parametrize("source", ["S0", "S1", "S4"])
@pytest.mark.parametrize(
    "written",
    [
        lambda all_: "\r\n".join(f"• {one}" for one in all_),
        lambda all_: "\r\n".join(f"{n})\t{one};" for n, one in enumerate(all_, start=1)),
        lambda all_: "\n".join(all_).upper(),
        lambda all_: "\n".join(all_).replace("’", "'"),
        lambda all_: " ".join(f"{one}." for one in all_),
        "; ".join,
        lambda all_: "\n".join(fill(f"• {one}", 40, subsequent_indent="  ") for one in all_),
        lambda all_: "\n".join(fill(one, 60) for one in all_),
    ],
    ids=["bullets", "numbered", "capitals", "straight", "running", "semicolons", "column", "wrap"],
)
def test_however_it_is_pasted_the_same_is_found_as_by_ticking(
    source: str, written: Callable[[list[str]], str]
) -> None:
    some = [one for one in DUTIES.values() if one.code.startswith(source)]
    found = check(text=written([one.words for one in some])).findings
    assert found == check([one.code for one in some]).findings


@pytest.mark.parametrize("duty", DUTIES.values(), ids=DUTIES)
def test_the_words_of_each_published_duty_find_its_place(duty: Duty) -> None:
    found = check(text=duty.words.upper() if "SEN" not in duty.words else duty.words)
    places = {one.code for one in (*found.inside, *found.excluded, *found.outside)}
    assert duty.place in places
    assert {one.code for one in found.excluded} <= {duty.place}
    assert set(duty.tasks) <= {one.code for one in found.tasks}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("overseeing the day-to-day operation of the school’s SEN policy", "provision"),
        ("co-ordinating provision for children with SEN", "provision"),
        ("liaising with the relevant Designated Teacher where a looked after pupil has SEN",
         "pupils"),
        ("advising on the graduated approach", "provision"),
        ("advising on the deployment of the delegated budget and other resources", "budget"),
        ("liaising with parents of pupils with SEN", "pupils"),
        ("liaising with early years providers, other schools and psychologists", "pupils"),
        ("being a key point of contact with external agencies", "pupils"),
        ("planning a smooth transition with the next provider", "transition"),
        ("working with the governors on the Equality Act (2010)", "inclusive_practice"),
        ("ensuring the school keeps the records of all pupils with SEN up to date", "plans"),
    ],
)  # fmt: skip
def test_what_the_send_code_gives_the_senco_is_inside(line: str, place: str) -> None:
    """SEND Code of Practice 2015, 6.90: none of it is an excluded duty."""
    found = check(text=line)
    assert place in {one.code for one in found.inside}
    assert found.excluded == ()


def test_the_eight_key_tasks_however_their_verbs_are_written() -> None:
    """SENCO Charter: the key tasks as a list of -ing words, capitals and hyphens as they come."""
    text = """
    OVERSEEING THE DAY TO DAY OPERATION OF THE SEND POLICY
    Liaising with and advising fellow teachers
    Managing the SEN team of teachers and learning support assistants
    Coordinating provision for children with special educational needs
    Overseeing the records of all children with SEN
    Liaising with parents and carers
    Contributing to the in-service training of staff
    Liaising with outside agencies
    """
    found = check(text=text)
    assert [one.code for one in found.tasks if one.line == 2] == ["K1"]
    assert found.missing_tasks == ()
    assert found.conflicts == ()
    lines = text.splitlines()
    for n, task in enumerate(KEY_TASKS, start=1):
        rest = "\n".join(line for place, line in enumerate(lines) if place != n)
        assert check(text=rest).missing_tasks == (task,)


def test_exam_access_arrangements_are_inside() -> None:
    """S4 lists exam concessions as a pressure point of the essential duties."""
    found = check(text="Organises exam access arrangements")
    assert [one.code for one in found.inside] == ["assessment"]
    assert found.conflicts == ()


@pytest.mark.parametrize(
    "line",
    [
        "Follows the school's child protection policies and procedures",
        "Reports any concern to the designated safeguarding lead",
        "Works with the behaviour co-ordinator",
        "Reports to the Head of Inclusion",
        "Oversees the delivery of interventions by teaching assistants",
        "Promotes good behaviour",
        "Complies with policies and procedures relating to child protection, health and safety",
        "Attends safeguarding and child protection training",
        "Has a good knowledge of child protection",
        "Trains TAs to deliver interventions",
        "Supports colleagues who deliver catch-up interventions",
        "Leads training on interventions",
        "Works with the behaviour lead",
        "Reports to the inclusion manager",
        "Apply with a cover letter",
        "Line-manages cover supervisors",
        "Supports the ideals of the school",
        "Reports on the progress of looked at work",
    ],
)
def test_what_only_looks_like_an_excluded_duty_is_none(line: str) -> None:
    assert check(text=line).excluded == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Behaviour lead", "X01"),
        ("Oversees the school’s behaviour policy", "X01"),
        ("Deputises for the designated safeguarding lead", "X02"),
        ("Delivers targeted literacy interventions", "X03"),
        ("Runs nurture groups", "X03"),
        ("1:1 tuition", "X03"),
        ("Provides one to one support for pupils", "X03"),
        ("Supports pupils for whom English is an additional language", "X04"),
        ("Provides cover when it is needed", "X05"),
        ("Undertakes cover supervision", "X05"),
        ("Screens all year 7 pupils", "X06"),
        ("Administers whole-school reading tests", "X06"),
        ("Supports Traveller families", "X08"),
        ("Leads inclusion across the school", "X09"),
        ("SENCO and Inclusion Lead", "X09"),
    ],
)
def test_excluded_duties_as_schools_write_them(line: str, code: str) -> None:
    assert check(text=line).conflicts == (code,)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Delivers CPD on SEND to all staff", "advice"),
        ("Is a member of SLT", "policy_liaison"),
        ("Manages the SEN administrator", "staff"),
        ("Makes requests for EHC needs assessments", "plans"),
        ("Has a teaching timetable of 40%", "outside"),
    ],
)
def test_other_words_of_schools(line: str, place: str) -> None:
    found = check(text=line)
    assert [one.code for one in (*found.inside, *found.outside)] == [place]
    assert ("K7" in found.missing_tasks) is ("CPD" not in line)


def test_ones_own_training_is_not_the_staffs() -> None:
    assert "K7" in check(text="Takes part in CPD and contributes to own CPD").missing_tasks


def test_a_duty_denied_is_shown_with_its_doubt_and_is_no_conflict() -> None:
    found = check(text="The SENCO does not cover lessons, and is not asked to line-manage TAs.")
    assert [(one.code, one.doubt) for one in found.excluded] == [("X05", "not")]
    assert found.conflicts == ()
    assert "K3" in found.missing_tasks


def test_what_is_denied_and_then_said_in_one_line_counts_as_said() -> None:
    found = check(text="Does not cover classes of others; covers lessons of SEN teachers.")
    assert [(one.code, one.words, one.doubt) for one in found.excluded] == [
        ("X05", "covers lessons", "")
    ]
    assert found.conflicts == ("X05",)


def test_a_line_no_word_names_is_left_to_a_person() -> None:
    found = check(text="Duties\nKeeps the school's bees in good health")
    assert [(line.number, line.text) for line in found.not_placed] == [
        (2, "Keeps the school's bees in good health")
    ]
    assert found.missing_tasks == tuple(KEY_TASKS)


def test_ticked_and_pasted_are_checked_together() -> None:
    found = check(["S4-13"], "Works on EAL")
    assert found.conflicts == ("X04", "X05")
    assert [one.line for one in found.excluded] == [0, 1]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Must hold or work towards the NASENCO", ["NASENCO"]),
        ("National Award for SEN Co-ordination required", ["NASENCO"]),
        ("National Award for Special Educational Needs Co-ordination", ["NASENCO"]),
        ("Holds the NASENCO or the NPQSENCO", []),
        ("NASENCO, or NPQ for SENCOs", []),
        ("Pupils at School Action and school action plus", ["School Action Plus", "School Action"]),
        ("pupils at SA+", ["School Action Plus"]),
        ("Writes statements of SEN", ["Statements of SEN"]),
        ("Reviews Statements of Special Educational Needs", ["Statements of SEN"]),
        ("Pupils with statements", ["Statements of SEN"]),
        ("Reviews statements every year", ["Statements of SEN"]),
        ("Reviews the school’s policy statements", []),
        ("Knows our mission statement, and makes a statement to governors", []),
        ("Writes IEPs", ["Individual education plan"]),
        ("Follows the SEN Code of Practice (2001)", ["The Code of 2001"]),
        ("Follows the SEND Code of Practice 2015", []),
        ("Pupils with BESD", ["Behavioural, emotional and social difficulties"]),
        ("Works with the LEA", ["LEA"]),
        ("Runs in the Lea Valley; plea, lead and learn", []),
        ("Fills in the PLASC return", ["PLASC"]),
        ("Knows the Disability Discrimination Act", ["Disability Discrimination Act"]),
    ],
)
def test_terms_out_of_date(line: str, names: list[str]) -> None:
    assert check(text=line).old_terms == tuple(names)


def test_a_nasenco_is_right_for_somebody_who_is_already_in_post() -> None:
    """Regulation 49(7)(a): an award begun before 1 September 2024 still counts."""
    line = "Holds the NASENCO and reviews statements of SEN"
    assert check(text=line, new_post=True).old_terms == ("NASENCO", "Statements of SEN")
    assert check(text=line, new_post=False).old_terms == ("Statements of SEN",)


def test_every_term_says_what_to_say_instead_and_where_from() -> None:
    for term in TERMS.values():
        assert term.say.startswith(("Say ", "Ask "))
        assert term.say.endswith(".")
        assert term.source


@pytest.mark.parametrize(
    ("ticked", "text", "field", "words"),
    [
        ([], " \n ", "text", "Tick the duties"),
        ([], "!£$% *** 1.2", "text", "no words"),
        (["S1-01"], "***", "text", "no words"),
        (["S1-99"], "", "ticked", "not in the list"),
        ([], "x" * (LONGEST_TEXT + 1), "text", "longer than 50,000"),
    ],
)
def test_what_cannot_be_checked(ticked: list[str], text: str, field: str, words: str) -> None:
    ((found, sentence),) = problems(ticked, text)
    assert found == field
    assert words in sentence
    with pytest.raises(ValueError, match=words):
        check(ticked, text)


def test_findings_are_kept_as_codes_and_come_back() -> None:
    found = check([duty.code for duty in S1], "Writes IEPs.\nDoes not cover classes.").findings
    assert found.excluded == ("X02", "X03", "X04")
    assert found.old_terms == ("Individual education plan",)
    assert Findings.from_json(found.to_json()) == found
    assert Findings.from_json({**found.to_json(), "more": []}) == found
    with pytest.raises(KeyError):
        Findings.from_json({"excluded": []})
