"""Finding agreed phrases in text: word boundaries, capitals, plurals, gaps and wrapped lines."""

import pytest

from trust_inclusion.domain.phrases import Line, lines_of, longest, matches, pattern


def found(phrase: str, line: str) -> str | None:
    one = pattern(phrase).search(line)
    return one[0] if one else None


@pytest.mark.parametrize(
    ("phrase", "line", "words"),
    [
        ("teacher", "Advise the TEACHERS", "TEACHERS"),
        ("teacher", "the teachers’ room", "teachers’"),
        ("policy", "SEN policies apply", "policies"),
        ("class", "cover classes", "classes"),
        ("advis*", "Advising all", "Advising"),
        ("co-ordinat*", "coordinates provision", "coordinates"),
        ("co-ordinat*", "Co‑ordinator", "Co‑ordinator"),
        ("looked-after {pupil}", "Looked After Children", "Looked After Children"),
        ("{sen} policy", "the SEND policy", "SEND policy"),
        ("{sen} policy", "special educational needs policy", "special educational needs policy"),
        ("{ta}", "our TAs and others", "TAs"),
        ("parent/carer", "and carers", "carers"),
        ("lead/manage .. {ta}", "Lead our good TAs", "Lead our good TAs"),
        ("advis* .. staff", "advise, as asked, all staff", "advise, as asked, all staff"),
        ("SA+", "pupils at SA+.", "SA+"),
    ],
)
def test_what_a_phrase_matches(phrase: str, line: str, words: str) -> None:
    assert found(phrase, line) == words


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("EAL", "an ideal meal deal"),
        ("LAC", "Lac de Garde"),
        ("LAC", "PLACE"),
        ("{ta}", "talk about data"),
        ("{sen} policy", "send policies to parents"),
        ("{sen} policy", "a sensible policy"),
        ("resource", "resourceful"),
        ("budget", "underbudget"),
        ("filing", "profiling"),
        ("advis* .. staff", "Advise the head. Meet all staff"),
        ("advis* .. staff", "Advise one two three four five staff"),
    ],
)
def test_what_it_does_not(phrase: str, line: str) -> None:
    assert found(phrase, line) is None


def test_lines_are_numbered_as_pasted_and_wrapped_ones_are_joined() -> None:
    long = "Develops and monitors strategies for the many pupils with English as an"
    text = f"Duties\n\n  {long}\nadditional   language\n\nCovers classes\nand so on\n"
    assert lines_of(text) == [
        Line(1, "Duties"),
        Line(3, f"{long} additional language"),
        Line(6, "Covers classes"),
        Line(7, "and so on"),
    ]
    assert lines_of(f"{long}.\nadditional language")[1].text == "additional language"
    assert lines_of(f"{long}\n\nadditional language")[1].number == 3
    assert lines_of(" \n\t\n") == []


def test_a_narrow_column_is_joined_by_its_own_width() -> None:
    """As pasted from a table or a file of two columns, where no line is long."""
    column = (
        "- strategies for pupils with\n  English as an additional\n  language\n- Covers classes"
    )
    assert lines_of(column) == [
        Line(1, "- strategies for pupils with"),
        Line(2, "English as an additional language"),
        Line(4, "- Covers classes"),
    ]
    listed = "liaising with parents\nkeeping records\nmanaging the SEN team of assistants"
    assert [one.number for one in lines_of(listed)] == [1, 2, 3]


def test_of_words_that_overlap_the_longest_stand() -> None:
    some = matches(
        "School Action Plus, then School Action",
        [("short", "school action"), ("long", "school action plus")],
    )
    assert [(one.code, one.words) for one in longest(some)] == [
        ("long", "School Action Plus"),
        ("short", "School Action"),
    ]


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("The SENCO does not cover classes", "not"),
        ("No duty to cover classes", "no"),
        ("Not only covers classes", ""),
        ("Has no office. Covers classes", ""),
        ("Notes and covers classes", ""),
    ],
)
def test_a_denial_in_the_same_clause_leaves_doubt(line: str, doubt: str) -> None:
    (one,) = matches(line, [("X05", "cover class")])
    assert one.doubt == doubt


def test_a_long_paragraph_is_read_sentence_by_sentence() -> None:
    sentence = "Liaises with the parents of every pupil with SEN, and with their teachers."
    found = lines_of(f"Duties\n{' '.join([sentence] * 6)}\nend")
    assert found == [Line(1, "Duties"), *[Line(2, sentence)] * 6, Line(3, "end")]
    assert [len(one.text) for one in lines_of("word " * 700)] == [999, 999, 999, 499]
    assert [len(one.text) for one in lines_of("x" * 2500)] == [1000, 1000, 500]


@pytest.mark.parametrize(
    "text",
    [
        "liaise with " + "a-" * 24_000,
        "manage" + " a-b" * 12_000,
        "manage " + ", ," * 16_000,
        "manage " + "-" * 49_000,
    ],
    ids=["hyphens", "words", "commas", "dashes"],
)
def test_no_text_keeps_a_phrase_searching_for_ever(text: str) -> None:
    """A test that would not end rather than fail: these gaps could be divided in endless ways."""
    assert found("liaise/manage .. with .. teacher/staff", text) is None
