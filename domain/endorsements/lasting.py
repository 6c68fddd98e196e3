"""What follows an endorsement: reports, looks at it, and support taken back after a hearing.

Nobody loses support before they were heard, or had their time to be.
"""

from __future__ import annotations

from datetime import datetime

from domain.endorsements.state import EndorsementState, Request, State
from domain.endorsements.terms import HEARING_DAYS, ONGOING, REVIEW_DAYS, WITHDRAWAL_POWER
from domain.kernel.act import Act
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import OutOfOrder, TooEarly
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.rules.values import Days


class Lasting(EndorsementState):
    """What is done for as long as somebody is endorsed."""

    def report(self, act: Act, number: int, words: str) -> None:
        """Record how somebody who is endorsed keeps up the relationship."""
        self._must_be_endorsed(number)
        self.record(self.Reported, act.under(ONGOING), number=number, words=words)

    def review(self, act: Act, words: str, rules: Governing) -> None:
        """Record a look at the endorsement; the next is due so long after it."""
        due = self._must_be_lasting()
        late = f"It was due by {in_words(due)}." if act.occurred_at > due else None
        following = self.terms.review_at(act.occurred_at)
        assert following is not None, "it lasts, so it is looked at again"
        stamped = as_fact(act, rules.rule(REVIEW_DAYS), late)
        self.record(self.Reviewed, stamped, words=words, review_at=following)

    def miss_review(self, act: Act, rules: Governing) -> None:
        """Record, at its moment and once, that nobody looked at it."""
        due = self.review_at
        if due is None or self.review_missed or self.ended or act.occurred_at < due:
            return
        fact = as_fact(
            act.at(max(due, self.modified_on)),
            rules.rule(REVIEW_DAYS),
            f"It was to be looked at by {in_words(due)}.",
        )
        self.record(self.ReviewMissed, fact, due=due)

    def propose_withdrawal(self, act: Act, number: int, reasons: str, rules: Governing) -> None:
        """Propose to take support back; whoever it is about is heard first."""
        found = self._must_be_endorsed(number)
        if found.hearing is not None:
            raise OutOfOrder("It is proposed already, and they are being heard.", rule=HEARING_DAYS)
        days = rules.value(HEARING_DAYS, Days)
        until = days_after(act.occurred_at, days.count, clear=days.clear)
        self.record(
            self.WithdrawalProposed,
            act.under(HEARING_DAYS),
            number=number,
            reasons=reasons,
            heard_until=until,
        )

    def hear(self, act: Act, number: int, words: str) -> None:
        """Record what they say to it."""
        if self._must_be_endorsed(number).hearing is None:
            raise OutOfOrder("Nobody proposed to take their support back.", rule=HEARING_DAYS)
        self.record(self.Heard, act.under(HEARING_DAYS), number=number, words=words)

    def decide_withdrawal(self, act: Act, number: int, reasons: str, *, withdrawn: bool) -> None:
        """Take support back or keep it; nobody loses it unheard, before their time was over."""
        found = self._must_be_endorsed(number)
        if found.hearing is None:
            raise OutOfOrder(
                "Propose it first, so that whoever it is about can be heard.", rule=HEARING_DAYS
            )
        if withdrawn and not found.heard and act.occurred_at < found.hearing:
            raise TooEarly(
                f"They have not been heard, and have until {in_words(found.hearing)}.",
                rule=HEARING_DAYS,
            )
        stamped = act.under(WITHDRAWAL_POWER)
        self.record(
            self.WithdrawalDecided, stamped, number=number, withdrawn=withdrawn, reasons=reasons
        )
        if not self.endorsed:
            self.record(self.Ended, stamped, reason="support was taken back")

    def end(self, act: Act, reason: str) -> None:
        """The office is over, or the endorsement for another reason."""
        if not self.settled or not self.endorsed or self.ended:
            raise OutOfOrder("Nobody is endorsed by it.", rule=ONGOING)
        self.record(self.Ended, act.under(ONGOING), reason=reason)

    def _must_be_endorsed(self, number: int) -> Request:
        found = self.request(number)
        if found.state is not State.ENDORSED or self.ended:
            raise OutOfOrder(f"{found.name} is not endorsed.", rule=ONGOING)
        return found

    def _must_be_lasting(self) -> datetime:
        if self.review_at is None or self.ended:
            raise OutOfOrder("Nothing of this endorsement is looked at again.", rule=ONGOING)
        return self.review_at
