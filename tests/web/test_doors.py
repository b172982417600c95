"""Every view, asked by every role: the table says who gets what, and knows every view."""

from typing import Any, NamedTuple

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.web import guard

EVERYWHERE = ["director", "trustee", "executive", "hr", "head and trustee"]
"""Who reads about every academy."""
AT_OWN = [*EVERYWHERE, "headteacher", "senco", "governor", "director of a hub",
          "senco and governor"]  # fmt: skip
AT_OTHER = [*EVERYWHERE, "senco and governor"]
AT_LEFT = [*EVERYWHERE, "director of a hub"]
"""History stays for those whose role is not held at the academy itself."""
NAMED = [*AT_OWN, "head of what left", "senco of what left"]
"""Who has some role that sees academies, be it none at the moment."""
ALL = [*NAMED, "admin", "deputy"]
ROLELESS = ["director no longer", "director not yet"]
READS_REVIEWS = ["director", "trustee", "executive", "hr", "headteacher", "director of a hub",
                 "head and trustee"]  # fmt: skip
WRITES_REVIEWS = ["director", "trustee", "executive", "director of a hub", "head and trustee"]
READS_EVIDENCE = [*READS_REVIEWS, "senco"]
WRITES_EVIDENCE = ["director", "hr", "headteacher", "director of a hub", "head and trustee"]
SETS_HUBS = ["director", "hr", "director of a hub"]
WIDE = ["director", "trustee", "executive", "hr", "head and trustee"]
WIDE_WRITERS = ["director", "hr"]
FINDS_PEOPLE = ["director", "trustee", "executive", "hr", "headteacher", "senco",
                "director of a hub", "head and trustee", "senco and governor", "head of what left",
                "senco of what left"]  # fmt: skip
DECIDES = ["director", "trustee", "executive", "director of a hub", "head and trustee"]
READS_OWN = [*WIDE, "headteacher", "senco", "director of a hub"]
READS_NEXT = [*WIDE, "senco and governor"]
SENCOS = ["senco", "senco and governor", "senco of what left"]
HAS_DATES = [*READS_REVIEWS, *SENCOS, "head of what left"]
READS_CHANGES = ["director", "trustee", "executive", "hr", "headteacher", "senco", "deputy",
                 "director of a hub", "head and trustee", "senco and governor",
                 "head of what left", "senco of what left"]  # fmt: skip
PROPOSES = ["director", "headteacher", "senco", "director of a hub", "head and trustee",
            "senco and governor", "head of what left", "senco of what left"]  # fmt: skip
KEEPS_STAGES = ["director", "hr", "headteacher", "director of a hub", "head and trustee"]
READS_SOME_PAY = ["director", "executive", "hr", "headteacher", "senco", "director of a hub",
                  "head and trustee", "senco and governor", "head of what left",
                  "senco of what left"]  # fmt: skip
READS_NAMED_WEEKS = ["director", "headteacher", "director of a hub", "head and trustee",
                     "head of what left"]  # fmt: skip
SEES_PAY_OF_ACADEMIES = ["director", "executive", "hr", "headteacher", "director of a hub",
                         "head and trustee"]  # fmt: skip
TELLS_DUTIES = [*PROPOSES, "hr"]
TELLS_DUTIES_AT_OWN = ["director", "hr", "headteacher", "senco", "director of a hub",
                       "head and trustee"]  # fmt: skip
ANYBODY = [*ALL, *ROLELESS, "nobody"]


class Door(NamedTuple):
    """What a view answers (`status`) to those who may pass; everybody else is refused."""

    endpoint: str
    method: str
    values: dict[str, Any]
    status: int
    who: list[str]


OLIVE, NORA = {"person_id": "Olive Own"}, {"person_id": "Nora Next"}
CLAIM, COURSE, SPELL = {"claim_id": 999_999}, {"course_id": 999_999}, {"spell_id": 999_999}
CHANGE: dict[str, Any] = {"change_id": 999_999}
NO_POST: dict[str, Any] = {"post_id": 999_999}
NO_APPOINTMENT: dict[str, Any] = {"appointment_id": 999_999}
OWN, OTHER, LEFT = {"urn": "own"}, {"urn": "other"}, {"urn": "left"}
DOORS = [
    Door("assets.static", "GET", {"name": "app.css"}, 200, ANYBODY),
    Door("home.show", "GET", {}, 200, ALL),
    Door("account.password", "GET", {}, 200, ALL),
    Door("account.password", "POST", {}, 422, ALL),
    Door("academies.index", "GET", {}, 200, NAMED),
    Door("academies.export", "GET", {"extension": "csv"}, 200, NAMED),
    Door("academies.export", "GET", {"extension": "xlsx"}, 200, NAMED),
    Door("academies.export", "GET", {"extension": "pdf"}, 404, NAMED),
    Door("academies.show", "GET", OWN, 200, AT_OWN),
    Door("academies.show", "GET", OTHER, 200, AT_OTHER),
    Door("academies.show", "GET", LEFT, 200, AT_LEFT),
    Door("academies.show", "GET", {"urn": 999_999}, 404, NAMED),
    Door("academies.hub", "GET", OWN, 200, SETS_HUBS),
    Door("academies.hub", "GET", OTHER, 200, WIDE_WRITERS),
    Door("academies.hub", "POST", OWN, 422, SETS_HUBS),
    Door("academies.hub", "POST", OTHER, 422, WIDE_WRITERS),
    Door("evidence.index", "GET", OWN, 200, READS_EVIDENCE),
    Door("evidence.index", "GET", OTHER, 200, [*WIDE, "senco and governor"]),
    Door("evidence.index", "GET", LEFT, 200, [*WIDE, "director of a hub"]),
    Door("evidence.add", "GET", OWN, 200, WRITES_EVIDENCE),
    Door("evidence.add", "GET", OTHER, 200, WIDE_WRITERS),
    Door("evidence.add", "POST", OWN, 422, WRITES_EVIDENCE),
    Door("evidence.add", "POST", OTHER, 422, WIDE_WRITERS),
    Door("evidence.edit", "GET", {**OWN, "day": "2026-01-15"}, 200, WRITES_EVIDENCE),
    Door("evidence.edit", "GET", {**OTHER, "day": "2026-01-15"}, 200, WIDE_WRITERS),
    Door("evidence.edit", "GET", {**OWN, "day": "soon"}, 404, [*WRITES_EVIDENCE,
                                                               "head of what left"]),
    Door("evidence.edit", "POST", {**OWN, "day": "2026-01-15"}, 422, WRITES_EVIDENCE),
    Door("evidence.edit", "POST", {**OTHER, "day": "2026-01-15"}, 422, WIDE_WRITERS),
    Door("reviews.add", "GET", OWN, 200, WRITES_REVIEWS),
    Door("reviews.add", "GET", OTHER, 200, ["director", "trustee", "executive",
                                            "head and trustee"]),
    Door("reviews.add", "POST", OWN, 422, WRITES_REVIEWS),
    Door("reviews.add", "POST", OTHER, 422, ["director", "trustee", "executive",
                                             "head and trustee"]),
    Door("reviews.finish", "POST", {"action_id": 999_999}, 404, ALL),
    # The head teacher owns the action; those who write reviews may finish it too.
    Door("reviews.finish", "POST", {"action_id": "own"}, 303, [*WRITES_REVIEWS, "headteacher"]),
    Door("people.index", "GET", {}, 200, FINDS_PEOPLE),
    Door("dfe_check.show", "GET", {}, 200, ["hr"]),
    Door("dfe_check.show", "POST", {}, 422, ["hr"]),
    Door("dfe_check.trns", "GET", {"number": 1}, 200, ["hr"]),
    Door("people.show", "GET", OLIVE, 200, READS_OWN),
    Door("people.show", "GET", NORA, 200, READS_NEXT),
    Door("people.show", "GET", {"person_id": 999_999}, 404, FINDS_PEOPLE),
    Door("people.show", "GET", {"person_id": 2**40}, 404, FINDS_PEOPLE),
    *(
        Door(f"records.{view}", method, {**OLIVE, **more}, 200 if method == "GET" else status,
             ["hr", "senco"])
        for view, more, status in (
            ("contact", {}, 422), ("teacher", {}, 422), ("add_spell", {}, 422),
            ("add_course", {}, 422),
        )
        for method in ("GET", "POST")
    ),
    Door("records.contact", "GET", NORA, 200, ["hr", "senco and governor"]),
    Door("records.spell", "GET", {**OLIVE, **SPELL}, 404, ["hr", "senco"]),
    Door("records.spell", "POST", {**OLIVE, **SPELL}, 404, ["hr", "senco"]),
    Door("records.remove_spell", "POST", {**OLIVE, **SPELL}, 409, ["hr", "senco"]),
    Door("records.course", "GET", {**OLIVE, **COURSE}, 404, ["hr", "senco"]),
    Door("records.course", "POST", {**OLIVE, **COURSE}, 404, ["hr", "senco"]),
    Door("checks.accept", "POST", {**OLIVE, **CLAIM}, 404, ["hr"]),
    Door("checks.refuse", "POST", {**OLIVE, **CLAIM}, 404, ["hr"]),
    Door("checks.withdraw", "POST", {**OLIVE, **CLAIM}, 404, ["hr", "senco"]),
    Door("checks.teacher", "POST", OLIVE, 409, ["hr"]),
    Door("checks.service", "POST", OLIVE, 409, ["hr"]),
    Door("checks.course", "POST", {**OLIVE, **COURSE}, 409, ["hr"]),
    Door("rulings.add", "GET", OLIVE, 200, ["hr"]),
    Door("rulings.add", "POST", OLIVE, 422, ["hr"]),
    *(
        Door(f"rulings.{view}", "POST", {**OLIVE, "ruling_id": 999_999}, 404, DECIDES)
        for view in ("accept", "refuse")
    ),
    Door("checks.file", "GET", {**OLIVE, "file_id": 999_999}, 404, READS_OWN),
    Door("deadlines.index", "GET", {}, 200, FINDS_PEOPLE),
    Door("deadlines.export", "GET", {"extension": "csv"}, 200, FINDS_PEOPLE),
    Door("deadlines.export", "GET", {"extension": "xlsx"}, 200, FINDS_PEOPLE),
    Door("deadlines.export", "GET", {"extension": "pdf"}, 404, FINDS_PEOPLE),
    Door("settings.qualification", "GET", {}, 200, ["hr", "admin"]),
    Door("settings.save_qualification", "POST", {}, 422, ["admin"]),
    Door("changes.show", "GET", CHANGE, 404, READS_CHANGES),
    Door("changes.attachment", "GET", CHANGE, 404, READS_CHANGES),
    Door("changes.take", "POST", {**CHANGE, "step": "approve"}, 404, READS_CHANGES),
    Door("changes.take", "POST", {**CHANGE, "step": "guess"}, 404, READS_CHANGES),
    *(
        Door(f"proposals.{view}", method, NO_POST, 404, PROPOSES)
        for view, method in (
            ("propose", "GET"), ("propose", "POST"), ("preview", "POST"), ("grant", "POST"),
            ("keep_draft", "POST"),
        )
    ),
    Door("proposals.preview", "GET", NO_POST, 303, PROPOSES),
    Door("proposals.drop_draft", "POST", NO_POST, 303, PROPOSES),
    Door("resubmissions.resubmit", "GET", CHANGE, 404, READS_CHANGES),
    Door("resubmissions.resubmit", "POST", CHANGE, 404, READS_CHANGES),
    Door("resubmissions.preview", "GET", CHANGE, 303, READS_CHANGES),
    Door("resubmissions.preview", "POST", CHANGE, 404, READS_CHANGES),
    Door("change_list.index", "GET", {}, 200, READS_CHANGES),
    Door("change_list.export", "GET", {"extension": "csv"}, 200, READS_CHANGES),
    Door("change_list.export", "GET", {"extension": "xlsx"}, 200, READS_CHANGES),
    Door("change_list.export", "GET", {"extension": "pdf"}, 404, READS_CHANGES),
    # Nothing is ticked; whose a decision is, the table of steps says of each change.
    Door("change_list.approve", "POST", {}, 303, READS_CHANGES),
    Door("change_history.show", "GET", OWN, 200, [*READS_OWN, "deputy", "senco and governor"]),
    Door("change_history.show", "GET", OTHER, 200, [*AT_OTHER, "deputy"]),
    Door("change_history.show", "GET", LEFT, 200, [*AT_LEFT, "deputy"]),
    Door("change_history.show", "GET", {"urn": 999_999}, 404, READS_CHANGES),
    Door("change_settings.show", "GET", {}, 200, WIDE),
    Door("change_settings.propose", "GET", {}, 200, ["director"]),
    Door("change_settings.propose", "POST", {}, 422, ["director"]),
    *(
        Door(f"change_settings.{view}", "POST", {"row_id": 999_999}, 404,
             ["trustee", "executive", "head and trustee"])
        for view in ("confirm", "refuse")
    ),
    Door("charter_heat.index", "GET", {}, 200, NAMED),
    *(
        Door("charter_heat.export", "GET", {"extension": kind}, status, NAMED)
        for kind, status in (("csv", 200), ("xlsx", 200), ("pdf", 404))
    ),
    Door("charter_heat.condition", "GET", {"code": "C04"}, 200, NAMED),
    Door("charter_heat.condition", "GET", {"code": "C07"}, 200, SEES_PAY_OF_ACADEMIES),
    Door("charter_heat.condition", "GET", {"code": "C99"}, 404, NAMED),
    Door("charter_heat.changed", "GET", {}, 200, NAMED),
    Door("charter.show", "GET", OWN, 200, AT_OWN),
    Door("charter.show", "GET", OTHER, 200, AT_OTHER),
    Door("charter.show", "GET", LEFT, 200, AT_LEFT),
    Door("charter.show", "GET", {"urn": 999_999}, 404, NAMED),
    Door("charter.history", "GET", {**OWN, **NO_POST, "code": "C04"}, 404,
         [*WIDE, "headteacher", "senco", "director of a hub"]),
    *(
        Door(f"charter_answers.{view}", method, {**OWN, **NO_POST, **more}, 404,
             ["headteacher", "senco", "head and trustee", "senco and governor"])
        for view, more in (("every", {}), ("one", {"code": "C04"}))
        for method in ("GET", "POST")
    ),
    Door("pathway.index", "GET", {}, 200, FINDS_PEOPLE),
    # A mentor needs no role for it, and reads what was shared with them alone.
    Door("pathway.mentees", "GET", {}, 200, ALL),
    *(Door(f"pathway.{view}", "GET", {}, 200, READS_REVIEWS) for view in (
        "everybody", "stepping_up")),
    Door("pathway.export", "GET", {"extension": "csv"}, 200, READS_REVIEWS),
    Door("pathway.export", "GET", {"extension": "xlsx"}, 200, READS_REVIEWS),
    Door("pathway.export", "GET", {"extension": "pdf"}, 404, READS_REVIEWS),
    Door("pathway.reasons", "GET", {}, 200, [*READS_REVIEWS, "head of what left"]),
    Door("pathway_settings.show", "GET", {}, 200, ["director", "hr", "admin"]),
    Door("pathway_settings.edit", "GET", {"track": "trust"}, 200, ["director", "admin"]),
    Door("pathway_settings.edit", "GET", {"track": "moon"}, 404, ["director", "admin"]),
    Door("pathway_settings.edit", "POST", {"track": "trust"}, 422, ["director", "admin"]),
    *(
        Door(f"pathway_records.{view}", method, {**OLIVE, **more}, 200 if method == "GET" else sent,
             who)
        for view, more, sent, who in (
            ("stage", {"track": "school"}, 422, KEEPS_STAGES),
            ("aspiration", {}, 422, ["senco"]),
            # Nothing is typed, so nothing is changed.
            ("mentor", {}, 303, [*KEEPS_STAGES, "senco"]),
            ("beyond", {}, 303, KEEPS_STAGES),
        )
        for method in ("GET", "POST")
    ),
    # Olive has told nothing yet that could be agreed.
    Door("pathway_records.agree", "GET", OLIVE, 200, []),
    Door("pathway_records.agree", "POST", OLIVE, 422, []),
    Door("pathway_records.mentor", "GET", {"person_id": 2**40}, 404, FINDS_PEOPLE),
    Door("pay.index", "GET", {}, 200, READS_SOME_PAY),
    *(
        Door("pay.export", "GET", {"extension": kind}, status, READS_SOME_PAY)
        for kind, status in (("csv", 200), ("xlsx", 200), ("pdf", 404))
    ),
    *(
        Door(f"pay_records.{view}", method, {**OLIVE, **NO_APPOINTMENT, **more}, 404, who)
        for view, method, more, who in (
            ("add", "GET", {}, ["hr"]), ("add", "POST", {}, ["hr"]),
            ("edit", "GET", {"pay_id": 999_999}, ["hr"]),
            ("edit", "POST", {"pay_id": 999_999}, ["hr"]),
            ("remove", "POST", {"pay_id": 999_999}, ["hr"]),
            ("leadership", "GET", {}, READS_SOME_PAY),
        )
    ),
    Door("pay_tables.index", "GET", {}, 200, READS_SOME_PAY),
    Door("pay_tables.roll_forward", "GET", {}, 200, READS_SOME_PAY),
    *(
        Door("pay_tables.export_rolled", "GET", {"extension": kind}, status, READS_SOME_PAY)
        for kind, status in (("csv", 200), ("xlsx", 200), ("pdf", 404))
    ),
    Door("pay_tables.template", "GET", {"extension": "csv", "year": "2026/27"}, 200,
         READS_SOME_PAY),
    Door("pay_tables.template", "GET", {"extension": "csv", "year": "soon"}, 404, READS_SOME_PAY),
    Door("pay_tables.take_back", "POST", {}, 404, ["hr"]),
    Door("pay_uploads.upload", "GET", {}, 200, ["hr"]),
    Door("pay_uploads.upload", "POST", {}, 422, ["hr"]),
    Door("pay_uploads.begin", "GET", {}, 303, ["hr"]),
    Door("pay_uploads.save", "POST", {}, 422, ["hr"]),
    Door("pay_uploads.effect", "POST", {"extension": "csv"}, 422, ["hr"]),
    *(
        Door(f"pay_ranges.{view}", method, {"year": year, "code": code}, status, ["hr"])
        for view, method, year, code, status in (
            ("edit", "GET", "2026-27", "sen", 200), ("edit", "POST", "2026-27", "sen", 422),
            ("edit", "GET", "2026-27", "tlr", 404), ("edit", "GET", "soon", "sen", 404),
            ("remove", "POST", "2026-27", "sen", 404),
        )
    ),
    Door("deputies.index", "GET", {}, 200, DECIDES),
    Door("deputies.add", "GET", {}, 200, DECIDES),
    Door("deputies.add", "POST", {}, 422, DECIDES),
    Door("deputies.end", "POST", {"grant_id": 999_999}, 404, DECIDES),
    Door("calendars.show", "GET", {}, 200, HAS_DATES),
    Door("calendars.make", "POST", {}, 303, HAS_DATES),
    Door("calendars.end", "POST", {}, 303, HAS_DATES),
    Door("calendars.feed", "GET", {"secret": "guessed"}, 404, ANYBODY),
    Door("lived.index", "GET", {}, 200, FINDS_PEOPLE),
    Door("lived.export", "GET", {"extension": "csv"}, 200, FINDS_PEOPLE),
    Door("lived.export", "GET", {"extension": "xlsx"}, 200, FINDS_PEOPLE),
    Door("lived.export", "GET", {"extension": "pdf"}, 404, FINDS_PEOPLE),
    # A sample week's address names no week: everybody's leads to their own.
    Door("diaries.choose", "GET", {}, 404, SENCOS),
    *(
        Door(f"diaries.{view}", method, {**NO_POST, "day": "2026-11-16"}, status, SENCOS)
        for view, method, status in (
            ("edit", "GET", 404), ("edit", "POST", 404), ("preview", "GET", 303),
            ("preview", "POST", 404), ("result", "GET", 404), ("share", "GET", 303),
            ("share", "POST", 404), ("drop", "POST", 404),
        )
    ),
    Door("diaries.shared", "GET", {}, 200, READS_NAMED_WEEKS),
    Door("diaries.told", "GET", {"week_id": 999_999}, 404, READS_NAMED_WEEKS),
    Door("diaries.told", "GET", {"week_id": 2**40}, 404, READS_NAMED_WEEKS),
    Door("diaries.totals", "GET", {}, 200, [*EVERYWHERE, "senco", "senco and governor"]),
    Door("cover.show", "GET", NO_POST, 404, FINDS_PEOPLE),
    Door("cover.show", "GET", {"post_id": 2**40}, 404, FINDS_PEOPLE),
    Door("cover.show", "POST", NO_POST, 404, FINDS_PEOPLE),
    Door("cover.strike", "GET", {**NO_POST, "entry_id": 1}, 303,
         [*SENCOS, "headteacher", "head and trustee", "head of what left"]),
    Door("cover.strike", "POST", {**NO_POST, "entry_id": 1}, 404,
         [*SENCOS, "headteacher", "head and trustee", "head of what left"]),
    Door("confirmations.confirm", "POST", {}, 303, SENCOS),
    Door("confirmations.index", "GET", {}, 200, ["director", "hr", "director of a hub"]),
    Door("surveys.answer", "GET", {}, 200, SENCOS),
    Door("surveys.answer", "POST", {}, 422, SENCOS),
    Door("surveys.totals", "GET", {}, 200, EVERYWHERE),
    Door("duties.show", "GET", OWN, 200, AT_OWN),
    Door("duties.show", "GET", OTHER, 200, AT_OTHER),
    Door("duties.show", "GET", LEFT, 200, AT_LEFT),
    # A governor reads the page of the academy, and so finds that the post is not there.
    *(
        Door("duties.edit", method, {**OWN, **NO_POST}, 404,
             [*TELLS_DUTIES_AT_OWN, "senco and governor"])
        for method in ("GET", "POST")
    ),
    Door("job_descriptions.show", "GET", {**OWN, **NO_POST}, 404, READS_OWN),
    Door("job_descriptions.kept", "GET", {**OWN, **NO_POST, "check_id": 1}, 404, READS_OWN),
    Door("job_descriptions.check", "POST", {**OWN, **NO_POST}, 404, TELLS_DUTIES_AT_OWN),
    Door("job_descriptions.keep", "POST", {**OWN, **NO_POST}, 404, TELLS_DUTIES_AT_OWN),
    Door("job_descriptions.unbound", "GET", {}, 200, TELLS_DUTIES),
    Door("job_descriptions.unbound", "POST", {}, 422, TELLS_DUTIES),
    Door("auth.sign_in", "GET", {}, 200, ["nobody"]),
    Door("auth.sign_in", "POST", {}, 422, ANYBODY),
    Door("auth.demo_sign_in", "POST", {"number": 0}, 404, ANYBODY),
    Door("auth.sign_out", "POST", {}, 303, ANYBODY),
]  # fmt: skip


def test_the_table_knows_every_view(app: Flask) -> None:
    known = {(door.endpoint, door.method) for door in DOORS}
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert known == there


@pytest.mark.parametrize("name", [*ALL, *ROLELESS])
def test_who_may_pass(trust: Trust, name: str) -> None:
    client = trust.client(name)
    token = client.token()
    wrong: list[tuple[object, ...]] = []
    for door in DOORS:
        response = _ask(trust, client, door, token)
        expected = door.status if name in door.who else 403
        if door.endpoint == "auth.sign_in" and door.method == "GET":
            expected = 303
        if response.status_code != expected:
            wrong.append((door.method, response.request.path, response.status_code, expected))
    assert wrong == []


def test_who_is_not_signed_in_is_asked_to(trust: Trust) -> None:
    client = Client(trust.app)
    token = client.token()
    for door in DOORS:
        response = _ask(trust, client, door, token)
        if "nobody" in door.who:
            assert response.status_code == door.status, door
        else:
            assert response.status_code == 303, door
            assert response.location.startswith("/sign-in"), door


def _ask(trust: Trust, client: Client, door: Door, token: dict[str, str]) -> TestResponse:
    places: dict[str, dict[str, Any]] = {
        "urn": {"own": trust.own, "other": trust.other, "left": trust.left},
        "action_id": {"own": trust.action_id},
        "person_id": dict(trust.people),
    }
    values: dict[str, Any] = {
        name: places.get(name, {}).get(value, value) for name, value in door.values.items()
    }
    with trust.app.test_request_context():
        path = url_for(door.endpoint, **values)
    return client.open(path, method=door.method, data=token if door.method == "POST" else None)


def test_a_view_without_a_door_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/loose", "loose", lambda: "anything")
    with pytest.raises(guard.UnguardedView, match="loose has neither"):
        guard.check_every_door(app)
