"""Hands for a story: people who ask the desk, and due steps taken without an engine."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from uuid import UUID

from domain.bodies.body import body_id
from domain.bodies.member import person_id
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from services.application.asker import THE_SERVICE, Asker
from services.application.begun import Begun
from services.application.catalogue import VERBS
from services.application.command import Command
from services.application.desk import Desk
from services.application.processes import STEPS, Steps
from services.counting.memory import MemoryBundles
from services.counting.port import PaperBundles
from services.store.port import Receipt, Store
from services.voting.blind.memory import MemoryBlind
from services.voting.memory import MemoryBoxes
from services.voting.port import PaperBoxes
from workflows.catalogue import WORKFLOWS
from workflows.contract import Step


def drawn(*words: object) -> UUID:
    """An id as if drawn at random, the same for the same words."""
    return UUID(bytes=derived(CONVENOR, *words).bytes, version=4)


class Hands:
    """People and an engine over one store."""

    def __init__(
        self,
        store: Store,
        boxes: PaperBoxes,
        story: str = "story",
        bundles: PaperBundles | None = None,
    ) -> None:
        self.store = store
        self.story = story
        self.boxes = boxes
        self.desk = Desk(store)
        self.bundles: PaperBundles = bundles or MemoryBundles()
        self.blind = MemoryBlind(store, boxes.on_roll) if isinstance(boxes, MemoryBoxes) else None
        self.steps = Steps(self.desk, boxes, self.bundles, blind=self.blind)
        self._keys = count(1)
        self._begun = Begun(store)
        assert VERBS

    def ask(self, command: Command, person: PersonId, group: str | None = None) -> Receipt:
        """Somebody asks for something, with a key of its own."""
        behalf = None if group is None else body_id(group)
        key = CommandId(derived(CONVENOR, self.story, next(self._keys)))
        return self.desk.perform(command, Asker(person=person, on_behalf_of=behalf), key)

    def by_service(self, command: Command) -> Receipt:
        """The service does something by itself, though not by a process."""
        key = CommandId(derived(CONVENOR, self.story, next(self._keys)))
        return self.desk.perform(command, THE_SERVICE, key)

    def began(self, receipt: Receipt) -> UUID:
        """The stream that a command began."""
        return next(ref.stream for ref in receipt.result.acts if ref.version == 1)

    def at(self, moment: datetime) -> None:
        """Move the organisation's clock to a moment, and let the engine do what is due."""
        self.store.clock.hold(moment)
        self.settle()

    def settle(self) -> None:
        """Take every step that is due, until nothing moves any more."""
        head = -1
        while head != self.store.head():
            head = self.store.head()
            for kind, process in self._begun.open():
                self._run(kind, process)

    def _run(self, kind: str, process: UUID) -> None:
        for leg in WORKFLOWS[kind].COURSE:
            step = Step(process_id=process, stage=leg.stage)
            if not STEPS[leg.activity](self.steps, step).done:
                return


def member(number: int) -> PersonId:
    return person_id(f"M{number:05}")
