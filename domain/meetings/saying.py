"""What a decision has to say before anything is done by it.

A meeting that notes a report has not established a body, and an election fills places and nothing
else.  What was agreed without objection, by a vote or in writing says whatever its words say:
nobody but those who decided reads these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.kernel.ids import PersonId
from domain.kernel.refusal import RuleBroken
from domain.meetings.decisions import Decision, Manner, Names
from domain.rules.values import Rule

_BY_ITS_WORDS: Final = frozenset({Manner.CONSENSUS, Manner.VOTE})
ANYTHING: Final = frozenset(Manner)
FOUNDS: Final = _BY_ITS_WORDS | {Manner.ESTABLISHED}
GIVES_PLACES: Final = _BY_ITS_WORDS | {Manner.ELECTED, Manner.ENDORSED}
RATIFIES: Final = FOUNDS | {Manner.ENDORSED}
CO_OPTS: Final = _BY_ITS_WORDS | {Manner.CO_OPTED}
PROPOSES: Final = _BY_ITS_WORDS | {Manner.ENDORSED}
AGREES: Final = _BY_ITS_WORDS | {Manner.ENDORSED}
SETTLES: Final = ANYTHING - {Manner.NOTED}
CHANGES: Final = _BY_ITS_WORDS
"""What renames or dissolves a body, or turns a proposal down, is said in words alone."""


@dataclass(frozen=True)
class Deed:
    """Something that is done by a decision: which kinds of decision say it, and of what it is.

    `what` finishes the sentence "nothing is … by it"; a decision that names another body, post or
    person than `body`, `post` and `person` does not say it.
    """

    kinds: frozenset[Manner] = ANYTHING
    what: str = "done"
    body: str | None = None
    post: str | None = None
    person: PersonId | None = None


AS_IT_SAYS: Final = Deed()


def must_say(decision: Decision, deed: Deed, rule: Rule) -> None:
    """Refuse to do by a decision what it does not say; raises `RuleBroken`."""
    if decision.manner not in deed.kinds:
        raise RuleBroken(
            f"By decision {decision.number} something was {decision.manner}, so nothing is "
            f"{deed.what} by it. Name the decision that says so.",
            rule=rule.id,
            clause=rule.clause,
        )
    must_not_name_another(decision.names, f"Decision {decision.number}", deed, rule)


def must_not_name_another(names: Names, which: str, deed: Deed, rule: Rule) -> None:
    """Refuse to do by a decision, at a meeting or in writing, what is about something else."""
    other = _other(names, deed)
    if other is not None:
        raise RuleBroken(
            f"{which} is about another {other}, so nothing is {deed.what} by it here. Name the "
            "decision that says so.",
            rule=rule.id,
            clause=rule.clause,
        )


def must_name_nothing(decision: Decision, deed: Deed, rule: Rule) -> None:
    """Refuse to do by a decision on a body, a post, a person or an earlier decision what is about
    none of these; raises `RuleBroken`."""
    named = next((what for what, said in decision.names if said), None)
    if named is not None:
        raise RuleBroken(
            f"Decision {decision.number} is about a {named}, so nothing is {deed.what} by it. "
            "Name the decision that says so.",
            rule=rule.id,
            clause=rule.clause,
        )


def _other(names: Names, deed: Deed) -> str | None:
    """Of what a decision names another than this: a body, a post or a person."""
    told = (
        ("body", names.body, deed.body),
        ("post", names.post, deed.post),
        ("person", names.person, deed.person),
    )
    return next((what for what, said, done in told if said and done and said != done), None)
