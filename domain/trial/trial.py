"""Whether an organisation could still do its work under a rulebook: the trial of a change of rules.

A cycle is planned, a ballot called and an election opened as the rules would have it.  Whatever
would come to nothing is a fault, with the rule and the value that are to blame.  A gap is no fault:
whoever asks for a rule that is missing is refused then, by its name.
"""

from __future__ import annotations

from domain.rules.edition import Edition
from domain.trial.alone import of_itself, of_kinds
from domain.trial.fault import Fault
from domain.trial.together import Seated, calendar_of, of_a_ballot, of_a_cycle, of_quorums


def faults(edition: Edition, seated: Seated | None = None) -> tuple[Fault, ...]:
    """Everything that would not work under this edition.

    Whether bodies could reach their quorums is asked only where it is known who sits in them.
    """
    wrong = tuple(of_kinds(edition))
    if wrong:
        return wrong
    found = [fault for rule in edition.rules.values() for fault in of_itself(rule, edition)]
    found += [] if seated is None else of_quorums(edition, seated)
    calendar = calendar_of(edition)
    if calendar is not None:
        found += of_a_cycle(edition, calendar)
        found += of_a_ballot(edition, calendar)
    return tuple(found)


def worse(before: Edition, after: Edition, seated: Seated | None = None) -> Fault | None:
    """The first fault that a change brings or makes worse, if it does."""
    known = {(fault.rule, fault.respect): fault.excess for fault in faults(before, seated)}
    for fault in faults(after, seated):
        if fault.excess > known.get((fault.rule, fault.respect), -1):
            return fault
    return None
