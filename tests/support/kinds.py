"""The kinds of body that the rulebooks of the tests declare, by the names that tests use."""

from __future__ import annotations

from enum import StrEnum

from domain.rules.kinds import BodyKind, declaring
from domain.rules.values import RuleValue


class Kind(StrEnum):
    """The kinds of the founding example."""

    COORDINATING_GROUP = "coordinating_group"
    OFFICERS_GROUP = "officers_group"
    SUB_GROUP = "sub_group"
    CAUCUS = "caucus"
    FACILITATION_GROUP = "facilitation_group"
    WORKING_GROUP = "working_group"
    NETWORK = "network"
    REGIONAL_GROUP = "regional_group"
    LOCAL_GROUP = "local_group"
    ASSEMBLY = "assembly"
    COUNCIL = "council"
    CONFERENCE = "conference"
    PANEL = "panel"
    STAFF = "staff"


_PARTICULAR: dict[Kind, dict[str, object]] = {
    Kind.COORDINATING_GROUP: {"elected": True},
    Kind.SUB_GROUP: {"formed": True, "rules_under": "subgroups"},
    Kind.CAUCUS: {"formed": True, "own_word": True, "plural": "caucuses"},
    Kind.FACILITATION_GROUP: {"formed": True},
    Kind.WORKING_GROUP: {"formed": True, "rules_under": "working_groups"},
    Kind.NETWORK: {"formed": True},
    Kind.REGIONAL_GROUP: {"of_a_region": True, "rules_under": "regions"},
    Kind.LOCAL_GROUP: {"recognised": True, "rules_under": "groups"},
    Kind.CONFERENCE: {"rules_under": "conferences"},
    Kind.PANEL: {"established_under": "complaints.panel_power"},
    Kind.STAFF: {"of_members": False, "plural": "staff"},
}


def _like(kind: Kind) -> BodyKind:
    name = kind.replace("_", " ").replace("sub group", "sub-group")
    return BodyKind.model_validate(
        {"name": name, "plural": f"{name}s", **_PARTICULAR.get(kind, {})}
    )


KINDS: dict[str, RuleValue] = {declaring(kind): _like(kind) for kind in Kind}
"""A rule for each of them."""
