"""What the demo's heads and SENCOs say of the conditions: each way it can stand shows somewhere."""

from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import charter
from trust_inclusion.domain.access import Actor, Holding, Role
from trust_inclusion.domain.charter import Reply, Side, Turn
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Post
from trust_inclusion.services.charter import heat, reading, since
from trust_inclusion.services.charter.finding import NO_ACADEMY
from trust_inclusion.services.charter.heat import Filters, Sort
from trust_inclusion.services.charter.reading import Line

DIRECTOR = Actor("Director", holdings=(Holding(Role.DIRECTOR, everything=True),))


def every_line(day: date) -> list[Line]:
    """The conditions of every post in the trust."""
    urns = db.session.scalars(
        select(Academy.urn).where(Academy.left_on.is_(None), Academy.joined_on <= day)
    )
    pages = [reading.academy(DIRECTOR, urn, day, today=day) for urn in urns]
    return [
        line
        for page in pages
        for post in page.posts
        for lines in post.lines.values()
        for line in lines
    ]


def test_every_way_in_which_a_condition_stands_shows(day: date) -> None:
    lines = every_line(day)
    for kind in Kind:
        shown = {line.reply for line in lines if line.condition.kind is kind}
        assert {Reply.YES, Reply.PARTLY, Reply.NO, Reply.NOT_KNOWN} <= shown, kind
    behind = [line.behind for line in lines if line.behind]
    by_people = [one for one in behind if not one.from_record]
    assert any(one.differ for one in by_people)
    assert any(one.head and one.senco and not one.differ for one in by_people)
    assert any(one.head and not one.senco for one in by_people)
    assert any(one.senco and not one.head for one in by_people)
    assert any(not one.senco and not one.head for one in by_people)
    assert any(one.from_record and (one.head or one.senco) for one in behind)
    view = heat.view(DIRECTOR, Filters(), Sort(), day, revision=None)
    assert view.counts.total == 24
    assert view.counts.differ >= 3


def test_some_academies_got_better_since_last_term_and_some_worse(day: date) -> None:
    ended = charter.last_term_ended(day)
    view = since.view(DIRECTOR, Filters(), ended, day, revision=None)
    assert len(view.ids) >= 3
    assert {Turn.BETTER, Turn.WORSE, Turn.OTHER} <= set(view.turns)


def test_every_answer_could_have_been_given(day: date) -> None:
    rows = db.session.scalars(select(CharterAnswer)).all()
    assert len(rows) > 300
    for row in rows:
        problems = charter.problems(row.code, row.reply, row.evidence, row.answered_on, day)
        assert not problems, (row.id, problems)
        assert row.code in CONDITIONS
        assert row.side in set(Side)
    logged = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "charter_answered")
    ).all()
    assert len(logged) == len(rows)


def test_a_trust_wide_post_is_answered_for_by_its_holder_alone(day: date) -> None:
    answers = db.session.scalars(
        select(CharterAnswer)
        .join(Post, Post.id == CharterAnswer.post_id)
        .where(Post.kind == PostKind.TRUST_WIDE.value)
    ).all()
    assert {answer.side for answer in answers} == {Side.SENCO}
    assert {answer.reply for answer in answers} == {Reply.YES, Reply.PARTLY, Reply.NO}
    page = reading.academy(DIRECTOR, NO_ACADEMY, day, today=day)
    replies = {
        line.reply
        for post in page.posts
        for lines in post.lines.values()
        for line in lines
        if line.condition.code == "C36"
    }
    assert Reply.PARTLY in replies
