"""The order paper: points of order, and what becomes of a challenge to the chair.

While a challenge is before the meeting the chair is vacated, and somebody else has it for the
vote.
"""

from __future__ import annotations

from domain.cycle.assembly import Votes
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.meetings.attendance import there
from domain.meetings.decisions import met
from domain.meetings.order import Challenge, Ruling
from domain.meetings.orders import CHALLENGE, QUORUM, RECORD_KEPT_BY
from domain.meetings.sat import Sat
from domain.meetings.state import MeetingState
from domain.meetings.strength import must_be_figureless
from domain.rules.judging import as_fact


class Ordering(MeetingState):
    """Points of order, rulings and challenges."""

    def rule_on_point(
        self, act: Act, raised_by: PersonId, point: str, *, upheld: bool, ruling: str
    ) -> None:
        """Record a point of order with the chair's ruling."""
        self.must_be_running()
        self.room.get(raised_by)
        if self.chair is None:
            raise OutOfOrder(
                "Nobody is in the chair to rule on it. Choose a chair first.", rule=RECORD_KEPT_BY
            )
        found = Ruling(
            number=len(self.rulings) + 1,
            raised_by=raised_by,
            point=point,
            upheld=upheld,
            ruling=ruling,
            by=self.chair,
        )
        self.record(self.PointOfOrderRuled, act, ruling=found)

    def challenge_chair(
        self, act: Act, number: int, by: PersonId, taken_by: PersonId, sat: Sat
    ) -> None:
        """Challenge a ruling: its maker leaves the chair, and somebody else takes it meanwhile."""
        self.must_be_running()
        if self.challenge is not None:
            raise OutOfOrder("A challenge is before the meeting already.")
        ruling = self.ruling(number)
        if self.chair is None or ruling.by != self.chair:
            raise OutOfOrder(
                "Only a ruling of whoever is in the chair now can be challenged.", rule=CHALLENGE
            )
        if taken_by in (self.chair, by):
            raise BadInput(
                "Somebody takes the chair for this vote who neither made the ruling nor "
                "challenges it.",
                rule=CHALLENGE,
            )
        self.room.get(by)
        self.must_preside(taken_by)
        if by not in there(self.room.voters(sat.electorate)):
            raise NotAllowed(
                "Only a voting member who is there challenges a ruling of the chair.",
                rule=CHALLENGE,
                clause=sat.orders.rule(CHALLENGE).clause,
            )
        challenge = Challenge(ruling=number, by=by, chair=self.chair, taken_by=taken_by)
        self.record(self.ChairChallenged, act.under(CHALLENGE), challenge=challenge)

    def settle_challenge(self, act: Act, votes: Votes, sat: Sat) -> None:
        """Vote on the challenge: the ruling falls by the majority that a rule asks for.

        A vote without a quorum is recorded, marked, and lets the ruling stand.
        """
        self.must_be_running()
        challenge = self.challenge
        if challenge is None:
            raise OutOfOrder("No challenge is before the meeting.", rule=CHALLENGE)
        must_be_figureless(votes.took_part, sat.orders)
        voters = len(self.room.voters(sat.electorate))
        votes.must_be_by(voters, CHALLENGE)
        members = sat.members
        carried = met(sat.orders.share(CHALLENGE), votes, voters, members)
        short = self.strength(sat).short
        rule = sat.orders.find(QUORUM)
        if rule is not None:
            act = as_fact(act, rule, short)
        self.record(
            self.ChallengeSettled,
            act.under(CHALLENGE),
            ruling=challenge.ruling,
            votes=votes,
            overturned=carried and short is None,
            chair=self._chair_after(challenge),
        )

    def _chair_after(self, challenge: Challenge) -> PersonId | None:
        """Who had the chair takes it again; who is not there any more is not put there."""
        here = self.room.find(challenge.chair)
        return self.chair if here is None or not here.route.is_there else challenge.chair

    def ruling(self, number: int) -> Ruling:
        """The ruling of that number; raises `NotFound`."""
        found = next((one for one in self.rulings if one.number == number), None)
        if found is None:
            raise NotFound(f"There is no ruling {number} of the chair at this meeting.")
        return found
