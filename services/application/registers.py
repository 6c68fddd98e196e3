"""Who keeps the registers of bodies and members, and how the very first entries come about.

It is a rule like any other, `registers.kept_by`, and a proposal can change it.  There is one way
into an organisation that has nothing yet: somebody adopts its rulebook, and as long as nobody has
ever held the seats and posts that the rule names, this founder enters the first people.
"""

from __future__ import annotations

from domain.kernel.act import Act, Authority
from domain.kernel.ids import RuleId
from domain.powers import powers_of, was_ever_held
from services.application.case import Case

KEPT_BY = RuleId("registers.kept_by")
FOUNDER = Authority(kind="rule", name="the founder, until the registers have a keeper")


def by_keeper(case: Case) -> Act:
    """The act of whoever keeps the registers; raises `NotAllowed` for all others."""
    if is_founder(case):
        return case.act(FOUNDER).under(KEPT_BY)
    return case.act_by_power(KEPT_BY)


def is_founder(case: Case) -> bool:
    """Whether the founder asks, and the registers have no keeper yet."""
    powers = powers_of(case.edition.rule(KEPT_BY))
    return case.by.person == case.rulebook.founder and not was_ever_held(powers, case)
