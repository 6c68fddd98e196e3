"""The scrutineer of a ballot: a named person who reports on it before anybody knows its result.

The report is made after the close and before the count, on what the ballot was held by and on the
papers in number.  Its three questions are those which the law on ballots of unions asks (Trade
Union and Labour Relations (Consolidation) Act 1992, section 52(2)).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.terms import NAMED_BY, REPORT_DAYS, SCRUTINEER
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly
from domain.kernel.value import Value


class Account(Value):
    """The papers in number, as they were at the close.

    `on_roll`: how many could vote; `credentials`: how many drew one, in a blind ballot; `papers`:
    how many papers came, of which the count has to account for each.
    """

    on_roll: int
    credentials: int | None
    papers: int


class Findings(Value):
    """What the scrutineer is satisfied of.

    `lawful`: nothing gives reason to think that a rule was broken; `safeguarded`: papers were given
    out, taken in and kept with every safeguard that could be asked for; `unhindered`: nobody got in
    the way of the scrutineer.  `words` say what is to be said besides, or why it is otherwise.
    """

    lawful: bool
    safeguarded: bool
    unhindered: bool
    words: str = ""

    @property
    def satisfied(self) -> bool:
        return self.lawful and self.safeguarded and self.unhindered


SATISFIED: Final = Findings(lawful=True, safeguarded=True, unhindered=True)


class Scrutiny(Aggregate):
    """The scrutiny of one ballot."""

    TOPIC = "scrutiny"

    class Created(Aggregate.Created):
        """Never recorded: it begins when somebody is named."""

        TOPIC = "scrutiny.created.v1"

    class Named(Aggregate.Created):
        """Somebody was named scrutineer of a ballot."""

        TOPIC = "scrutiny.named.v1"
        ballot: UUID
        title: str
        person: PersonId
        name: str

    class Replaced(Aggregate.Event):
        """Somebody else was named in the scrutineer's place."""

        TOPIC = "scrutiny.replaced.v1"
        person: PersonId
        name: str
        reason: str

    class Reported(Aggregate.Event):
        """The scrutineer reported: now the papers may be counted."""

        TOPIC = "scrutiny.reported.v1"
        ballot: UUID
        account: Account
        findings: Findings

    def __init__(self, ballot: UUID, title: str, person: PersonId, name: str) -> None:
        self.ballot = ballot
        self.title = title
        self.person = person
        self.name = name
        self.reported = False

    @classmethod
    def begin(cls, act: Act, ballot: Ballot, person: PersonId, name: str) -> Scrutiny:
        """Name the scrutineer; after voting opened it is marked, for much went unwatched.

        Raises `OutOfOrder` if the rules of this ballot ask for none, or it is counted.
        """
        if ballot.terms.report_within is None:
            raise OutOfOrder(
                "The rules that this ballot was called under ask for no scrutineer.",
                rule=SCRUTINEER,
            )
        stamped = _inside(act, ballot).under(SCRUTINEER)
        if ballot.counted:
            raise OutOfOrder("The papers have been counted.", rule=SCRUTINEER)
        _must_be_somebody_else(act, person)
        if act.occurred_at >= ballot.hours.opens:
            note = f"Nobody was named before voting opened, {in_words(ballot.hours.opens)}."
            stamped = stamped.breaking(SCRUTINEER).noting(note)
        return cls._begin(
            cls.Named,
            scrutiny_id(ballot.id),
            stamped,
            ballot=ballot.id,
            title=ballot.title,
            person=person,
            name=name,
        )

    def replace(self, act: Act, ballot: Ballot, person: PersonId, name: str, reason: str) -> None:
        """Name somebody else, with the reason; raises `OutOfOrder` once it is reported."""
        self._must_be_to_come()
        _must_be_somebody_else(act, person)
        if person == self.person:
            raise BadInput(f"{name} is the scrutineer of this ballot already.", rule=SCRUTINEER)
        if not reason:
            raise BadInput(
                f"{self.name} has been named. Say why somebody else takes over.", rule=SCRUTINEER
            )
        stamped = _inside(act, ballot).under(SCRUTINEER)
        self._replaced(act=stamped, person=person, name=name, reason=reason)

    def must_be_by(self, person: PersonId) -> None:
        """Raises `NotAllowed` for everybody but the scrutineer."""
        if person != self.person:
            raise NotAllowed(
                f"Only the scrutineer reports on a ballot, and that is {self.name}.",
                rule=SCRUTINEER,
            )

    def report(self, act: Act, ballot: Ballot, findings: Findings) -> None:
        """Report; late it is marked.  Raises `TooEarly` before the close, `OutOfOrder` if twice."""
        self._must_be_to_come()
        if ballot.papers is None or ballot.roll is None:
            raise TooEarly(
                f"Voting closes {in_words(ballot.hours.closes)}: the report is on what was held.",
                rule=SCRUTINEER,
            )
        if not findings.satisfied and not findings.words.strip():
            raise BadInput(
                "Say what was not as it should be: whoever reads the result reads this first.",
                rule=SCRUTINEER,
            )
        account = Account(
            on_roll=ballot.roll.count, credentials=ballot.credentials, papers=ballot.papers
        )
        stamped = _inside(act, ballot).under(SCRUTINEER, REPORT_DAYS)
        due = ballot.terms.report_due(ballot.hours.closes)
        if due is not None and act.occurred_at > due:
            stamped = stamped.breaking(REPORT_DAYS).noting(f"It was due {in_words(due)}.")
        self._reported(act=stamped, ballot=ballot.id, account=account, findings=findings)

    def _must_be_to_come(self) -> None:
        if self.reported:
            raise OutOfOrder("The scrutineer of this ballot has reported.", rule=SCRUTINEER)

    @event(Replaced)
    def _replaced(self, act: Act, person: PersonId, name: str, reason: str) -> None:
        self.person = person
        self.name = name

    @event(Reported)
    def _reported(self, act: Act, ballot: UUID, account: Account, findings: Findings) -> None:
        self.reported = True


def scrutiny_id(ballot: UUID) -> UUID:
    """The stream of the scrutiny of a ballot."""
    return derived(ballot, "scrutiny")


def waits_for(ballot: Ballot, scrutiny: Scrutiny | None) -> str | None:
    """Why the papers can't be counted yet, as a sentence; None if nothing is missing."""
    if ballot.terms.report_within is None or (scrutiny is not None and scrutiny.reported):
        return None
    if scrutiny is None:
        return "Waits for a scrutineer to be named, who reports before anything is counted."
    return f"Waits for the report of the scrutineer, {scrutiny.name}, before anything is counted."


def _must_be_somebody_else(act: Act, person: PersonId) -> None:
    if person == act.actor:
        raise NotAllowed(
            "Nobody watches over what they see to themselves: name somebody else.", rule=NAMED_BY
        )


def _inside(act: Act, ballot: Ballot) -> Act:
    return act.within(ballot.id, ballot.terms.edition)
