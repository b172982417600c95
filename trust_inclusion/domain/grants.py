"""The table of grants: which role may do what, and how wide at most. One sentence per row.

What it means for somebody who holds a role at some place is in access.py.
"""

from enum import StrEnum


class Role(StrEnum):
    DIRECTOR = "director"
    TRUST_LEADER = "trust_leader"
    HR = "hr"
    HEADTEACHER = "headteacher"
    SENCO = "senco"
    GOVERNOR = "governor"
    ADMIN = "admin"
    DEPUTY = "deputy"
    OPERATOR = "operator"
    """Whoever runs the command line on the server: never an account that signs in."""


class Action(StrEnum):
    SEE_HOME = "see_home"
    SEE_ACADEMY = "see_academy"
    SEE_QUALIFICATION = "see_qualification"
    SEE_LAWFUL = "see_lawful"
    SEE_DEADLINES = "see_deadlines"
    SEE_QUALIFICATION_SETTINGS = "see_qualification_settings"
    EDIT_QUALIFICATION_SETTINGS = "edit_qualification_settings"
    SEE_PATHWAY = "see_pathway"
    SEE_PAY = "see_pay"
    SEE_TRN = "see_trn"
    SEE_EVIDENCE = "see_evidence"
    EDIT_EVIDENCE = "edit_evidence"
    SEE_REVIEWS = "see_reviews"
    REVIEW_ACADEMY = "review_academy"
    SET_HUB = "set_hub"
    EXPORT_POSTS = "export_posts"
    IMPORT_ACADEMIES = "import_academies"
    IMPORT_CENSUS = "import_census"
    IMPORT_EVIDENCE = "import_evidence"
    IMPORT_POSTS = "import_posts"
    CREATE_ACCOUNT = "create_account"
    SEND_MAIL = "send_mail"
    SEE_MAIL = "see_mail"
    CONFIRM_RECORD = "confirm_record"
    SEE_CONFIRMATIONS = "see_confirmations"
    ANSWER_SURVEY = "answer_survey"
    SEE_SURVEY = "see_survey"
    SEE_DIRECTORY = "see_directory"
    SEE_RECORD = "see_record"
    EDIT_RECORD = "edit_record"
    CHECK_RECORD = "check_record"
    SEE_FILES = "see_files"
    SEE_RULING = "see_ruling"
    SEE_RULING_REASONS = "see_ruling_reasons"
    PROPOSE_RULING = "propose_ruling"
    DECIDE_RULING = "decide_ruling"
    SEE_WHILE_RULING = "see_while_ruling"
    SEE_CHANGES = "see_changes"
    PROPOSE_CHANGE = "propose_change"
    ENDORSE_CHANGE = "endorse_change"
    DECIDE_CHANGE = "decide_change"
    CONFIRM_CHANGE = "confirm_change"
    MARK_CHANGE = "mark_change"
    SEE_CHANGE_RULES = "see_change_rules"
    PROPOSE_CHANGE_RULES = "propose_change_rules"
    CONFIRM_CHANGE_RULES = "confirm_change_rules"
    NAME_DEPUTY = "name_deputy"
    EDIT_PAY = "edit_pay"
    EDIT_PAY_TABLES = "edit_pay_tables"
    EDIT_STAGE = "edit_stage"
    SEE_ASPIRATION = "see_aspiration"
    TELL_ASPIRATION = "tell_aspiration"
    AGREE_ASPIRATION = "agree_aspiration"
    SEE_LEAVING = "see_leaving"
    SEE_PATHWAY_SETTINGS = "see_pathway_settings"
    EDIT_PATHWAY_SETTINGS = "edit_pathway_settings"
    SEE_CHARTER = "see_charter"
    SEE_CHARTER_ANSWERS = "see_charter_answers"
    ANSWER_CHARTER = "answer_charter"
    EDIT_DUTIES = "edit_duties"
    KEEP_DIARY = "keep_diary"
    SEE_DIARIES = "see_diaries"
    SEE_DIARY_TOTALS = "see_diary_totals"
    SEE_COVER = "see_cover"
    KEEP_COVER = "keep_cover"


class Extent(StrEnum):
    """The widest a role may reach for an action."""

    RECORD = "record"
    """The person's own record only."""
    ACADEMIES = "academies"
    """Named academies and hubs, never the whole trust."""
    TRUST = "trust"
    """As wide as the role is held: the trust, hubs or named academies."""
    EVERYWHERE = "everywhere"
    """The whole trust, as long as the role is held anywhere in it."""


A, R, E = Action, Role, Extent

GRANTS: dict[tuple[Role, Action], Extent] = {
    # Home shows each person what waits for them.
    **{(role, A.SEE_HOME): E.TRUST for role in R if role is not R.OPERATOR},
    # An academy's page and its row in the list: hours, formula and who the SENCO is.
    (R.DIRECTOR, A.SEE_ACADEMY): E.TRUST,
    (R.TRUST_LEADER, A.SEE_ACADEMY): E.TRUST,
    (R.HR, A.SEE_ACADEMY): E.TRUST,
    (R.HEADTEACHER, A.SEE_ACADEMY): E.ACADEMIES,
    (R.SENCO, A.SEE_ACADEMY): E.ACADEMIES,
    (R.GOVERNOR, A.SEE_ACADEMY): E.ACADEMIES,
    (R.OPERATOR, A.SEE_ACADEMY): E.TRUST,
    # Qualification: a governor learns only "lawful today"; a SENCO sees their own.
    (R.DIRECTOR, A.SEE_QUALIFICATION): E.TRUST,
    (R.TRUST_LEADER, A.SEE_QUALIFICATION): E.TRUST,
    (R.HR, A.SEE_QUALIFICATION): E.TRUST,
    (R.HEADTEACHER, A.SEE_QUALIFICATION): E.ACADEMIES,
    (R.SENCO, A.SEE_QUALIFICATION): E.RECORD,
    (R.OPERATOR, A.SEE_QUALIFICATION): E.TRUST,
    # Whether everybody in post is there lawfully today: all that a governor learns.
    (R.DIRECTOR, A.SEE_LAWFUL): E.TRUST,
    (R.TRUST_LEADER, A.SEE_LAWFUL): E.TRUST,
    (R.HR, A.SEE_LAWFUL): E.TRUST,
    (R.HEADTEACHER, A.SEE_LAWFUL): E.ACADEMIES,
    (R.GOVERNOR, A.SEE_LAWFUL): E.ACADEMIES,
    # The list of running clocks: a head's own academies, a SENCO's own record.
    (R.DIRECTOR, A.SEE_DEADLINES): E.TRUST,
    (R.TRUST_LEADER, A.SEE_DEADLINES): E.TRUST,
    (R.HR, A.SEE_DEADLINES): E.TRUST,
    (R.HEADTEACHER, A.SEE_DEADLINES): E.ACADEMIES,
    (R.SENCO, A.SEE_DEADLINES): E.RECORD,
    (R.OPERATOR, A.SEE_DEADLINES): E.TRUST,
    # Course lengths, the next NPQ start, the clock rule: HR works by them, the admin sets them.
    (R.HR, A.SEE_QUALIFICATION_SETTINGS): E.TRUST,
    (R.ADMIN, A.SEE_QUALIFICATION_SETTINGS): E.TRUST,
    (R.ADMIN, A.EDIT_QUALIFICATION_SETTINGS): E.TRUST,
    # Career stage: not for governors.
    (R.DIRECTOR, A.SEE_PATHWAY): E.TRUST,
    (R.TRUST_LEADER, A.SEE_PATHWAY): E.TRUST,
    (R.HR, A.SEE_PATHWAY): E.TRUST,
    (R.HEADTEACHER, A.SEE_PATHWAY): E.ACADEMIES,
    (R.SENCO, A.SEE_PATHWAY): E.RECORD,
    (R.OPERATOR, A.SEE_PATHWAY): E.TRUST,
    # Pay: trust leaders only when their role was granted "with pay" (see NEEDS_PAY_GRANT).
    (R.DIRECTOR, A.SEE_PAY): E.TRUST,
    (R.TRUST_LEADER, A.SEE_PAY): E.TRUST,
    (R.HR, A.SEE_PAY): E.TRUST,
    (R.HEADTEACHER, A.SEE_PAY): E.ACADEMIES,
    (R.SENCO, A.SEE_PAY): E.RECORD,
    (R.OPERATOR, A.SEE_PAY): E.TRUST,
    # Teacher reference numbers: the person and HR.
    (R.HR, A.SEE_TRN): E.TRUST,
    (R.SENCO, A.SEE_TRN): E.RECORD,
    (R.OPERATOR, A.SEE_TRN): E.TRUST,
    # Counts, budget and turnover by year.
    (R.DIRECTOR, A.SEE_EVIDENCE): E.TRUST,
    (R.TRUST_LEADER, A.SEE_EVIDENCE): E.TRUST,
    (R.HR, A.SEE_EVIDENCE): E.TRUST,
    (R.HEADTEACHER, A.SEE_EVIDENCE): E.ACADEMIES,
    (R.SENCO, A.SEE_EVIDENCE): E.ACADEMIES,
    (R.OPERATOR, A.SEE_EVIDENCE): E.TRUST,
    (R.DIRECTOR, A.EDIT_EVIDENCE): E.TRUST,
    (R.HR, A.EDIT_EVIDENCE): E.TRUST,
    (R.HEADTEACHER, A.EDIT_EVIDENCE): E.ACADEMIES,
    # Reviews of an academy: written by director and trust leaders, read by HR and the head too.
    (R.DIRECTOR, A.SEE_REVIEWS): E.TRUST,
    (R.TRUST_LEADER, A.SEE_REVIEWS): E.TRUST,
    (R.HR, A.SEE_REVIEWS): E.TRUST,
    (R.HEADTEACHER, A.SEE_REVIEWS): E.ACADEMIES,
    (R.DIRECTOR, A.REVIEW_ACADEMY): E.TRUST,
    (R.TRUST_LEADER, A.REVIEW_ACADEMY): E.TRUST,
    # Which hub an academy belongs to.
    (R.DIRECTOR, A.SET_HUB): E.TRUST,
    (R.HR, A.SET_HUB): E.TRUST,
    # Files out and in; the whole-trust ones need the whole trust.
    (R.HR, A.EXPORT_POSTS): E.TRUST,
    (R.OPERATOR, A.EXPORT_POSTS): E.TRUST,
    (R.ADMIN, A.IMPORT_ACADEMIES): E.TRUST,
    (R.HR, A.IMPORT_ACADEMIES): E.TRUST,
    (R.OPERATOR, A.IMPORT_ACADEMIES): E.TRUST,
    (R.ADMIN, A.IMPORT_CENSUS): E.TRUST,
    (R.HR, A.IMPORT_CENSUS): E.TRUST,
    (R.DIRECTOR, A.IMPORT_CENSUS): E.TRUST,
    (R.OPERATOR, A.IMPORT_CENSUS): E.TRUST,
    (R.HR, A.IMPORT_EVIDENCE): E.TRUST,
    (R.DIRECTOR, A.IMPORT_EVIDENCE): E.TRUST,
    (R.OPERATOR, A.IMPORT_EVIDENCE): E.TRUST,
    (R.HR, A.IMPORT_POSTS): E.TRUST,
    (R.OPERATOR, A.IMPORT_POSTS): E.TRUST,
    # Who the SENCOs are and their work e-mail: a SENCO finds every colleague in the trust.
    (R.DIRECTOR, A.SEE_DIRECTORY): E.TRUST,
    (R.TRUST_LEADER, A.SEE_DIRECTORY): E.TRUST,
    (R.HR, A.SEE_DIRECTORY): E.TRUST,
    (R.HEADTEACHER, A.SEE_DIRECTORY): E.ACADEMIES,
    (R.SENCO, A.SEE_DIRECTORY): E.EVERYWHERE,
    # A person's record: teacher status, service, qualifications, appointments.
    (R.DIRECTOR, A.SEE_RECORD): E.TRUST,
    (R.TRUST_LEADER, A.SEE_RECORD): E.TRUST,
    (R.HR, A.SEE_RECORD): E.TRUST,
    (R.HEADTEACHER, A.SEE_RECORD): E.ACADEMIES,
    (R.SENCO, A.SEE_RECORD): E.RECORD,
    # HR keeps every record; a SENCO tells what is new of their own.
    (R.HR, A.EDIT_RECORD): E.TRUST,
    (R.SENCO, A.EDIT_RECORD): E.RECORD,
    # HR checks what people tell (services/records refuses one's own).
    (R.HR, A.CHECK_RECORD): E.TRUST,
    # Certificates: the person and HR.
    (R.HR, A.SEE_FILES): E.TRUST,
    (R.SENCO, A.SEE_FILES): E.RECORD,
    # A ruling's outcome and review date: those who decide, the person and their head.
    (R.DIRECTOR, A.SEE_RULING): E.TRUST,
    (R.TRUST_LEADER, A.SEE_RULING): E.TRUST,
    (R.HR, A.SEE_RULING): E.TRUST,
    (R.HEADTEACHER, A.SEE_RULING): E.ACADEMIES,
    (R.SENCO, A.SEE_RULING): E.RECORD,
    # Its reasons and advice: those who decide, and HR.
    (R.DIRECTOR, A.SEE_RULING_REASONS): E.TRUST,
    (R.TRUST_LEADER, A.SEE_RULING_REASONS): E.TRUST,
    (R.HR, A.SEE_RULING_REASONS): E.TRUST,
    # A ruling takes two people: HR proposes, the director or a trust leader decides.
    (R.HR, A.PROPOSE_RULING): E.TRUST,
    (R.DIRECTOR, A.DECIDE_RULING): E.TRUST,
    (R.TRUST_LEADER, A.DECIDE_RULING): E.TRUST,
    # TRN and certificates while a ruling waits for a decision (services/records asks whether).
    (R.DIRECTOR, A.SEE_WHILE_RULING): E.TRUST,
    # Changes of allocation: who reads them (a SENCO, those of their own post).
    (R.DIRECTOR, A.SEE_CHANGES): E.TRUST,
    (R.DEPUTY, A.SEE_CHANGES): E.TRUST,
    (R.TRUST_LEADER, A.SEE_CHANGES): E.TRUST,
    (R.HR, A.SEE_CHANGES): E.TRUST,
    (R.HEADTEACHER, A.SEE_CHANGES): E.ACADEMIES,
    (R.SENCO, A.SEE_CHANGES): E.RECORD,
    (R.OPERATOR, A.SEE_CHANGES): E.TRUST,
    # Who takes which step; domain/changes.py says when, and what is nobody's own to decide.
    (R.DIRECTOR, A.PROPOSE_CHANGE): E.TRUST,
    (R.HEADTEACHER, A.PROPOSE_CHANGE): E.ACADEMIES,
    (R.SENCO, A.PROPOSE_CHANGE): E.RECORD,
    (R.HEADTEACHER, A.ENDORSE_CHANGE): E.ACADEMIES,
    (R.DIRECTOR, A.DECIDE_CHANGE): E.TRUST,
    (R.DEPUTY, A.DECIDE_CHANGE): E.TRUST,
    (R.TRUST_LEADER, A.CONFIRM_CHANGE): E.TRUST,
    (R.HR, A.MARK_CHANGE): E.TRUST,
    # Thresholds: a director changes them, a trust leader confirms.
    (R.DIRECTOR, A.SEE_CHANGE_RULES): E.TRUST,
    (R.TRUST_LEADER, A.SEE_CHANGE_RULES): E.TRUST,
    (R.HR, A.SEE_CHANGE_RULES): E.TRUST,
    (R.DIRECTOR, A.PROPOSE_CHANGE_RULES): E.TRUST,
    (R.TRUST_LEADER, A.CONFIRM_CHANGE_RULES): E.TRUST,
    # A deputy for a period: a director names their own, a trust leader anybody's.
    (R.DIRECTOR, A.NAME_DEPUTY): E.TRUST,
    (R.TRUST_LEADER, A.NAME_DEPUTY): E.TRUST,
    # Pay is kept by HR, never one's own (services/pay refuses it); so are the trust's own tables.
    (R.HR, A.EDIT_PAY): E.TRUST,
    (R.HR, A.EDIT_PAY_TABLES): E.TRUST,
    (R.OPERATOR, A.EDIT_PAY_TABLES): E.TRUST,
    # A person's stage on the three tracks, with its evidence.
    (R.DIRECTOR, A.EDIT_STAGE): E.TRUST,
    (R.HR, A.EDIT_STAGE): E.TRUST,
    (R.HEADTEACHER, A.EDIT_STAGE): E.ACADEMIES,
    # Aspiration and readiness: the person, director and HR; the head by the person's choice
    # (services/pathway asks for it), and so the mentor, who needs no role for it.
    (R.DIRECTOR, A.SEE_ASPIRATION): E.TRUST,
    (R.HR, A.SEE_ASPIRATION): E.TRUST,
    (R.HEADTEACHER, A.SEE_ASPIRATION): E.ACADEMIES,
    (R.SENCO, A.SEE_ASPIRATION): E.RECORD,
    (R.SENCO, A.TELL_ASPIRATION): E.RECORD,
    (R.DIRECTOR, A.AGREE_ASPIRATION): E.TRUST,
    (R.HEADTEACHER, A.AGREE_ASPIRATION): E.ACADEMIES,
    # Why a SENCO might leave: reasons stated of the post, for those who can change it.
    (R.DIRECTOR, A.SEE_LEAVING): E.TRUST,
    (R.TRUST_LEADER, A.SEE_LEAVING): E.TRUST,
    (R.HR, A.SEE_LEAVING): E.TRUST,
    (R.HEADTEACHER, A.SEE_LEAVING): E.ACADEMIES,
    # The stages of the pathway: director and HR work by them, director and admin set them.
    (R.DIRECTOR, A.SEE_PATHWAY_SETTINGS): E.TRUST,
    (R.HR, A.SEE_PATHWAY_SETTINGS): E.TRUST,
    (R.ADMIN, A.SEE_PATHWAY_SETTINGS): E.TRUST,
    (R.DIRECTOR, A.EDIT_PATHWAY_SETTINGS): E.TRUST,
    (R.ADMIN, A.EDIT_PATHWAY_SETTINGS): E.TRUST,
    # Conditions and excluded duties of a post: what counts, which a governor reads too.
    (R.DIRECTOR, A.SEE_CHARTER): E.TRUST,
    (R.TRUST_LEADER, A.SEE_CHARTER): E.TRUST,
    (R.HR, A.SEE_CHARTER): E.TRUST,
    (R.HEADTEACHER, A.SEE_CHARTER): E.ACADEMIES,
    (R.SENCO, A.SEE_CHARTER): E.ACADEMIES,
    (R.GOVERNOR, A.SEE_CHARTER): E.ACADEMIES,
    (R.OPERATOR, A.SEE_CHARTER): E.TRUST,
    # Who answered what with which evidence, and why it counts: not for governors.
    (R.DIRECTOR, A.SEE_CHARTER_ANSWERS): E.TRUST,
    (R.TRUST_LEADER, A.SEE_CHARTER_ANSWERS): E.TRUST,
    (R.HR, A.SEE_CHARTER_ANSWERS): E.TRUST,
    (R.HEADTEACHER, A.SEE_CHARTER_ANSWERS): E.ACADEMIES,
    (R.SENCO, A.SEE_CHARTER_ANSWERS): E.ACADEMIES,
    (R.OPERATOR, A.SEE_CHARTER_ANSWERS): E.TRUST,
    # The head answers for their academies, a SENCO for their own post.
    (R.HEADTEACHER, A.ANSWER_CHARTER): E.ACADEMIES,
    (R.SENCO, A.ANSWER_CHARTER): E.RECORD,
    # Excluded duties with their hours, and checks of the job description.
    (R.DIRECTOR, A.EDIT_DUTIES): E.TRUST,
    (R.HR, A.EDIT_DUTIES): E.TRUST,
    (R.HEADTEACHER, A.EDIT_DUTIES): E.ACADEMIES,
    (R.SENCO, A.EDIT_DUTIES): E.RECORD,
    # A sample week is its author's alone until shared: then by name for director and head, or
    # only within totals, which SENCOs read as well.
    (R.SENCO, A.KEEP_DIARY): E.RECORD,
    (R.DIRECTOR, A.SEE_DIARIES): E.TRUST,
    (R.HEADTEACHER, A.SEE_DIARIES): E.ACADEMIES,
    (R.DIRECTOR, A.SEE_DIARY_TOTALS): E.TRUST,
    (R.TRUST_LEADER, A.SEE_DIARY_TOTALS): E.TRUST,
    (R.HR, A.SEE_DIARY_TOTALS): E.TRUST,
    (R.SENCO, A.SEE_DIARY_TOTALS): E.EVERYWHERE,
    # Cover taken from a SENCO's time and given back: kept by the SENCO and the head.
    (R.DIRECTOR, A.SEE_COVER): E.TRUST,
    (R.TRUST_LEADER, A.SEE_COVER): E.TRUST,
    (R.HR, A.SEE_COVER): E.TRUST,
    (R.HEADTEACHER, A.SEE_COVER): E.ACADEMIES,
    (R.SENCO, A.SEE_COVER): E.RECORD,
    (R.HEADTEACHER, A.KEEP_COVER): E.ACADEMIES,
    (R.SENCO, A.KEEP_COVER): E.RECORD,
    # Reminders are put out, and mail is delivered, by commands on the server.
    (R.OPERATOR, A.SEND_MAIL): E.TRUST,
    # Mail that could not be delivered: whoever keeps the accounts.
    (R.ADMIN, A.SEE_MAIL): E.TRUST,
    # Once a school year a SENCO says that their own record is right.
    (R.SENCO, A.CONFIRM_RECORD): E.RECORD,
    # Who has not said so yet.
    (R.DIRECTOR, A.SEE_CONFIRMATIONS): E.TRUST,
    (R.HR, A.SEE_CONFIRMATIONS): E.TRUST,
    # Five optional questions to SENCOs, and the trust's totals of them.
    (R.SENCO, A.ANSWER_SURVEY): E.RECORD,
    (R.DIRECTOR, A.SEE_SURVEY): E.TRUST,
    (R.TRUST_LEADER, A.SEE_SURVEY): E.TRUST,
    (R.HR, A.SEE_SURVEY): E.TRUST,
    # Accounts.
    (R.ADMIN, A.CREATE_ACCOUNT): E.TRUST,
    (R.OPERATOR, A.CREATE_ACCOUNT): E.TRUST,
}

NEEDS_PAY_GRANT = frozenset({(R.TRUST_LEADER, A.SEE_PAY)})
"""Rows of the table that count only for a holding granted "with pay"."""
