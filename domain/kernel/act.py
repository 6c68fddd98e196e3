"""The envelope of every act: who did it, when, by what power and under which rules.

Nothing here knows how acts are stored; `services.store` reads and writes this very value.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from domain.kernel.ids import CommandId, PersonId, ProcessId, RuleId
from domain.kernel.value import Value


class Standing(StrEnum):
    """What the service holds of an act.

    `judged`: it passed every mandatory rule.  `irregular`: it is a fact of the world that breaks
    the rules named in `breaks`.  `attested`: it was imported, verified in form and not judged.
    """

    JUDGED = "judged"
    IRREGULAR = "irregular"
    ATTESTED = "attested"


class Authority(Value):
    """What gives the power to act: a post in a body, a decision, a rule, or a cited source.

    `kind` is one of post, membership, decision, rule, ruling, source; `name` says it for people;
    `id` is the body, the deciding act, the rule or the ruling's number where there is one.
    """

    kind: str
    name: str
    id: str | None = None


class Act(Value):
    """One act's envelope.

    `occurred_at` is when it took effect; `recorded_at` is the store's and is not in here.
    `governing_version` is the rulebook version that the process was opened under,
    `rulebook_version` the one in force at the act (0: none yet).
    """

    occurred_at: AwareDatetime
    actor: PersonId
    recorded_by: PersonId
    authority: Authority
    command_id: CommandId
    rulebook_version: int = 0
    governing_version: int | None = None
    on_behalf_of: UUID | None = None
    process_id: ProcessId | None = None
    cause: UUID | None = None
    standing: Standing = Standing.JUDGED
    rules: tuple[RuleId, ...] = ()
    breaks: tuple[RuleId, ...] = ()
    note: str | None = None

    def under(self, *rules: RuleId) -> Act:
        """The same act with the rules that it was judged by."""
        added = tuple(rule for rule in rules if rule not in self.rules)
        return self.model_copy(update={"rules": self.rules + added})

    def breaking(self, *rules: RuleId) -> Act:
        """A fact of the world that breaks these rules: recorded and marked, not refused."""
        if not rules:
            return self
        return self.under(*rules).model_copy(
            update={"standing": Standing.IRREGULAR, "breaks": self.breaks + rules}
        )

    def noting(self, sentence: str) -> Act:
        """The same act with one more sentence beside it."""
        note = sentence if self.note is None else f"{self.note} {sentence}"
        return self.model_copy(update={"note": note})

    def at(self, moment: datetime) -> Act:
        """The same act taking effect at another moment, such as a deadline's own."""
        return self.model_copy(update={"occurred_at": moment})

    def no_earlier(self, moment: datetime) -> Act:
        """The same act, at that moment if it would take effect before it."""
        return self if self.occurred_at >= moment else self.at(moment)

    def within(self, process: UUID, governing_version: int) -> Act:
        """The same act as part of a process that is governed by an earlier rulebook version."""
        return self.model_copy(
            update={"process_id": ProcessId(process), "governing_version": governing_version}
        )

    def caused_by(self, cause: UUID | None) -> Act:
        """The same act with the act that made it follow."""
        return self.model_copy(update={"cause": cause})
