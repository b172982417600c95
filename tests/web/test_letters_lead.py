"""What letters lead to opens for whoever they are written to."""

from sqlalchemy import delete, select

from tests.factories import NOW, TODAY
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.models.people import Qualification
from trust_inclusion.services import reminders, standing


def test_every_page_a_letter_leads_to_opens_for_its_reader(trust: Trust) -> None:
    with trust.app.app_context():
        with transaction():
            db.session.execute(delete(Qualification))
            standing.rebuild_all()
            reminders.put_out(OPERATOR, TODAY, now=NOW)
        letters = db.session.scalars(select(OutgoingMail)).all()
        led_to = {one.to_email: reminders.links(one.notice, one.content) for one in letters}
        digest = led_to[trust.accounts["hr"].email]
        own = f"/people/{trust.people['Olive Own']}"
        letter = next(links for links in led_to.values() if own in [one.path for one in links])
    assert [one.path for one in digest] == ["/deadlines/?group=breach_now", "/confirmations/"]
    assert [one.path for one in letter] == ["/", own]
    for who, links in (("hr", digest), ("director", digest), ("senco", letter)):
        for link in links:
            assert trust.client(who).get(link.path)
    assert "Breach now" in trust.client("hr").get(digest[0].path)
