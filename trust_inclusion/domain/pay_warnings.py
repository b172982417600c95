"""What a SENCO's pay gives cause to look at: one small rule each, with its source.

No payment is specific to SENCOs and the document of pay does not yet bind academies, so none of
these is a breach of law: `check` is contrary to the document, `note` is worth a look.
Source: the product's rulebook, section 3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trust_inclusion.domain.allowances import Allowance, Held, Ranges
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay_facts import (
    CHARTER_TLR,
    KEY_PAYMENTS,
    PART_TIME_2026,
    PART_TIME_FROM,
    RANGES_OF_YEAR,
    RECORD,
    ROOM_TO_RISE,
    SEN_ARRANGEMENTS,
    SURVEY_2020,
    TABLES,
    TES_TLR,
    Code,
    Paid,
    PayWarning,
    Severity,
)
from trust_inclusion.domain.pay_tables import CLASSROOM_SCALES, PayTable, named, point_order
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.words import pounds

BY_SHARE = frozenset({Allowance.TLR1, Allowance.TLR2})
"""What a part-timer may hold a share of."""


def warnings(paid: Paid, day: date, table: PayTable, ranges: Ranges) -> tuple[PayWarning, ...]:
    """All that one appointment's pay gives cause to look at on `day`, in the order of `Code`."""
    year = academic_year_label(day)
    found = (
        leadership_with_tlr(paid),
        leadership_with_sen(paid),
        tlr1_with_tlr2(paid),
        tlr1_without_staff(paid),
        tlr_not_named(paid),
        *outside_range(paid, year, ranges),
        part_time_tlr(paid, day),
        sen_for_award(paid),
        point_not_stated(paid),
        year_lacks_point(paid, day, table),
        no_additional_pay(paid),
        top_of_range(paid, day, table),
    )
    return tuple(one for one in found if one is not None)


def leadership_with_tlr(paid: Paid) -> PayWarning | None:
    """A TLR is for classroom teachers, and the leadership group are none (The Key)."""
    if not (paid.on_leadership and paid.tlrs):
        return None
    held = " and ".join(one.allowance for one in paid.tlrs)
    sentence = f"{held} on leadership pay: a TLR is for classroom teachers."
    return PayWarning(Code.LEADERSHIP_WITH_TLR, Severity.CHECK, sentence, KEY_PAYMENTS)


def leadership_with_sen(paid: Paid) -> PayWarning | None:
    """The SEN allowance is for classroom teachers, and the leadership group are none (The Key)."""
    if not (paid.on_leadership and paid.sen_pence):
        return None
    sentence = "A SEN allowance on leadership pay: it is for classroom teachers."
    return PayWarning(Code.LEADERSHIP_WITH_SEN, Severity.CHECK, sentence, KEY_PAYMENTS)


def tlr1_with_tlr2(paid: Paid) -> PayWarning | None:
    """TLR1 and TLR2 are never held together; TLR3 may sit with either (Tes)."""
    if not _has(paid, Allowance.TLR1) or not _has(paid, Allowance.TLR2):
        return None
    sentence = "TLR1 and TLR2 together: one person holds one of them; a TLR3 may stand beside."
    return PayWarning(Code.TLR1_WITH_TLR2, Severity.CHECK, sentence, TES_TLR)


def tlr1_without_staff(paid: Paid) -> PayWarning | None:
    """TLR1 also needs line management of a significant number of people (Tes)."""
    if not _has(paid, Allowance.TLR1) or paid.manages_staff:
        return None
    if paid.manages_staff is None:
        sentence = "TLR1 needs line management of a significant number: none is recorded."
        return PayWarning(Code.TLR1_WITHOUT_STAFF, Severity.NOTE, sentence, TES_TLR)
    sentence = "TLR1 without staff to manage: it needs line management of a significant number."
    return PayWarning(Code.TLR1_WITHOUT_STAFF, Severity.CHECK, sentence, TES_TLR)


def tlr_not_named(paid: Paid) -> PayWarning | None:
    """The ranges and the rules of TLR1, TLR2 and TLR3 differ, so it must be said which (Tes)."""
    if not _has(paid, Allowance.TLR):
        return None
    sentence = "It is not recorded whether this is a TLR1, TLR2 or TLR3, so it cannot be checked."
    return PayWarning(Code.TLR_NOT_NAMED, Severity.NOTE, sentence, TES_TLR)


def outside_range(paid: Paid, year: str, ranges: Ranges) -> list[PayWarning]:
    """Every allowance below the least or above the most of its year.

    A part-timer's TLR1 or TLR2 by share of the responsibility is recorded as that share: part of a
    lawful payment may lie below the least of the whole, and what the whole is nobody recorded.
    """
    found: list[PayWarning] = []
    sen = (Held(Allowance.SEN, paid.sen_pence),) if paid.sen_pence else ()
    for held in (*paid.tlrs, *sen):
        allowed = ranges.of(year, held.allowance)
        if allowed is None or held.pence is None or allowed.least <= held.pence <= allowed.most:
            continue
        side = "below" if held.pence < allowed.least else "above"
        if side == "below" and _is_share(held, paid):
            continue
        sentence = (
            f"{held.allowance} of {pounds(held.pence)} is {side} the range of {year}, "
            f"{pounds(allowed.least)} to {pounds(allowed.most)}."
        )
        # A TLR3 is never paid by share (The Key), so its amount is its full value.
        if side == "below" and paid.part_time and held.allowance is not Allowance.TLR3:
            sentence += " For somebody part-time enter the full value."
        found.append(PayWarning(Code.OUTSIDE_RANGE, Severity.CHECK, sentence, RANGES_OF_YEAR))
    return found


def part_time_tlr(paid: Paid, day: date) -> PayWarning | None:
    """A part-timer's TLR1 or TLR2 by share of the responsibility: open to choice from 1 September
    2025, asked for from 1 September 2026 where the document is followed; TLR3 is never shared."""
    if day < PART_TIME_FROM or not paid.part_time or paid.by_responsibility:
        return None
    shared = [one.allowance for one in paid.tlrs if one.allowance in BY_SHARE]
    if not shared:
        return None
    held = " and ".join(shared)
    if paid.by_responsibility is None:
        sentence = (
            f"{held} held part-time: since 1 September 2026 it follows the share of the "
            "responsibility, not of the week. Check how it is paid."
        )
        return PayWarning(Code.PART_TIME_TLR, Severity.NOTE, sentence, PART_TIME_2026)
    sentence = (
        f"{held} paid by the share of the week: since 1 September 2026 it follows the share of "
        "the responsibility."
    )
    return PayWarning(Code.PART_TIME_TLR, Severity.CHECK, sentence, PART_TIME_2026)


def sen_for_award(paid: Paid) -> PayWarning | None:
    """The SENCO award is not among the qualifications that call for the SEN allowance."""
    if not (paid.sen_for_award and paid.sen_pence):
        return None
    sentence = "The SENCO award by itself does not call for a SEN allowance; teaching may."
    return PayWarning(Code.SEN_FOR_AWARD, Severity.NOTE, sentence, SEN_ARRANGEMENTS)


def point_not_stated(paid: Paid) -> PayWarning | None:
    """A salary can be looked up only with scale, point and area."""
    told = (("the area", paid.area), ("the scale", paid.scale), ("the point", paid.point))
    missing = [word for word, value in told if not value.strip()]
    if not missing:
        return None
    if len(missing) == len(told):
        missing = ["the pay point"]
    listed = " and ".join(missing).capitalize()
    verb = "are" if len(missing) > 1 else "is"
    sentence = f"{listed} {verb} not recorded: the salary cannot be worked out."
    return PayWarning(Code.POINT_NOT_STATED, Severity.NOTE, sentence, TABLES)


def year_lacks_point(paid: Paid, day: date, table: PayTable) -> PayWarning | None:
    """A point that the tables of the day's year do not have; an earlier salary stands."""
    if point_not_stated(paid) is not None:
        return None
    year = academic_year_label(day)
    if table.salary(year, paid.at) is not None:
        return None
    earlier = table.in_force(day, paid.at)
    where = f"{paid.point} ({paid.scale}, {paid.area})"
    if earlier is None:
        sentence = f"No pay table has {where}: bring the trust's own table."
        return PayWarning(Code.YEAR_LACKS_POINT, Severity.CHECK, sentence, TABLES)
    sentence = f"The tables of {year} lack {where}: the salary of {earlier.year} stands."
    return PayWarning(Code.YEAR_LACKS_POINT, Severity.NOTE, sentence, TABLES)


def no_additional_pay(paid: Paid) -> PayWarning | None:
    """A classroom teacher's scale with neither TLR nor SEN allowance: lawful, since no payment is
    specific to SENCOs, but not what the charter asks for."""
    if named(paid.scale) not in CLASSROOM_SCALES or paid.tlrs or paid.sen_pence:
        return None
    sentence = (
        "No additional pay for the role: no TLR, no SEN allowance, not on leadership pay. "
        "Schools need not pay more; most do."
    )
    source = "; ".join((KEY_PAYMENTS, CHARTER_TLR, SURVEY_2020))
    return PayWarning(Code.NO_ADDITIONAL_PAY, Severity.NOTE, sentence, source)


def top_of_range(paid: Paid, day: date, table: PayTable) -> PayWarning | None:
    """Nowhere to rise: at the top of the post's own range or, without one, of the scale.

    The main range leads on to the upper and the unqualified one to the main. Of a scale of which
    the year has a single point, the top is not known.
    """
    if point_not_stated(paid) is not None:
        return None
    here = point_order(paid.point)
    if paid.top.strip():
        limit = point_order(paid.top)
        if limit[0] != here[0] or here < limit:
            return None
        sentence = f"{paid.point} is the top of the post's range: nowhere to rise."
        return PayWarning(Code.TOP_OF_RANGE, Severity.NOTE, sentence, ROOM_TO_RISE)
    if named(paid.scale) in {"Main", "Unqualified"}:
        return None
    points = table.scale(academic_year_label(day), paid.area, paid.scale)
    if len(points) < 2 or point_order(points[-1].point) != here:
        return None
    sentence = f"{paid.point} is the top of the {named(paid.scale).lower()} scale: nowhere to rise."
    return PayWarning(Code.TOP_OF_RANGE, Severity.NOTE, sentence, ROOM_TO_RISE)


def different_pay(held: Sequence[Paid], day: date) -> PayWarning | None:
    """One person's appointments in force on `day` whose scale, point, area or allowances differ.

    Give it only what the reader may see: the sentence names each post with its point.
    """
    now = [one for one in held if holds_on(one.started_on, one.ended_on, day)]
    if len({_compared(one) for one in now}) < 2:
        return None
    listed = "; ".join(f"{one.post or 'a post'}: {_in_words(one)}" for one in now)
    sentence = f"Paid differently at {len(now)} posts at once ({listed}). Check which is right."
    return PayWarning(Code.DIFFERENT_PAY, Severity.CHECK, sentence, RECORD)


def _is_share(held: Held, paid: Paid) -> bool:
    """Whether the amount is that of a part of the responsibility; a TLR3 is never shared."""
    shared = paid.part_time and paid.by_responsibility
    return bool(shared) and held.allowance in BY_SHARE


def _has(paid: Paid, allowance: Allowance) -> bool:
    return any(one.allowance is allowance for one in paid.tlrs)


def _compared(paid: Paid) -> tuple[object, ...]:
    place = (named(paid.area), named(paid.scale), point_order(paid.point))
    tlrs = sorted((one.allowance.value, one.pence or 0) for one in paid.tlrs)
    return (*place, tuple(tlrs), paid.sen_pence or 0)


def _in_words(paid: Paid) -> str:
    told = [paid.point or "no point recorded", *(_amount(one) for one in paid.tlrs)]
    if paid.sen_pence:
        told.append(_amount(Held(Allowance.SEN, paid.sen_pence)))
    told[0] += f", {named(paid.area)}," if paid.area else ""
    return " with ".join((told[0], " and ".join(told[1:]))) if told[1:] else told[0].rstrip(",")


def _amount(held: Held) -> str:
    return held.allowance + (f" of {pounds(held.pence)}" if held.pence is not None else "")
