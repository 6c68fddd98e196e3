"""What a proposal asks for: a text in numbered paragraphs, and the rule changes that go with it.

The words bind; the rule changes say the same in a form that can be judged by.  Both are amended
together, so that neither runs away from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.rules.rulebook import Revision
from domain.rules.values import ClauseChange, RuleChange, RuleValue
from domain.text.amendment.change import RuleEdit
from domain.text.text import Text

_VALUE: TypeAdapter[RuleValue] = TypeAdapter(RuleValue)


class Asked(Value):
    """A version of what is proposed.

    If carried it takes effect at once, at `from_when`, or when the event named in `upon` happens.
    `transitional` names open processes that go over to the new rules with it.
    """

    text: Text
    rules: tuple[RuleChange, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    from_when: AwareDatetime | None = None
    upon: str | None = None
    transitional: tuple[UUID, ...] = ()

    @property
    def changes_the_rulebook(self) -> bool:
        return bool(self.rules or self.clauses)

    def revision(self, title: str, adopted: datetime) -> Revision:
        """The change of the rulebook that follows if this is carried."""
        moment = None if self.upon is not None else max(self.from_when or adopted, adopted)
        return Revision(
            title=title,
            rules=self.rules,
            clauses=self.clauses,
            from_when=moment,
            upon=self.upon,
            transitional=self.transitional,
        )

    def with_text(self, text: Text) -> Asked:
        return self.model_copy(update={"text": text})

    def with_rules(self, edits: Iterable[RuleEdit]) -> Asked:
        """The same with amended rule changes; raises `BadInput` on a value that makes no sense."""
        changes = {change.rule: change for change in self.rules}
        for edit in edits:
            rule = RuleId(edit.rule)
            if edit.value is None:
                changes.pop(rule, None)
            else:
                changes[rule] = RuleChange(rule=rule, value=read_value(rule, edit.value))
        return self.model_copy(update={"rules": tuple(changes.values())})


class Drafter(Value):
    """Who drafted it: a group at a recorded meeting, or a member who looks for supporters."""

    person: PersonId
    group: BodyId | None = None
    meeting: UUID | None = None


def read_value(rule: RuleId, raw: object) -> RuleValue:
    """A rule's value from plain data; raises `BadInput` with what is wrong."""
    try:
        return _VALUE.validate_python(raw)
    except ValidationError as error:
        raise BadInput(
            f"The value asked for rule {rule} can't be read: {_wrong(error.errors()[0])}.",
            rule=rule,
        ) from None


def _wrong(error: ErrorDetails) -> str:
    """What is wrong, in words."""
    part = str(error["loc"][-1]) if error["loc"] else "it"
    match error["type"]:
        case "union_tag_not_found" | "model_attributes_type":
            return "it is written as its type and what that holds, such as type: days, count: 9"
        case "union_tag_invalid":
            return f"its type is one of {error['ctx']['expected_tags']}"
        case "missing":
            return f"{part} is missing"
        case "extra_forbidden":
            return f"{part} is nothing that this type of value has"
    return error["msg"].removeprefix("Value error, ").replace("Input", part, 1)
