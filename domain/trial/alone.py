"""What is wrong with one rule, whatever the others are: its kind, its force, a value of no use.

It knows which rules the service reads and as what; how they work together is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.ballots import terms as ballot
from domain.cycle import assembly
from domain.cycle.calendar import StageName
from domain.elections import nominating
from domain.elections import terms as election
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.rules.edition import Edition
from domain.rules.values import (
    AmendmentProcedure,
    Choice,
    Count,
    Days,
    Flag,
    Force,
    Rule,
    Seats,
    Share,
    Who,
)
from domain.trial.fault import Fault

ALL_MEMBERS_BALLOT = "all_member_ballot"
AMEND_POWER = RuleId("constitution.amend_power")
STAGES = tuple(stage.rule for stage in StageName)
NEEDED = (
    "registers.kept_by",
    "bodies.spoken_for_by",
    "assemblies.record_kept_by",
    "assemblies.delegates_entered_by",
    "elections.called_by",
    "refounding.opening_power",
    "refounding.who_may_draft",
    AMEND_POWER,
)
"""Powers that somebody must have for the organisation to act at all."""
HELD_TO = {
    "constitution.consistency_check": True,
    ballot.ONE_PAPER: True,
    "refounding.paper_replaceable": False,
}
"""What this service can hold to in one way only, with the value that says so."""
STRICT = frozenset(
    {
        *STAGES,
        *NEEDED,
        *HELD_TO,
        assembly.QUORUM,
        assembly.MAJORITY,
        assembly.ENTITLEMENT,
        assembly.MINORITY,
        ballot.MAJORITY,
        ballot.TURNOUT,
        ballot.FRANCHISE,
        "refounding.supporters_needed",
        "refounding.counter_proposals",
        "refounding.extension_max_days",
    }
)
"""Rules that are always held to strictly, so that none of them can be directory."""


KINDS: tuple[tuple[str, type[Value]], ...] = (
    *((rule, Days) for rule in (*STAGES, ballot.REMINDERS, ballot.FRANCHISE, ballot.NOTICE)),
    *((rule, Who) for rule in NEEDED),
    *((rule, Flag) for rule in HELD_TO),
    *((rule, Share) for rule in (ballot.MAJORITY, ballot.TURNOUT)),
    *((rule, Share) for rule in (assembly.MAJORITY, assembly.QUORUM, assembly.MINORITY)),
    (assembly.ENTITLEMENT, Count),
    (assembly.PROCEDURE, AmendmentProcedure),
)
"""Of which kind the rules are that the trial reads."""


def of_kinds(edition: Edition) -> Iterator[Fault]:
    """Rules whose values are of another kind than what reads them."""
    for rule, kind in (*KINDS, *_kinds_of_elections(edition)):
        try:
            if edition.has(rule):
                edition.value(rule, kind)
        except BadInput as wrong:
            yield Fault(rule=RuleId(rule), respect="kind", why=wrong.sentence)


def _kinds_of_elections(edition: Edition) -> Iterator[tuple[str, type[Value]]]:
    for rule in edition.rules:
        if rule.startswith("election.") and rule.endswith(election.NEEDED):
            yield rule, Seats if rule.endswith(election.SEATS) else Choice
        name = rule.rpartition(".")[2]
        if rule.startswith("election.") and name in nominating.KINDS:
            yield rule, nominating.KINDS[name]


def of_itself(rule: Rule, edition: Edition) -> Iterator[Fault]:
    """What is wrong with a value whatever the other rules are."""
    if rule.force is Force.DIRECTORY and rule.id in STRICT:
        yield Fault(
            rule=rule.id,
            respect="force",
            why=f"Rule {rule.id} is always held to strictly, so it can't be directory.",
        )
    match rule.value:
        case Share():
            yield from _of_a_share(rule.id, rule.value)
        case Who():
            yield from _of_a_power(rule.id, rule.value, edition)
        case Flag():
            yield from _of_a_flag(rule.id, rule.value)
        case Seats():
            yield from _of_places(rule.id, rule.value)
        case Count() if rule.value.count == 0 and _needs_somebody(rule.id):
            why = f"Rule {rule.id} can't be 0: nobody at all would have to be there."
            yield Fault(rule=rule.id, respect="none", why=why)


def _needs_somebody(rule: str) -> bool:
    return rule == assembly.ENTITLEMENT or rule.endswith("quorum")


def _of_a_share(rule: RuleId, share: Share) -> Iterator[Fault]:
    if not share.met_by(1, 1):
        why = f"Rule {rule} can't ask for {share.in_words()}: not even all of them would be enough."
        yield Fault(rule=rule, respect="too much", why=why)
    if rule.endswith("majority") and share.met_by(0, 1):
        why = f"Rule {rule} can't ask for {share.in_words()}: what nobody is for would be carried."
        yield Fault(rule=rule, respect="too little", why=why)


def _of_a_power(rule: RuleId, who: Who, edition: Edition) -> Iterator[Fault]:
    if rule in NEEDED and not who.powers:
        why = f"Rule {rule} has to name somebody: with nobody named this could never be done."
        yield Fault(rule=rule, respect="nobody", why=why)
    elif rule == AMEND_POWER and ALL_MEMBERS_BALLOT not in who.powers and edition.has(STAGES[0]):
        why = (
            f"Rule {rule} has to name {ALL_MEMBERS_BALLOT} as long as there is a process that ends "
            "in a ballot of all members: what they carry could not take effect."
        )
        yield Fault(rule=rule, respect="the members", why=why)


def _of_a_flag(rule: RuleId, flag: Flag) -> Iterator[Fault]:
    if rule in HELD_TO and flag.holds is not HELD_TO[rule]:
        said = "yes" if flag.holds else "no"
        why = f"Rule {rule} can't be '{said}': this service can't hold to that."
        yield Fault(rule=rule, respect="held to", why=why)


def _of_places(rule: RuleId, seats: Seats) -> Iterator[Fault]:
    if rule.startswith("election.") and not seats.total:
        why = f"Rule {rule} gives no place at all, so there is nothing to elect."
        yield Fault(rule=rule, respect="empty", why=why)
    women = max(seats.min_women, sum(section.min_women for section in seats.seats))
    if women > seats.total:
        why = f"Rule {rule} asks for {women} women on {seats.total} places."
        yield Fault(rule=rule, respect="women", why=why)
    names = [section.section for section in seats.seats]
    if len(set(names)) < len(names):
        why = f"Rule {rule} names a section twice."
        yield Fault(rule=rule, respect="twice", why=why)
