"""An organisation in which clause 8 alone is about elections, and proposals that dispute it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.kernel.ids import ClauseId, ProposalId
from domain.rules.values import Choice, Clause, Flag, Rule, RuleValue, Who
from services.application.rules import MakeRuling
from tests.application.organisation import CHAIR, START, Organisation
from tests.support.hands import Hands
from tests.support.rulebook import CLAUSE, rule, rules

METHOD, TIES = "election.ncg.method", "election.ncg.tie_rule"
BALLOT_DAYS = "refounding.ballot_days"
STV, APPROVAL, BLOCK = (Choice(choice=one) for one in ("scottish-stv", "approval", "block"))
COIN = Choice(choice="coin")
ELECTIONS = Clause(id=ClauseId("8"), heading="Elections", text="Members elect the group.")
CHECK = rule("constitution.consistency_check", Flag(holds=True))


def founding() -> tuple[Rule, ...]:
    """The small rulebook, in which clause 8 alone is about elections."""
    found = rules(constitution__amend_power=Who(powers=("all_member_ballot", "ncg.chair")))
    return (
        CHECK,
        *(
            one.model_copy(update={"clause": ELECTIONS.id})
            if one.id.startswith("election")
            else one
            for one in found
        ),
    )


class Dispute(Organisation):
    """Proposals that are carried together."""

    def propose(self, title: str, *values: tuple[str, RuleValue], **wording: object) -> ProposalId:
        return ProposalId(self.hand_in(title=title, changes=dict(values), **wording))

    def rule_on(self, *holds: UUID) -> None:
        self.ask(ruling(*holds), CHAIR)

    def value(self, name: str) -> RuleValue:
        return self.rulebook.at(self.store.now()).rule(name).value

    def carry_all(self) -> None:
        papers = "Y" * len(self.the_cycle.standing_entries)
        self.vote_in_the_ballot(papers, papers.replace("Y", "N"), in_favour=8, against=2)


def ruling(*holds: UUID, collision: int | None = 1) -> MakeRuling:
    return MakeRuling(
        question="Which method holds?",
        ruling="The one that was named.",
        reasons="It had more votes in favour.",
        clauses=(ELECTIONS.id,),
        appeal_to="the members",
        collision=collision,
        holds=tuple(ProposalId(one) for one in holds),
    )


def opened(hands: Hands) -> Dispute:
    """A cycle in the middle of drafting."""
    org = Dispute(hands, founding(), (CLAUSE, ELECTIONS))
    org.open_cycle()
    org.hands.at(START + timedelta(days=10))
    return org
