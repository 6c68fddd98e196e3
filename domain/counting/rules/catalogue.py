"""Every counting rule that there is, by the name in its manifest."""

from __future__ import annotations

from domain.counting.manifest import CountingRule, Manifest
from domain.counting.rules.marks.approval import Approval
from domain.counting.rules.marks.block import Block
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.rules.marks.yes_no import YesNo
from domain.counting.rules.meek.nz import MeekNz
from domain.counting.rules.meek.prf import MeekPrf
from domain.counting.rules.priorities.ranked_priorities import RankedPriorities
from domain.counting.rules.single.av import Av
from domain.counting.rules.single.electoral_college import ElectoralCollege
from domain.counting.rules.stv.ers97 import Ers97
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.rules.stv.wigm import WigmExact, WigmPrf
from domain.kernel.refusal import BadInput

RULES: tuple[CountingRule, ...] = (
    ScottishStv(),
    Ers97(),
    MeekPrf(),
    MeekNz(),
    WigmExact(),
    WigmPrf(),
    Av(),
    Fptp(),
    Block(),
    Approval(),
    ElectoralCollege(),
    YesNo(),
    RankedPriorities(),
)


def rule(id: str) -> CountingRule:
    """The rule of that name; raises `BadInput` with the names that there are."""
    for found in RULES:
        if found.manifest.id == id:
            return found
    known = ", ".join(manifest.id for manifest in manifests())
    raise BadInput(f"There is no counting rule '{id}'. There are: {known}.")


def manifests() -> tuple[Manifest, ...]:
    """The manifest of every rule, in the order in which they are shown."""
    return tuple(found.manifest for found in RULES)
