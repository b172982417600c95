"""Sample weeks: an author's own form and result, and what others read of those that are shared."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import diary, diary_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.services.diaries import finding, keeping, reading
from trust_inclusion.services.diaries.finding import OwnPost, Worked
from trust_inclusion.services.diaries.keeping import NotPossible
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.web import diary_forms
from trust_inclusion.web.diary_forms import DiaryForm, ShareForm
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other, wants_fragment
from trust_inclusion.web.layout import now, today

bp = Blueprint("diaries", __name__, url_prefix="/time")
OWN = "/diary/<int:post_id>/<day>"
SAID = {
    Sharing.NO: "Only you can see this week now.",
    Sharing.TOTALS: "The week is shared without your name: it is counted in the trust’s totals.",
    Sharing.NAMED: "The week is shared: your head teacher and the director can read it.",
}


@bp.get("/diary/open")
@allow(Action.KEEP_DIARY)
def choose() -> Response:
    """From the choice of a post and a week to its form."""
    post, day = request.args.get("post", ""), request.args.get("week", "")
    number = int(post) if post.isascii() and post.isdigit() and len(post) < 10 else 0
    return see_other("diaries.edit", post_id=number, day=_monday(day).isoformat())


@bp.route(OWN, methods=["GET", "POST"])
@allow(Action.KEEP_DIARY)
def edit(post_id: int, day: str) -> Response:
    """The form of an own week; what it holds is kept as a draft, which only its author sees."""
    week_of = _monday(day)
    post = finding.own_post(actor(), post_id, week_of, today())
    row = finding.own_week(actor(), post_id, week_of, today())
    if request.method == "GET":
        if row is not None and row.shared != Sharing.NO:
            return see_other("diaries.result", post_id=post_id, day=day)
        return _drawn(DiaryForm(data=diary_forms.of_row(row)), post, week_of)
    form = DiaryForm()
    if not form.validate():
        return _drawn(form, post, week_of, status=422)
    try:
        with transaction():
            keeping.save(
                actor(), post_id, form.entry(week_of), version=form.version.data, today=today(),
                now=now(),
            )  # fmt: skip
    except NotPossible as impossible:
        form.say(impossible.problems)
        return _drawn(form, post, week_of, status=422)
    except Changed:
        return _meanwhile(form, post, week_of)
    flash("Saved as a draft. Only you can see it.", "success")
    return see_other("diaries.result", post_id=post_id, day=day)


def _meanwhile(form: DiaryForm, post: OwnPost, week_of: date) -> Response:
    """The author saved the week in another window: theirs stays, and so does what was typed."""
    row = finding.own_week(actor(), post.id, week_of, today())
    shared = row is not None and row.shared != Sharing.NO
    form.version.data = row.version if row else 0
    then = "It is shared now: take it back first, then change it." if shared else "Save again."
    said = "You saved this week in another window meanwhile. What you typed here stands below"
    form.form_errors = [f"{said} and is not saved yet. {then}"]
    return _drawn(form, post, week_of, status=409)


@bp.route(f"{OWN}/preview", methods=["GET", "POST"])
@allow(Action.KEEP_DIARY)
def preview(post_id: int, day: str) -> Response:
    """The sums of what is typed so far; nothing is saved."""
    week_of = _monday(day)
    if request.method == "GET":
        return see_other("diaries.edit", post_id=post_id, day=day)
    post = finding.own_post(actor(), post_id, week_of, today())
    form = DiaryForm()
    good = form.validate()
    if wants_fragment():
        return page("time/_running.html", **_running(form, week_of))
    if good:
        found = diary.problems(form.entry(week_of), today(), whole=False)
        form.say(found)
        good = not found
    return _drawn(form, post, week_of, worked_out=True, status=200 if good else 422)


def _running(form: DiaryForm, week_of: date) -> dict[str, Any]:
    """The sums so far, and the first that is to be said of them: they lie over the form on a phone,
    so they may not grow."""
    entry = form.entry(week_of)
    unread = diary_words.unreadable(form.unreadable)
    wrong = [unread] if unread else [s for _, s in diary.problems(entry, today(), whole=False)]
    return {
        "sums": diary_words.sums(diary.work_out(entry, None)),
        "wrong": wrong,
        "note": "" if wrong else diary.note(entry),
    }


def _drawn(
    form: DiaryForm, post: OwnPost, week_of: date, *, worked_out: bool = False, status: int = 200
) -> Response:
    inside, excluded, cover = (form.fields(codes) for codes in diary_forms.GROUPS)
    return page(
        "time/week.html",
        form=form,
        post=post,
        week=diary_words.week(week_of, today()),
        here=f"/time/diary/{post.id}/{week_of.isoformat()}",
        inside=inside,
        excluded=excluded,
        cover=cover,
        points=diary_forms.POINTS,
        worked_out=worked_out,
        never=diary_words.NEVER_FOR_APPRAISAL,
        **_running(form, week_of),
        status=status,
    )


@bp.get(f"{OWN}/result")
@allow(Action.KEEP_DIARY)
def result(post_id: int, day: str) -> Response:
    """What an own week adds up to, and who may see it."""
    row = finding.stored_week(actor(), post_id, _monday(day), today())
    return _result(row, ShareForm(data={"shared": row.shared, "version": row.version}))


def _result(row: Any, form: ShareForm, *, status: int = 200) -> Response:
    worked = finding.worked(row, today())
    post = next((p for p in finding.own_posts(actor(), today()) if p.id == row.post_id), None)
    week_of: date = row.week_of
    return page(
        "time/result.html",
        form=form,
        row=row,
        post=post,
        at=finding.named_post(row.post_id),
        week_words=diary_words.week(week_of, today()),
        here=f"/time/diary/{row.post_id}/{week_of.isoformat()}",
        changeable=row.shared == Sharing.NO and week_of in diary.mondays(today()),
        sharings=diary_words.SHARINGS,
        tag=diary_words.SHARING_TAGS[Sharing(row.shared)],
        once_counted=diary_words.ONCE_COUNTED,
        **_shown(worked),
        status=status,
    )


def _shown(worked: Worked) -> dict[str, Any]:
    """A week in words, the same for its author and for whom it is shared with."""
    return {
        "worked": worked,
        "week": worked.week,
        "beyond": diary_words.beyond(worked.week, worked.allocated),
        "excluded_beyond": diary_words.excluded_beyond(worked.week, worked.own),
        "note": diary.note(worked.diary),
        "points": [
            said for point, said in diary.PRESSURES.items() if point in worked.diary.pressures
        ],
        "activity": diary_words.activity,
        "place": diary_words.part,
        "never": diary_words.NEVER_FOR_APPRAISAL,
    }


@bp.route(f"{OWN}/share", methods=["GET", "POST"])
@allow(Action.KEEP_DIARY)
def share(post_id: int, day: str) -> Response:
    """Share an own week, or take it back."""
    week_of = _monday(day)
    if request.method == "GET":
        return see_other("diaries.result", post_id=post_id, day=day)
    row = finding.stored_week(actor(), post_id, week_of, today())
    form = ShareForm()
    sharing = form.sharing()
    if not form.validate() or sharing is None:
        form.shared.errors = form.shared.errors or ["Choose who may see this week"]
        return _result(row, form, status=422)
    try:
        with transaction():
            changed = keeping.share(
                actor(), post_id, week_of, sharing, version=form.version.data, today=today(),
                now=now(),
            )  # fmt: skip
    except NotPossible as impossible:
        form.shared.errors = [sentence for _, sentence in impossible.problems]
        return _result(row, form, status=422)
    except Changed:
        return _shared_meanwhile(form, post_id, week_of)
    flash(SAID[sharing] if changed else "Nothing changed.", "success" if changed else "note")
    return see_other("diaries.result", post_id=post_id, day=day)


def _shared_meanwhile(form: ShareForm, post_id: int, week_of: date) -> Response:
    row = finding.stored_week(actor(), post_id, week_of, today())
    form.version.data = row.version
    form.form_errors = [
        "You changed this week in another window meanwhile. Look at it below, then choose again."
    ]
    return _result(row, form, status=409)


@bp.post(f"{OWN}/drop")
@allow(Action.KEEP_DIARY)
def drop(post_id: int, day: str) -> Response:
    """Throw an own draft away."""
    with transaction():
        keeping.drop(actor(), post_id, _monday(day), today=today())
    flash("The draft is thrown away.", "success")
    return see_other("lived.index")


@bp.get("/shared/")
@allow(Action.SEE_DIARIES)
def shared() -> Response:
    """Weeks shared by name with the reader, the latest first."""
    many = reading.named_count(actor(), today())
    last_page = max(-(-many // reading.PAGE_LENGTH), 1)
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    number = min(max(number, 1), last_page)
    return page(
        "time/shared.html",
        weeks=reading.named(actor(), today(), number=number),
        many=many,
        number=number,
        last_page=last_page,
        first=(number - 1) * reading.PAGE_LENGTH,
        no_totals=diary_words.NO_ACADEMY_TOTALS,
        never=diary_words.NEVER_FOR_APPRAISAL,
    )


@bp.get("/shared/<int:week_id>")
@allow(Action.SEE_DIARIES)
def told(week_id: int) -> Response:
    """One of them, whole."""
    found = reading.told(actor(), week_id, today())
    week = diary_words.week(found.worked.row.week_of, today())
    return page("time/told.html", told=found, week_words=week, **_shown(found.worked))


@bp.get("/totals")
@allow(Action.SEE_DIARY_TOTALS)
def totals() -> Response:
    """The trust's totals, as drawn up last."""
    return page(
        "time/totals.html",
        drawn=reading.totals(actor(), today()),
        held_back=diary_words.HELD_BACK,
        no_academy_totals=diary_words.NO_ACADEMY_TOTALS,
        left_out=diary_words.EXCLUDED_LEFT_OUT,
        groups=diary_words.GROUPS,
        pressures=diary.PRESSURES,
        activity=diary_words.activity,
        place=diary_words.part,
        never=diary_words.NEVER_FOR_APPRAISAL,
    )


def _monday(day: str) -> date:
    """The day of an address. Raises NotThere; that it is a Monday is asked where it matters."""
    try:
        return parse_date(day)
    except ValueError as error:
        raise NotThere(str(error)) from None
