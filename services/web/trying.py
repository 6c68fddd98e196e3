"""Answers what a visitor may do, by trying: the very command is judged, and nothing is recorded.

So the page and the desk can't disagree, and the reason why something may not be done is the
refusal that would be given.  A page of the past offers nothing: nobody can act in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid4

from domain.kernel.ids import CommandId, PersonId, RuleId
from domain.kernel.refusal import NotAllowed, Refusal
from domain.text.refusals import TextRefused
from services.application.asker import Asker
from services.application.case import Case, Kind, Known
from services.application.command import VERBS, Command
from services.store.keeping import copy_of
from services.web.acting import NOBODY
from services.web.lawbook import Law
from services.web.look.parts import Clause, May, MayNot, NextStep, Weight
from services.web.look.words import listed
from services.web.site import Site
from services.web.visit import Visit

ANYBODY: Final = PersonId(UUID("00000000-0000-4000-8000-00000000a11b"))
"""Somebody of whom nothing is on record, for a command that could be about anybody."""
IN_THE_PAST = "This page shows the past. Go back to the present to do this."


def tried(
    site: Site, asker: Asker, command: Command, expected: Mapping[UUID, int] | None = None
) -> Case:
    """The case as it would be committed; raises the `Refusal` that would be given."""
    case = Case(site.office.store.look(), asker, CommandId(uuid4()), dict(expected or {}))
    VERBS.handler(command)(case, command)
    return case


ORDER = (Weight.FIRST, Weight.OTHER, Weight.GRAVE)


class Attempt(Case):
    """A case that is tried for a page and never committed.

    A page tries a dozen commands on the same few things: what one has read, the next is given as it
    was, so that all answers of a page stand for one state of each.
    """

    def __init__(self, visit: Visit, asker: Asker) -> None:
        self._visit = visit
        super().__init__(visit.log, asker, CommandId(uuid4()), {})
        self._looked = visit.looked

    def bodies(self) -> tuple[Known, ...]:
        """Every body: the same for all that a page tries."""
        if self._visit.every_body is None:
            self._visit.every_body = super().bodies()
        return self._visit.every_body

    def as_recorded(self, kind: type[Kind], stream: UUID) -> Kind | None:
        if (kind, stream) not in self._looked:
            self._looked[kind, stream] = super().as_recorded(kind, stream)
        found = self._looked[kind, stream]
        return copy_of(found) if isinstance(found, kind) else None


def objection(visit: Visit, command: Command) -> Refusal | None:
    """Why the visitor may not do this now; None if they may."""
    if visit.past:
        return NotAllowed(IN_THE_PAST)
    if visit.acting is None:
        return NotAllowed(NOBODY)
    case = Attempt(visit, visit.acting.asker)
    try:
        VERBS.judge(command)(case, command)
    except Refusal as refusal:
        return refusal
    except TextRefused as refused:
        return NotAllowed(str(refused))
    return None


def has_power(visit: Visit, rule: RuleId) -> bool:
    """Whether the visitor has the power that a rule gives, now."""
    if visit.acting is None or visit.past:
        return False
    try:
        Attempt(visit, visit.acting.asker).act_by_power(rule)
    except Refusal:
        return False
    return True


class Deeds:
    """What a visitor may do on a page, gathered one by one."""

    def __init__(self, visit: Visit, law: Law) -> None:
        self._visit = visit
        self._law = law
        self.may: list[May] = []
        self.may_not: list[MayNot] = []

    def offer(self, label: str, href: str, command: Command, weight: Weight = Weight.OTHER) -> None:
        """Offer it if a command like this would be taken; otherwise say why not."""
        refusal = objection(self._visit, command)
        if refusal is None:
            self.may.append(May(label, href, weight))
        elif not self._visit.past:
            self.refuse(label, refusal, command.verb())

    def on(self, step: NextStep) -> NextStep:
        """The step with what you may do about it: the strongest first, what is grave last."""
        may = sorted(self.may, key=lambda one: ORDER.index(one.weight))
        return replace(step, may=tuple(may), may_not=tuple(_by_reason(self.may_not)))

    def refuse(self, label: str, refusal: Refusal, verb: str = "") -> None:
        """Say why it may not be done."""
        clause = self._law.clause(refusal.rule)
        verbs = (verb,) if verb else ()
        self.may_not.append(MayNot(label, refusal.sentence, clause, verbs))


def _by_reason(barred: Iterable[MayNot]) -> Iterator[MayNot]:
    """What is barred for one reason, told once."""
    told: dict[tuple[str, Clause | None], list[MayNot]] = {}
    for one in barred:
        told.setdefault((one.reason, one.clause), []).append(one)
    for (reason, clause), same in told.items():
        labels = [one.label if not at else _lower(one.label) for at, one in enumerate(same)]
        verbs = tuple(verb for one in same for verb in one.verbs)
        yield MayNot(listed(list(dict.fromkeys(labels)), "or"), reason, clause, verbs)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
