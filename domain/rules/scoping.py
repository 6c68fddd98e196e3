"""Whether a rule that speaks of the bodies of a kind speaks of one that the rulebook declares.

A rule on all bodies of a kind below a parent stands under the parent's name and the kind's word
(`ncg.subgroups.job_share`).  Nobody would ever read one whose word belongs to no kind, so it is
refused.  Whether a body of the first name will ever be established is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput
from domain.rules.kinds import BodyKind, declared
from domain.rules.values import Rule

TOPICS: Final = ("meetings", "report", "cooption", "officers", "parts")
"""What rules on a body are about, where a topic has several."""
SINGLE: Final = (
    "size",
    "term",
    "term_limit",
    "holds_over",
    "from_parent",
    "members_by_region",
    "ex_officio",
    "job_share",
    "union_place",
    "lead_staff",
    "convenors_by",
    "least_members",
    "members_sealed",
    "least_shown",
    "open_to",
    "under_age",
)
"""The other rules on how a body is made up."""
FORMING: Final = "subgroups"
"""The rules on forming groups of a body stand here, of whichever kind the groups are."""


def must_speak_of_known_kinds(asked: Iterable[Rule], every: Mapping[RuleId, Rule]) -> None:
    """Refuse a rule on bodies, or on parents, of a kind that none of all the rules declares."""
    kinds = declared(every)
    words = {one.rules_under or kind: one for kind, one in kinds.items()} | {FORMING: None}
    for rule in asked:
        if isinstance(rule.value, BodyKind):
            _parents_are_known(rule, kinds)
        word = _word(rule.id)
        if word is not None and word not in words:
            known = ", ".join(f"“{one}”" for one in sorted(words))
            raise BadInput(
                f"Rule {rule.id} is about bodies of a kind “{word}”, and no kind of body has its "
                f"rules under that word: there are {known}. Declare the kind first.",
                rule=rule.id,
                clause=rule.clause,
            )


def _parents_are_known(rule: Rule, kinds: Mapping[str, BodyKind]) -> None:
    assert isinstance(rule.value, BodyKind)
    missing = [one for one in rule.value.parents if one not in kinds]
    if missing:
        raise BadInput(
            f"Rule {rule.id} asks for a parent of the kind “{missing[0]}”, which no rule declares.",
            rule=rule.id,
            clause=rule.clause,
        )


def _word(rule: str) -> str | None:
    """The second of two names before what a rule on bodies says; none where there are not two."""
    names = rule.split(".")
    topic = next((at for at, one in enumerate(names[:-1]) if one in TOPICS), None)
    before = names[:topic] if topic is not None else names[:-1] if names[-1] in SINGLE else []
    return before[1] if len(before) == 2 else None
