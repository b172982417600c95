"""Once a school year: SENCOs confirm their record, and answer five questions without their name."""

from datetime import date, timedelta

from trust_inclusion.demo.making import Making
from trust_inclusion.demo.posts import SENCOS
from trust_inclusion.domain.survey import QUESTIONS
from trust_inclusion.models.records import Confirmation, SurveyAnswer, SurveyTaken
from trust_inclusion.services import surveys

NOT_THIS_YEAR = frozenset(
    {"Priya Wainscott", "Kwame Hollins", "Chloe Abernant", "Tariq Olwen", "Jamal Whitcombe"}
)
NOT_LAST_YEAR = frozenset(
    {"Noor Castleton", "Chloe Abernant", "Sarah Obafemi-Lund", "Tariq Olwen", "Dorian Feltham"}
)
ANSWERED = (11, 9)
"""How many answered last year and this year; the last question is answered by fewer than five."""
LARGEST = 2**31 - 1
_LEANING = {"enough_time": (0, 1, 2, 2), "role_understood": (0, 1, 1, 2), "enjoys_it": (0, 0, 0, 1),
            "here_in_five_years": (0, 1, 1, 2), "why_not": (0, 0, 1, 3)}  # fmt: skip


def add(making: Making) -> None:
    """Store who confirmed and who answered, and apart from that the answers."""
    for years_ago, missing, answered in (
        (1, NOT_LAST_YEAR, ANSWERED[0]),
        (0, NOT_THIS_YEAR, ANSWERED[1]),
    ):
        year = making.dates.september(years_ago)
        names = [name for name in SENCOS if name not in missing]
        for place, name in enumerate(names):
            _confirm(making, name, year, place)
        making.add(
            SurveyTaken(person_id=making.people[name].id, year_start=year)
            for name in names[:answered]
        )
        making.add(_answers(making, year, answered))
        surveys.bring_up_to_date(year)


def _confirm(making: Making, name: str, year: date, place: int) -> None:
    """Within ten weeks of September, one after the other; never later than today."""
    person = making.people[name]
    day = min(year + timedelta(days=5 + 3 * place), making.dates.today)
    row = Confirmation(person_id=person.id, year_start=year, confirmed_on=day)
    making.add([row])
    making.happened(
        making.dates.instant(day, 390), making.account_of(name), "record_confirmed", "person",
        person.id, after={"year_start": year.isoformat()},
    )  # fmt: skip


def _answers(making: Making, year: date, count: int) -> list[SurveyAnswer]:
    """As many as answered, numbered by lot, so that their order tells nothing."""
    found: list[SurveyAnswer] = []
    for number in range(count):
        given: dict[str, str | None] = {}
        for code, (_question, possible) in QUESTIONS.items():
            chosen = list(possible)[making.chance.choice(_LEANING[code])]
            given[code] = chosen if code != "why_not" or number < 4 else None
        identity = 1 + int(making.chance.random() * LARGEST)
        found.append(SurveyAnswer(id=identity, year_start=year, **given))
    return found
