"""An election as it is called: method, places and quotas are read from the rulebook of that day.

Nominations, papers and the count are not decided here.
"""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body
from domain.elections.count import Matter
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.value import Value
from domain.rules.rulebook import Edition
from domain.rules.values import Choice, Seats, Section

METHOD, SEATS, TIE, VACANCY, UNFILLED = (
    "method",
    "seats",
    "tie_rule",
    "vacancy_rule",
    "unfilled_seat_rule",
)
NEEDED = (METHOD, SEATS, TIE, VACANCY, UNFILLED)


def election_rule(body: str, name: str) -> RuleId:
    """The rule of that name for elections to that body, such as `election.ncg.method`."""
    return RuleId(f"election.{body}.{name}")


class Terms(Value):
    """What an election is held under: copied from the rulebook, so it never shifts under way."""

    method: str
    sections: tuple[Section, ...]
    min_women: int
    tie_rule: str
    vacancy_rule: str
    unfilled_seat_rule: str
    edition: int

    @property
    def places(self) -> int:
        return sum(section.seats for section in self.sections)


class Election(Aggregate):
    """One election to one body."""

    TOPIC = "election"

    class Created(Aggregate.Created):
        """Never recorded: an election begins by being called."""

        TOPIC = "election.created.v1"

    class Called(Aggregate.Created):
        """An election was called under the rules in force."""

        TOPIC = "election.called.v1"
        body: BodyId
        title: str
        terms: Terms

    def __init__(self, body: BodyId, title: str, terms: Terms) -> None:
        self.body = body
        self.title = title
        self.terms = terms

    @classmethod
    def call(cls, election: UUID, act: Act, body: Body, title: str, edition: Edition) -> Election:
        """Call an election; refused while its tie, vacancy or unfilled-seat rule is missing."""
        terms = terms_of(body.slug, edition)
        rules = tuple(election_rule(body.slug, name) for name in NEEDED)
        stamped = act.within(election, edition.number).under(*rules)
        return cls._begin(
            cls.Called, election, stamped, body=BodyId(body.id), title=title, terms=terms
        )

    def must_be_counted_so(self, body: Body, matter: Matter) -> None:
        """Raises `RuleBroken` unless a count fills the places of a section by this method."""
        asked, section = matter.terms.rule, matter.section
        if asked != self.terms.method:
            raise RuleBroken(
                f"This election is counted by {self.terms.method}, not by {asked}.",
                rule=election_rule(body.slug, METHOD),
            )
        found = next((one for one in self.terms.sections if one.section == section), None)
        if found is None:
            known = ", ".join(one.section for one in self.terms.sections)
            raise BadInput(f"This election has no section '{section}'. It has: {known}.")
        seats = matter.contest.seats
        if found.seats != seats:
            raise RuleBroken(
                f"Section {section} has {found.seats} places; the papers are for {seats}.",
                rule=election_rule(body.slug, SEATS),
            )


def terms_of(body: str, edition: Edition) -> Terms:
    """The terms that the rulebook gives an election to that body; raises `RuleBroken` on a gap."""
    for name in NEEDED:
        rule = election_rule(body, name)
        if not edition.has(rule):
            raise RuleBroken(
                f"No election can open while the rulebook has no rule '{rule}': it would be "
                "too late to make one after the count.",
                rule=rule,
            )
    seats = edition.value(election_rule(body, SEATS), Seats)

    def choice(name: str) -> str:
        return edition.value(election_rule(body, name), Choice).choice

    return Terms(
        method=choice(METHOD),
        sections=seats.seats,
        min_women=seats.min_women,
        tie_rule=choice(TIE),
        vacancy_rule=choice(VACANCY),
        unfilled_seat_rule=choice(UNFILLED),
        edition=edition.number,
    )
