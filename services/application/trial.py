"""A change of the rules is tried out when it is put, and again before it takes effect.

Whoever puts a change that would not work is refused.  What the members carried is not: it is
adopted, and waits for a ruling.
"""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.kernel.act import Act
from domain.kernel.refusal import BadInput
from domain.powers import names_somebody
from domain.rules.edition import Revision
from domain.rules.values import Rule, Who
from domain.trial.fault import Fault, refused
from domain.trial.trial import worse
from services.application.case import Case


def must_hold_together(case: Case, *changes: Revision) -> None:
    """Refuse changes that do not fit the rulebook, or under which work could not go on.

    Raises `NotFound` or `BadInput` with the rule at fault, its clause, and why.
    """
    for change in changes:
        case.rulebook.check(change, case.now)
        _must_name_somebody(case, change)
    must_work(case, *changes)


def must_work(case: Case, *changes: Revision) -> None:
    """Refuse changes under which work could not go on; raises `BadInput`."""
    fault = _fault(case, *changes)
    if fault is not None:
        raise refused(fault, case.rulebook.trial(changes, case.now)[-1][1])


def or_put_off(case: Case, act: Act, change: Revision) -> tuple[Act, Revision]:
    """A change that was decided on, or, if it would not work, the same waiting for a ruling."""
    fault = _fault(case, change)
    if fault is None:
        return act, change
    event = f"a ruling on “{change.title}”"
    note = f"{fault.why} What was carried waits for {event}."
    waiting = change.model_copy(update={"from_when": None, "upon": event})
    return act.breaking(fault.rule).noting(note), waiting


def _fault(case: Case, *changes: Revision) -> Fault | None:
    def seated(body: str) -> int:
        found = case.find(Body, body_id(body))
        return 0 if found is None else sum(seat.voting for seat in found.seats)

    for before, after in case.rulebook.trial(changes, case.now):
        fault = worse(before, after, seated)
        if fault is not None:
            return fault
    return None


def _must_name_somebody(case: Case, change: Revision) -> None:
    edition = case.rulebook.at(change.from_when or case.now)
    asked = [edition.rule(one.rule).with_value(one.value) for one in change.rules]
    for rule in (*asked, *change.added):
        if isinstance(rule.value, Who) and rule.value.powers:
            _must_be_known(case, rule, rule.value.powers)


def _must_be_known(case: Case, rule: Rule, powers: tuple[str, ...]) -> None:
    if not names_somebody(powers, case):
        raise BadInput(
            f"Rule {rule.id} can't name {' and '.join(powers)} alone: there is no such body or "
            "party. Establish the body first, or name another.",
            rule=rule.id,
            clause=rule.clause,
        )
