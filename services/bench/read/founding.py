"""Before the history of the large organisation: its rulebook, its office, its coordinating group.

These are asked for at the desk like anything else; the rules are those of the example.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.kernel.ids import CommandId, PersonId, derived
from domain.rules.values import RuleValue
from services.application.asker import THE_SERVICE, Asker
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.command import Command
from services.application.desk import Desk
from services.application.rules import FoundRulebook
from services.bench.read.pen import LARGE, name_of, person
from services.bench.read.sizes import FOUNDED
from services.examples.load import load
from services.store.port import Receipt, Store

EXAMPLE: Final = Path(__file__).resolve().parents[3] / "examples" / "momentum"
NCG, STAFF = "ncg", "staff"
GENERATED: Final = "generated to be measured"
SECRETARY, CHAIR = person(0), person(1)


class Hands:
    """Asks the desk, each time with a key of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._desk = Desk(store)
        self._keys = count()

    def ask(self, command: Command, by: PersonId = SECRETARY, group: str | None = None) -> Receipt:
        """Somebody asks for something, for a group if it is named."""
        behalf = None if group is None else body_id(group)
        return self._perform(command, Asker(person=by, on_behalf_of=behalf))

    def by_service(self, command: Command) -> Receipt:
        """The service does something by itself."""
        return self._perform(command, THE_SERVICE)

    def began(self, command: Command, by: PersonId = SECRETARY, group: str | None = None) -> UUID:
        """The stream that a command begins."""
        result = self.ask(command, by, group).result
        return next(ref.stream for ref in result.acts if ref.version == 1)

    def at(self, moment: datetime) -> None:
        """Go on to a moment."""
        self.store.clock.hold(moment)

    def _perform(self, command: Command, asker: Asker) -> Receipt:
        key = CommandId(derived(LARGE, "asked", next(self._keys)))
        return self._desk.perform(command, asker, key)


def found(hands: Hands, values: Mapping[str, RuleValue] = MappingProxyType({})) -> None:
    """The rulebook, the office with its secretary, and the coordinating group with its chair.

    `values` are those of rules that are otherwise here than in the example.
    """
    record = load(EXAMPLE)
    hands.at(FOUNDED)
    rules = record.rulebook.rules_in_force(FOUNDED.date())
    rulebook = FoundRulebook(
        title="Rulebook of the large organisation",
        clauses=record.rulebook.clauses_as_adopted(),
        rules=tuple(one.with_value(values.get(one.id, one.value)) for one in rules),
        source="the example",
    )
    hands.ask(rulebook)
    for slug, kind, holder, post in (
        (STAFF, "staff", 0, "secretary"),
        (NCG, "coordinating_group", 1, "chair"),
    ):
        hands.ask(EstablishBody(slug=slug, name=slug.upper(), kind=kind, source=GENERATED))
        who = {"body": slug, "person": person(holder), "name": name_of(holder), "how": "elected"}
        who["source"] = GENERATED
        hands.ask(SeatMember.model_validate(who))
        hands.ask(FillPost.model_validate({**who, "post": post}))
