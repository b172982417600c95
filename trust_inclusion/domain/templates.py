"""The trust's own files: their columns, read by the imports and written by the exports."""

EVIDENCE = (
    "urn",
    "census_date",
    "roll",
    "sen_support",
    "sen_support_with_specialist",
    "ehcp",
    "notional_sen_budget_gbp",
    "budget_year",
    "turnover_percent",
    "turnover_source",
    "source",
)

POSTS = (
    "urn",
    "post_kind",
    "post_title",
    "person_name",
    "email",
    "trn",
    "role_started_on",
    "role_ended_on",
    "basis",
    "designated",
    "absent_from",
    "absent_to",
    "is_head",
    "teaches_here",
    "on_slt",
    "qts",
    "para_8a",
    "induction_completed",
    "earlier_relevant_service",
    "course",
    "course_provider",
    "course_started_on",
    "course_expected_on",
    "passed_on",
    "evidence_checked_on",
    "hours_per_week",
    "pay_area",
    "pay_scale",
    "pay_point",
    "tlr",
    "tlr_gbp",
    "sen_allowance_gbp",
    "school_stage",
    "trust_stage",
    "qualification_stage",
)

PAY = (
    "academic_year",
    "area",
    "scale",
    "point",
    "annual_salary_gbp",
    "basis",
    "source",
)

MOST_ROWS = 20_000
"""Rows of a file of the trust's own: far more than any trust has, and still quick to look at."""
