"""`remind` and `deliver-mail`: what is due goes into the outbox, and the outbox goes out."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask

from trust_inclusion.adapters import mail
from trust_inclusion.cli import change_mail
from trust_inclusion.cli.house import Stop, now, opened, today
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import words
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.reminder_words import NAMES
from trust_inclusion.services import change_digests, notices, reminders, settings
from trust_inclusion.services.notices import Taken
from trust_inclusion.services.places import Changed
from trust_inclusion.services.reminders import Plan


def add_to(commands: Any) -> None:
    """Tell the parser of these commands."""
    remind = commands.add_parser("remind", help="put due reminders out (a preview unless --commit)")
    remind.add_argument("--as-at", type=_day, metavar="D", help="what is due by a day")
    remind.add_argument("--commit", action="store_true", help="put out what the preview shows")
    remind.set_defaults(run=_remind)
    deliver = commands.add_parser("deliver-mail", help="send what waits in the outbox")
    deliver.set_defaults(run=_deliver)


def _remind(parsed: argparse.Namespace) -> None:
    day = parsed.as_at or today()
    with opened():
        if not parsed.commit:
            _print(reminders.plan(OPERATOR, day), day)
            of_changes = change_digests.plan(OPERATOR, day, today=today())
            change_mail.report(of_changes, day, committed=False)
            print("Nothing was put out: this is a preview. Add --commit to put it out.")
            return
        try:
            with transaction():
                plan = reminders.put_out(OPERATOR, day, now=now())
                of_changes = change_digests.put_out(OPERATOR, day, today=today(), now=now())
        except Changed as error:
            raise Stop(
                "Another run put out the same at this moment, so this one put out nothing. What is "
                "left comes with the next run."
            ) from error
        _print(plan, day)
        change_mail.report(of_changes, day, committed=True)
        anything = plan.reminders or of_changes.waited or of_changes.lapsed
        print("Put out." if anything else "There was nothing to put out.")


def _print(plan: Plan, day: date) -> None:
    for one in plan.reminders:
        who = f", {one.person}" if one.person else ""
        about = words.short_date(one.due.about)
        waits = " (absent: their own letter waits)" if one.absent else ""
        print(f"{one.academy or 'The trust'}{who}: {NAMES[one.due.kind].lower()} {about}{waits}")
    for name in plan.unreachable:
        print(f"{name} has no e-mail address that mail can be sent to.")
    letters = {notice: sum(1 for one in plan.mail if one.notice == notice) for notice in _LETTERS}
    print(
        f"As at {words.long_date(day)}: {words.count(len(plan.reminders), 'reminder')}, "
        f"{words.count(letters[reminders.TO_SENCO], 'letter')} to SENCOs, "
        f"{words.count(letters[reminders.DIGEST], 'digest')} to HR and directors."
    )


_LETTERS = (reminders.TO_SENCO, reminders.DIGEST)


def _deliver(_: argparse.Namespace) -> int:
    with opened() as app:
        chosen = app.config
        if not chosen["SMTP_HOST"]:
            raise Stop("SMTP_HOST is not set, so there is no server to send mail with.")
        if not chosen["PUBLIC_URL"]:
            raise Stop("PUBLIC_URL is not set, and the links in mail need it.")
        with mail.Postman(server(chosen)) as postman:
            done = deliver(app, postman, now)
    print(f"{words.count(done.sent, 'message')} sent.")
    if done.failed:
        print(f"{words.count(done.failed, 'message')} not sent.", file=sys.stderr)
    return 1 if done.failed else 0


def server(chosen: Mapping[str, Any]) -> mail.Server:
    """The mail server of the settings."""
    return mail.Server(
        host=chosen["SMTP_HOST"],
        port=chosen["SMTP_PORT"],
        user=chosen["SMTP_USER"],
        password=chosen["SMTP_PASSWORD"],
        starttls=chosen["SMTP_STARTTLS"],
        tls=chosen["SMTP_TLS"],
    )


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int
    failed: int


def deliver(app: Flask, postman: mail.Postman, clock: Callable[[], datetime]) -> Delivered:
    """Send all that is due when the run begins; one letter's failure never stops the others.

    A server that cannot be reached is asked once in a run.
    """
    began = clock()
    count = {True: 0, False: 0}
    unreachable = ""
    while True:
        with transaction():
            taken = notices.take(OPERATOR, due_by=began, now=clock())
        if taken is None:
            return Delivered(count[True], count[False])
        error = unreachable
        if not error:
            error, unreachable = _tried(app, postman, taken)
        with transaction():
            if error:
                notices.failed(OPERATOR, taken.id, error, now=clock())
            else:
                notices.sent(OPERATOR, taken.id, now=clock())
        count[not error] += 1


def _tried(app: Flask, postman: mail.Postman, taken: Taken) -> tuple[str, str]:
    """What went wrong with this letter, and with every other too; both blank when it went out."""
    try:
        letter = _drawn(app, taken)
    except Exception:
        app.logger.exception("message %s cannot be drawn", taken.id)
        return mail.CANNOT_BE_DRAWN, ""
    finally:
        # Sending may take long: no transaction stays open meanwhile.
        db.session.rollback()
    try:
        postman.send(letter)
    except mail.Unreachable as error:
        return str(error), str(error)
    except mail.NotSent as error:
        return str(error), ""
    return "", ""


def _drawn(app: Flask, taken: Taken) -> mail.Letter:
    shown = {
        **_content(taken),
        "site": app.config["PUBLIC_URL"],
        "trust_name": settings.current().trust_name,
    }

    def part(name: str) -> str:
        return app.jinja_env.get_template(f"emails/{taken.notice}/{name}").render(shown)

    return mail.Letter(
        id=f"notice-{taken.id}",
        sender=app.config["MAIL_FROM"],
        to=taken.to_email,
        subject=part("subject.txt"),
        text=part("text.txt"),
        html=part("html.html"),
    )


def _content(taken: Taken) -> dict[str, Any]:
    if taken.notice in change_mail.NOTICES:
        return change_mail.shown(taken)
    return {
        "lines": reminders.lines(taken.notice, taken.content),
        "links": reminders.links(taken.notice, taken.content),
    }


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
