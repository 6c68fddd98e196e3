"""What every command on a request for support has in hand: the request, its rules, who may act.

Whatever has fallen due is recorded first, at its own moment, so that nobody acts on a stage that is
over.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from domain.cases.sides import CaseId
from domain.kernel.act import Act, Authority
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sealed import Purpose, Seal
from domain.rules.governing import Governing
from domain.support.desk import ADVICE_DESK_ID, NAMED_BY, AdviceDesk
from domain.support.file import ReadsAs, SupportFile, file_id
from domain.support.queue import Adviser, Turn, Waiting, in_turn
from domain.support.request import SupportRequest
from domain.support.request_state import ESCALATED_TO, KEPT_BY, Stage
from domain.support.requester import requester_id
from services.application.case import Case
from services.application.casework import by_itself, governing
from services.application.command import Command
from services.application.mandates import in_order
from services.store.port import RecordedAct
from services.store.scanned import Scan


class OfSupport(Command):
    """A command on a request for support."""

    case: UUID


class OfRequester(OfSupport):
    """A command of whoever asked: known by the secret of the way back in, and by nothing else."""

    secret: Annotated[str, Seal(Purpose.CASE, whose="case")]


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


ASKED: Final = Scan((SupportRequest.Asked.TOPIC,), lambda act: True, _stream)
"""Every request, in the order in which they were asked."""
_OVER: Final = Scan(
    (
        SupportRequest.Withdrawn.TOPIC,
        SupportRequest.Lapsed.TOPIC,
        SupportRequest.Declined.TOPIC,
        SupportRequest.FollowedUp.TOPIC,
    ),
    lambda act: True,
    _stream,
)


class SupportAtHand(NamedTuple):
    """A request with the rules that govern it."""

    case: Case
    request: SupportRequest
    rules: Governing

    def stamped(self, act: Act) -> Act:
        return act.within(self.request.id, self.request.edition)

    def by_keeper(self, rule: RuleId = KEPT_BY) -> Act:
        """The act of whoever keeps requests, and has not asked this one; raises `NotAllowed`."""
        act = self.case.act_by_power(rule, governing=self.rules)
        if self.case.by.person == self.request.requester:
            raise NotAllowed("This request is your own: others see to it.", rule=rule)
        return self.stamped(act)

    def by_adviser(self) -> Act:
        """The act of whoever advises on it now; raises `NotAllowed` for all others alike."""
        you = self.case.by.person
        barred = self.case.powerless(you)
        if barred is not None:
            raise NotAllowed("You are suspended, and advise nobody until then.", rule=barred)
        if not self.request.is_advised_by(you):
            raise NotAllowed("Only the adviser of a request does this.", rule=NAMED_BY)
        held = Authority(kind="post", name="an adviser", id=str(ADVICE_DESK_ID))
        return self.stamped(self.case.act(held)).under(NAMED_BY)

    def by_requester(self, command: OfRequester) -> Act:
        """The act of whoever knows the secret; it bears a name of the request alone."""
        if not self.request.is_known_by(command.secret):
            raise NotAllowed(
                "This word does not open this request. Look at what you wrote down.", rule=KEPT_BY
            )
        return self.stamped(requester_act(self.case, self.request.case))

    def by_reader(self) -> tuple[Act, ReadsAs]:
        """The act of one to whom the file is open now, and as whom; raises `NotAllowed`."""
        with suppress(NotAllowed):
            return self.by_adviser(), ReadsAs.ADVISER
        act = self.by_keeper()
        if not self.request.is_open_to_keepers():
            raise NotAllowed(
                "The file of a request is its adviser's and that of whoever asked.", rule=KEPT_BY
            )
        return act, ReadsAs.KEEPER

    def by_watcher(self) -> Act:
        """The act of one who may see how far it has come; raises `NotAllowed`.

        That is its adviser, a keeper, or whoever has something late put before them.
        """
        with suppress(NotAllowed):
            return self.by_adviser()
        if any(one.late for one in self.request.clocks):
            with suppress(NotAllowed):
                return self.by_keeper(ESCALATED_TO)
        return self.by_keeper()

    def record_reading(self, act: Act, reads_as: ReadsAs) -> None:
        """Record that somebody looked into the file."""
        self.case.load(SupportFile, file_id(self.request.id)).read(act, reads_as)


def at_hand(case: Case, of: UUID) -> SupportAtHand:
    """A request with everything on record that has fallen due."""
    found = case.load(SupportRequest, of)
    rules = governing(case, found.id, found.edition)
    found.follow(by_itself(case).within(found.id, found.edition), rules)
    return SupportAtHand(case, found, rules)


def advises_no_longer(case: Case, person: PersonId, act: Act, reason: str) -> None:
    """Whoever somebody advises waits for another adviser, in the order in which they asked."""
    for one in open_requests(case):
        if one.is_advised_by(person):
            at = at_hand(case, one.id)
            at.request.hand_back(in_order(at.stamped(act), at.request), reason, at.rules)


def requester_act(case: Case, of: CaseId) -> Act:
    """An act of whoever asked, under the name that they have in this request and nowhere else."""
    name = requester_id(of)
    act = case.act(Authority(kind="rule", name="whoever asked for support", id=KEPT_BY))
    hidden: dict[str, Any] = {"actor": name, "recorded_by": name, "on_behalf_of": None}
    return act.model_copy(update=hidden).under(KEPT_BY)


def open_requests(case: Case) -> tuple[SupportRequest, ...]:
    """Every request that is not over, in the order in which they were asked."""
    over = set(case.every(_OVER, True))
    every = (one for one in case.every(ASKED, True) if one not in over)
    return tuple(case.load(SupportRequest, one) for one in every)


def waiting_list(case: Case) -> tuple[Turn, ...]:
    """Who waits for an adviser, in the order of the rules in force now."""
    waiting = (
        Waiting(case=one.case, since=one.created_on, answer_by=one.answer_by, never_by=one.never_by)
        for one in open_requests(case)
        if one.stage is Stage.WAITING
    )
    return in_turn(waiting, case.now, case.edition)


def advisers(case: Case) -> tuple[Adviser, ...]:
    """Who advises, as they were named; whoever is suspended or has died has no free place."""
    desk = case.find(AdviceDesk, ADVICE_DESK_ID)
    places: dict[PersonId, int] = {} if desk is None else desk.places
    advised = [one.adviser for one in open_requests(case) if one.stage is Stage.ADVISED]
    return tuple(
        Adviser(
            person=person,
            places=0 if case.suspension_of(person) or case.has_died(person) else count,
            taken=advised.count(person),
        )
        for person, count in places.items()
    )
