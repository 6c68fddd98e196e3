"""Forms on nominations: open them, nominate, support, accept, withdraw, rule, call it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.elections.election import Election
from services.application.nominations import (
    AcceptNomination,
    CallOffElection,
    Nominate,
    OpenNominations,
    RuleOnNomination,
    SupportNomination,
    WithdrawNomination,
)
from services.reading import nominations
from services.web.deeds.asks import Asks, a_member, many_words, words, yes_or_no
from services.web.deeds.form import Deed, Given, Question, some_of
from services.web.deeds.on_elections import A_SECTION, about_election
from services.web.deeds.on_registers import WHY, Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

OF_THE_ELECTION: Final = Watch(
    "election",
    ("election.nominations_opened", "election.nominations_closed", "election.called_off"),
)
OF_THE_NOMINATION: Final = Watch(
    "nomination", ("nomination.withdrawn", "nomination.ruled_on", "nomination.settled")
)


def about_nomination(visit: Visit, given: Given) -> Link:
    line = nominations.nomination(visit.at, given.id("nomination")).nomination
    return Link(f"{line.name}, {line.election_title}", f"/nominations/{line.nomination}")


def _groups(visit: Visit, given: Given) -> Question:
    """The groups that the quotas of the section count."""
    line = nominations.nomination(visit.at, given.id("nomination")).nomination
    election = visit.log.load(Election, line.election)
    quotas = election.terms.quotas(election.terms.section(line.section))
    choices = [Choice(one.group, one.group.replace("_", " ")) for one in quotas]
    return some_of("groups", "To which of these do you belong?", given, choices)


def _chosen(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"groups": tuple(given.many("groups"))}


def _statement(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"statement": given.text("statement")}


FORMS: Final = (
    Register(
        command=OpenNominations,
        title="Open nominations",
        intro=(
            "This gives notice of the election. How long nominations are open, whom a candidate "
            "needs and how long a defect can be cured comes from the rulebook."
        ),
        about=about_election,
        button="Open them",
        what_now="Members nominate candidates until the close; who stands is settled by itself.",
        kept=("election",),
        watch=OF_THE_ELECTION,
    ),
    Register(
        command=Nominate,
        title="Nominate somebody",
        intro="They have to accept. You can put yourself forward, and others then nominate you.",
        asks=(
            A_SECTION,
            a_member("person", "Their membership number"),
            words("name", "Their name, as it will stand on the paper", "Write the name"),
        ),
        about=about_election,
        button="Nominate them",
        what_now="They accept, and other members nominate them too, until nominations close.",
        kept=("election",),
        watch=OF_THE_ELECTION,
    ),
    Register(
        command=SupportNomination,
        title="Nominate them too",
        intro="Your name stands with the nomination.",
        about=about_nomination,
        button="Nominate them",
        what_now="You can nominate others as well.",
        kept=("nomination",),
        watch=OF_THE_NOMINATION,
    ),
    Register(
        command=AcceptNomination,
        title="Accept the nomination",
        intro=(
            "You stand if enough members nominate you. What you say to the voters is public for "
            "good, and so are the groups that you say you belong to."
        ),
        asks=(
            Asks(_groups, _chosen),
            Asks(many_words("statement", "What you say to the voters").ask, _statement),
        ),
        about=about_nomination,
        button="Accept it",
        what_now="You can withdraw until it is settled who stands.",
        kept=("nomination",),
        watch=OF_THE_NOMINATION,
    ),
    Register(
        command=WithdrawNomination,
        title="Withdraw",
        intro="You do not stand. It stays on record that you were nominated.",
        about=about_nomination,
        button="Withdraw",
        what_now="You can be nominated anew until nominations close.",
        kept=("nomination",),
        watch=OF_THE_NOMINATION,
    ),
    Register(
        command=RuleOnNomination,
        title="Rule on a nomination",
        intro="A ruling holds over what is missing; the newest holds over those before.",
        asks=(
            yes_or_no("valid", "Is it valid?"),
            many_words("reasons", "Why", "Say why: a ruling is recorded with its reasons"),
        ),
        about=about_nomination,
        button="Rule so",
        what_now="It is on the record, with its reasons.",
        kept=("nomination",),
        watch=OF_THE_NOMINATION,
    ),
    Register(
        command=CallOffElection,
        title="Call the election off",
        intro="Nobody stands in it any more. Another election can be called.",
        asks=(WHY,),
        about=about_election,
        button="Call it off",
        what_now="It is over.",
        kept=("election",),
        watch=OF_THE_ELECTION,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}
