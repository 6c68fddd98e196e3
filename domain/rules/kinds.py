"""The kinds of body that an organisation has: a new kind is a rule, and no code.

The rule `kinds.<kind>` declares one, with what is particular about its bodies.  It does not decide
what a body may do: that is for the other rules, which find the bodies of a kind by the kind's word
(see `domain.bodies.scopes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal, Protocol

from pydantic import Field, model_validator

from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotFound
from domain.kernel.value import Value

KINDS: Final = "kinds."
Named = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""The short name of a kind, as bodies are established with it and rules are named after it."""


class BodyKind(Value):
    """What is particular about the bodies of one kind.

    `rules_under` is the word under which rules about all of them stand, where it is not the kind's
    own, and `established_under` the rule on who establishes one, where it has a name of its own.
    `formed` ones are formed out of the members of another body.  `own_word` ones are joined
    by one's own word, so nobody ranks them and they have no numbers.  `recognised` ones are groups
    of members, recognised by those who have that power; members belong to them, they hand in
    proposals and send delegates.  `of_a_region` ones speak for the region that they name, and
    `elected` ones are filled by election.  A seat in one that is not `of_members` is employment,
    and stays when a membership ends.  `parents` are the kinds of body that one must be part of; one
    without any may stand alone.
    """

    type: Literal["kind"] = "kind"
    name: Annotated[str, Field(min_length=1)]
    plural: Annotated[str, Field(min_length=1)]
    rules_under: Named | None = None
    established_under: RuleId | None = None
    formed: bool = False
    own_word: bool = False
    recognised: bool = False
    of_a_region: bool = False
    elected: bool = False
    of_members: bool = True
    parents: tuple[Named, ...] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> BodyKind:
        if self.recognised and (self.formed or self.own_word or self.parents):
            raise ValueError(f"{self.plural} that are recognised are part of no other body")
        return self

    def in_words(self) -> str:
        """The kind as a phrase, such as 'sub-groups: formed out of another body's members'."""
        told = [said for name, said in _SAID.items() if getattr(self, name)]
        told += [] if self.of_members else ["of people who are employed"]
        told += ["part of another body"] if self.parents else []
        return f"{self.plural}: {', '.join(told) or 'nothing particular'}"


_SAID: Final = {
    "formed": "formed out of another body's members",
    "own_word": "joined by one's own word",
    "recognised": "recognised groups of members",
    "of_a_region": "for one region",
    "elected": "filled by election",
}


class _Declared(Protocol):
    @property
    def id(self) -> RuleId: ...

    @property
    def value(self) -> object: ...


class Rules(Protocol):
    """An edition of the rulebook, or the two that govern a process."""

    def has(self, rule: str) -> bool: ...

    def value(self, rule: str, kind: type[BodyKind]) -> BodyKind: ...


def declaring(kind: str) -> RuleId:
    """The rule that declares a kind."""
    return RuleId(f"{KINDS}{kind}")


def kind_of(rules: Rules, kind: str) -> BodyKind:
    """What is particular about a kind; nothing, in rules of a time before it was declared."""
    if not rules.has(declaring(kind)):
        words = kind.replace("_", " ")
        return BodyKind(name=words, plural=f"{words}s")
    return rules.value(declaring(kind), BodyKind)


def word_of(rules: Rules, kind: str) -> str:
    """What rules call the bodies of a kind."""
    return kind_of(rules, kind).rules_under or kind


def declared(rules: Mapping[RuleId, _Declared]) -> dict[str, BodyKind]:
    """Every kind among these rules, by its short name."""
    return {
        rule.removeprefix(KINDS): one.value
        for rule, one in rules.items()
        if rule.startswith(KINDS) and isinstance(one.value, BodyKind)
    }


def must_be_declared(rules: Mapping[RuleId, _Declared], kind: str) -> BodyKind:
    """The kind of that short name; raises `NotFound` where no rule declares it."""
    known = declared(rules)
    if kind not in known:
        raise NotFound(
            f"The rulebook declares no kind of body “{kind}”; it has {_listed(known)}. Add the "
            f"rule {declaring(kind)} first.",
            rule=declaring(kind),
        )
    return known[kind]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
