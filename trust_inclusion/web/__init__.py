"""HTTP: the only code, with the command line, that knows a request."""

from pathlib import Path

from flask import Flask

from trust_inclusion.web import (
    academies,
    account,
    assets,
    auth,
    calendars,
    change_history,
    change_list,
    change_settings,
    changes,
    charter,
    charter_answers,
    charter_heat,
    checks,
    confirmations,
    cover,
    deadlines,
    deputies,
    dfe_check,
    diaries,
    duties,
    errors,
    evidence,
    guard,
    home,
    hypermedia,
    job_descriptions,
    layout,
    lived,
    pathway,
    pathway_records,
    pathway_settings,
    pay,
    pay_ranges,
    pay_records,
    pay_tables,
    pay_uploads,
    people,
    proposals,
    records,
    resubmissions,
    reviews,
    rulings,
    settings,
    surveys,
)

NOUNS = (
    assets,
    auth,
    account,
    home,
    academies,
    evidence,
    reviews,
    calendars,
    change_list,
    change_history,
    changes,
    confirmations,
    surveys,
    rulings,
    dfe_check,
    pay,
    pay_records,
    pay_tables,
    pay_uploads,
    pay_ranges,
    pathway,
    pathway_records,
    pathway_settings,
    people,
    proposals,
    records,
    resubmissions,
    checks,
    deadlines,
    settings,
    change_settings,
    deputies,
    lived,
    diaries,
    cover,
    charter,
    charter_answers,
    charter_heat,
    duties,
    job_descriptions,
)


def start(app: Flask, *, static: Path) -> None:
    """Register every view and what stands around them; a view without a door stops the start."""
    hypermedia.start(app)
    assets.start(app, static)
    guard.start(app)
    auth.start(app)
    layout.start(app)
    errors.start(app)
    for noun in NOUNS:
        app.register_blueprint(noun.bp)
    guard.check_every_door(app)
