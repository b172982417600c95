"""Plays the story of one change: each step taken through the services, as the product's pages do,
by somebody who may take it that day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.demo import papers
from trust_inclusion.demo.accounts import HEAD_OF
from trust_inclusion.demo.asked import HEAD, ONE_DAY, SENCO, Asked, Taken, later, working_day
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.told import SPECIMEN
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.domain.changes import PATIENCE, State, Step
from trust_inclusion.domain.posts import AllocationKind, Hours, PostKind, holds_on, hours_on
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Post
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services import sign_ins
from trust_inclusion.services.changes import attachments, finding, proposing, steps
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal

ROOM = timedelta(days=7)
"""A change is asked for at least so long before its first day."""
LEADERS = ("chief_executive", "trustee")
EACH = frozenset({Step.ENDORSE, Step.PASS_ON})
"""Steps that of linked changes each head teacher takes for their own."""


@dataclass(slots=True)
class Story:
    """A change on its way; `number` tells the hours of its acts apart from another's."""

    making: Making
    number: int
    told: Asked
    day: date = date.min
    acts: int = 0

    def play(self) -> Iterator[datetime]:
        """Give the instant of each act, then take it when asked for the next.

        It waits for what is on its way for the same post; what would then come too late, or last
        no time, is never asked for. Raises ValueError where nobody may take a step.
        """
        told = self.told
        yield self._at(working_day(told.on(self.making.dates)))
        posts = [self._post(told.at, told.title)]
        posts += [self._post(at, title) for at, title, _ in told.linked]
        while any(finding.open_for(post.id) for post in posts):
            yield self._at(later(self.day, 2))
        last = self._last_day(posts[0])
        first = told.since(self.making.dates)
        if last - first < ROOM or (first - self.day < ROOM and not told.late):
            return
        change = self._send(posts, last)
        for taken in self.told.steps:
            if taken.step in EACH and change.state == State.ENDORSED:
                continue  # a head teacher's own backing counted at once
            if taken.step is Step.APPROVE:
                yield from self._heard(change)
            yield self._at(self._day_of(taken, change))
            self._take(taken, change)
        if change.state == State.AWAITING_TRUST and self.told.confirmed:
            yield self._at(later(self.day, 3))
            self._take(Taken(Step.CONFIRM, 0), change)

    def _at(self, day: date) -> datetime:
        if day > self.making.dates.today:
            raise ValueError(f"{self.told} has a step on {day}, after today")
        self.day = day
        self.acts += 1
        return self.now

    @property
    def now(self) -> datetime:
        """The instant of the present act."""
        return self.making.dates.instant(self.day, self.number * 37 % 170 + 43 * self.acts)

    def _day_of(self, taken: Taken, change: Change) -> date:
        if taken.on:
            return taken.on(self.making.dates)
        day = later(self.day, taken.after)
        unheard = change.reduction and taken.step is Step.APPROVE and not change.view_given_at
        if unheard and change.proposed_at:
            return max(day, later(change.proposed_at.date(), PATIENCE))
        return day

    def _heard(self, change: Change) -> Iterator[datetime]:
        """Before a reduction is approved: HR’s mark, and the view of a SENCO who signs in."""
        for one in finding.bundle(change):
            if one.reduction and not one.seen_by_hr_at:
                yield self._at(later(self.day, 1))
                self._take(Taken(Step.MARK_SEEN, 0, by="hr"), one)
            holder = self._holder(one.post, self.day)
            if one.reduction and not one.view_given_at and holder:
                yield self._at(later(self.day, 1))
                self._take(Taken(Step.GIVE_VIEW, 0, self.told.view, by=holder), one)

    # --- Acts -------------------------------------------------------------------------------

    def _last_day(self, post: Post) -> date:
        """Of what lasts for a while: before hours decided already begin; for good, the last of
        all days."""
        dates = self.making.dates
        if self.told.until is None:
            return date.max
        first, last = self.told.since(dates), self.told.until(dates)
        turning = [one.starts_on for one in post.allocations if first < one.starts_on <= last]
        return min(turning, default=last + ONE_DAY) - ONE_DAY

    def _send(self, posts: list[Post], last: date) -> Change:
        told = self.told
        by = self._proposer(posts[0])
        hours = [told.hours, *(hours for _, _, hours in told.linked)]
        asked = [self._asked(post, each, last) for post, each in zip(posts, hours, strict=True)]
        actor = self._actor(by)
        when = When(self.day, self.now)
        if told.granted:
            return proposing.grant(actor, asked[0], when)
        return proposing.propose(actor, asked, when, lambda: self._paper(actor))

    def _asked(self, post: Post, hours: float, last: date, reason: str = "") -> Proposal:
        told, since = self.told, self.told.since(self.making.dates)
        minutes = round((hours + told.more) * 60)
        if told.more:
            given = [
                Hours(one.id, one.minutes, one.starts_on, one.ends_on, AllocationKind(one.kind))
                for one in post.allocations
            ]
            found = hours_on(given, since)
            minutes += found.minutes if found else 0
        wanted = Wanted(told.kind, minutes, since, None if last == date.max else last)
        return Proposal(post.id, wanted, reason or told.why, told.cost, told.late)

    def _paper(self, actor: Actor) -> EvidenceFile | None:
        if not self.told.paper:
            return None
        name = f"{self.told.paper.lower().replace(' ', '-')}.pdf"
        content = papers.drawn("pdf", (self.told.paper, SPECIMEN))
        return attachments.add(actor, self.making.keep(content, name), now=self.now)

    def _take(self, taken: Taken, change: Change) -> None:
        """The step is taken by whoever the story names, else by the first of all who may."""
        linked = finding.bundle(change)
        for one in linked if taken.step in EACH else linked[:1]:
            refused = ""
            for key in [taken.by] if taken.by else self._everybody(one):
                try:
                    self._taken_by(self._actor(key), taken, one)
                    break
                except Refused as why:
                    refused = f"{why}"
            else:
                raise ValueError(f"{taken} of {self.told} on {self.day}: {refused}")

    def _taken_by(self, actor: Actor, taken: Taken, change: Change) -> None:
        when = When(self.day, self.now, change.version)
        if taken.step is Step.RESUBMIT:
            hours = self.told.hours if taken.hours is None else taken.hours
            asked = self._asked(change.post, hours, change.until or date.max, taken.said)
            proposing.resubmit(actor, change.id, asked, when)
        else:
            steps.take(actor, change.id, taken.step, taken.said, when)

    # --- Who --------------------------------------------------------------------------------

    def _everybody(self, change: Change) -> list[str]:
        accounts = self.making.accounts
        proposer = next(key for key, one in accounts.items() if one.id == change.proposed_by_id)
        place = next(
            key for key, one in self.making.academies.items() if one.id == change.academy_id
        )
        found = (HEAD_OF.get(place), "director", *LEADERS, proposer)
        return [key for key in found if key]

    def _proposer(self, post: Post) -> str:
        """The account that the story names; without one in post, the head teacher’s."""
        head = HEAD_OF.get(self.told.at, "director")
        if self.told.by == SENCO:
            return self._holder(post, self.day) or head
        return head if self.told.by == HEAD else self.told.by

    def _holder(self, post: Post, day: date) -> str:
        """The key of the account of whoever holds a post; blank where nobody signs in for it."""
        holding = {
            one.person_id
            for one in post.appointments
            if holds_on(one.started_on, one.ended_on, day)
        }
        found = [key for key, one in self.making.accounts.items() if one.person_id in holding]
        return found[0] if found else ""

    def _actor(self, key: str) -> Actor:
        account = self.making.accounts[key]
        found = sign_ins.actor_of(account.id, today=self.day)
        if found is None:
            raise ValueError(f"{key} has no role on {self.day}")
        return found

    def _post(self, at: str, title: str | None) -> Post:
        here = select(Post).where(Post.academy_id == self.making.academies[at].id)
        named = Post.title == title if title else Post.kind == PostKind.SENCO.value
        return db.session.scalars(here.where(named).order_by(Post.id).limit(1)).one()
