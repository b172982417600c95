"""The demo's excluded duties and job descriptions: every state and every duty shows somewhere."""

from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, charter_posts, job_description
from trust_inclusion.domain.duties import EXCLUDED, Holding
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import DescriptionCheck, PostDuty
from trust_inclusion.services import standing
from trust_inclusion.services.duties import descriptions, holdings


def test_each_duty_is_held_somewhere_and_each_state_shows(day: date) -> None:
    ids = db.session.scalars(select(Academy.id)).all()
    seen: set[Holding] = set()
    held: set[str] = set()
    for facts in standing.facts_of(ids).values():
        for post in charter_posts.sencos(facts, day):
            for code, judged in charter_posts.holdings_of(post, day).items():
                seen.add(judged.holding)
                if judged.holding in (Holding.OWN_TIME, Holding.DEPARTURE):
                    held.add(code)
    assert seen == set(Holding)
    assert held == set(EXCLUDED)


def test_what_was_told_is_of_a_day_on_which_it_could_be(day: date) -> None:
    rows = db.session.scalars(select(PostDuty)).all()
    assert max(row.told_on for row in rows) <= day
    changed = [row for row in rows if row.held is False or row.minutes is None]
    assert len(changed) < len(rows)
    shown = holdings.at(access.OPERATOR, 900001, day).posts[0]
    assert shown.history
    roles = {one.role for one in shown.history}
    assert roles == {access.Role.HEADTEACHER, access.Role.SENCO}


def test_a_sound_description_one_with_gaps_and_one_of_its_day(day: date) -> None:
    checks = db.session.scalars(select(DescriptionCheck)).all()
    for row in checks:
        anew = job_description.check(row.ticked["codes"], row.words, new_post=row.new_post)
        assert anew.findings.to_json() == row.found
        assert anew.not_placed or not row.found["old_terms"]
    found = [job_description.Findings.from_json(row.found) for row in checks]
    assert any(not one.missing_tasks and not one.old_terms for one in found)
    assert any(one.missing_tasks and not one.old_terms for one in found)
    assert any(one.old_terms and {"X02", "X03", "X04"} <= set(one.excluded) for one in found)
    posts = [row.post_id for row in checks]
    several = next(number for number in posts if posts.count(number) > 1)
    desk = descriptions.desk(access.OPERATOR, 900002, several, day)
    assert len(desk.checks) == 2
