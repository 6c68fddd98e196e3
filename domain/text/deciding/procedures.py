"""The four procedures by which a meeting takes amendments, as functions of what was decided.

It refuses to know of votes, quorums and majorities: what counts as carried is told to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from domain.text.amendment.atoms import Atom
from domain.text.amendment.change import Amendment, AmendmentId, RuleEdit
from domain.text.amendment.reading import Base, read
from domain.text.deciding.parts import in_parts
from domain.text.deciding.settlement import Fallen, Outcome, Procedure, Settlement, Step
from domain.text.deciding.waiting import in_dispute
from domain.text.merging.collisions import Choice
from domain.text.merging.families import Families
from domain.text.merging.layout import laid_out
from domain.text.merging.merge import as_amended, merge
from domain.text.merging.passage import Passage
from domain.text.refusals import AmendmentUnknown, ChoiceRefused
from domain.text.text import ParagraphId, Text, digest
from domain.text.words import in_order


def settle(base: Text, amendments: Iterable[Amendment], outcome: Outcome) -> Settlement:
    """The text that follows from an outcome, by the outcome's procedure."""
    match outcome.procedure:
        case Procedure.SUBSTANTIVE:
            return substantive(base, amendments, outcome.carried, outcome.choices)
        case Procedure.PARTS:
            return parts(base, amendments, outcome.carried, outcome.choices)
        case Procedure.CONSENSUS:
            return consensus(base, amendments, outcome.carried, outcome.choices)
        case Procedure.PARALLEL:
            return parallel(base, amendments, outcome.carried, outcome.choices)


def effect_of(base: Text, amendments: Iterable[Amendment], outcome: Outcome) -> Text:
    """What the text becomes if this is carried."""
    return settle(base, amendments, outcome).text


def parallel(
    base: Text,
    amendments: Iterable[Amendment],
    carried: Collection[AmendmentId],
    choices: Sequence[Choice] = (),
) -> Settlement:
    """The carried ones merged.  Their order, and that of `amendments`, changes nothing."""
    families = Families(amendments)
    standing = families.without_orphans(carried)
    merged = merge(base, standing, choices)
    return Settlement(
        procedure=Procedure.PARALLEL,
        text=merged.text,
        rules=merged.rules,
        taken=_names(standing),
        fallen=_lapsed(families, carried),
        collisions=merged.collisions,
    )


def _names(amendments: Iterable[Amendment]) -> tuple[AmendmentId, ...]:
    return tuple(sorted((one.id for one in amendments), key=in_order))


def _lapsed(families: Families, carried: Collection[AmendmentId]) -> tuple[Fallen, ...]:
    """Carried amendments to an amendment that was lost."""
    standing = {one.id for one in families.without_orphans(carried)}
    lapsed = (one for one in families.named(carried) if one.id not in standing)
    return tuple(
        Fallen(
            amendment=one.id,
            sentence=f"Amendment {one.id} lapses, since amendment {one.parent}, "
            "which it amends, does not stand.",
        )
        for one in sorted(lapsed, key=lambda one: in_order(one.id))
    )


def substantive(
    base: Text,
    amendments: Iterable[Amendment],
    carried: Sequence[AmendmentId],
    choices: Sequence[Choice] = (),
) -> Settlement:
    """Each carried one makes a new text, against which the next stands, in the order of `carried`.

    Amendments to an amendment count with their parent, in whatever order they were taken; the
    choices settle collisions among them.  Of a rule, the value that was carried last stands; a
    paragraph that two put in bears the name that the first gave it.
    """
    if len(set(carried)) < len(carried):
        raise AmendmentUnknown("An amendment is named twice among the carried. Name each once.")
    families = Families(amendments)
    standing = families.without_orphans(carried)
    course = _Course(base)
    left = list(choices)
    for amendment in (one for one in standing if one.parent is None):
        own = tuple(_family(families, amendment, standing))
        course.take(amendment, own, left)
    if left:
        raise ChoiceRefused(
            f"There is no collision {left[0].collision} among amendments to one amendment. "
            "Under the substantive procedure the order decides everything else."
        )
    return course.end(_lapsed(families, carried))


def _family(
    families: Families, parent: Amendment, standing: Sequence[Amendment]
) -> Iterable[Amendment]:
    names = {one.id for one in standing}
    return (one for one in families.descendants(parent.id) if one.id in names)


class _Course:
    """The text on its way through one vote after another."""

    def __init__(self, base: Text) -> None:
        self._base = Base(base)
        self._made: list[Atom] = []
        self._text = base
        self._rules: dict[str, RuleEdit] = {}
        self._taken: list[AmendmentId] = []
        self._fallen: list[Fallen] = []
        self._steps: list[Step] = []

    def take(self, amendment: Amendment, own: tuple[Amendment, ...], left: list[Choice]) -> None:
        """One carried amendment with the carried amendments to it."""
        folded = self._folded(amendment, own, left)
        obstacle = Passage(self._base, Base(self._text), self._made).obstacle(folded)
        if obstacle is not None:
            self._fallen.append(Fallen(amendment=amendment.id, sentence=obstacle.sentence))
            return
        self._made += [atom for atom in read(self._base, folded) if atom not in self._made]
        self._text = laid_out(self._base, self._made)
        self._rules |= {edit.rule: edit for edit in folded.rule_edits}
        self._taken += [amendment.id, *_names(own)]
        self._steps.append(Step(amendment=amendment.id, result=digest(self._text)))

    def _folded(
        self, amendment: Amendment, own: tuple[Amendment, ...], left: list[Choice]
    ) -> Amendment:
        if not own:
            return amendment
        disputed = {c.id for c in merge(self._base.text, [amendment, *own]).collisions}
        mine = [choice for choice in left if choice.collision in disputed]
        if len(mine) < len(disputed):
            raise ChoiceRefused(
                f"Amendments to amendment {amendment.id} collide and no choice between them is "
                "given. Decide it before the amendment itself is put."
            )
        left[:] = [choice for choice in left if choice not in mine]
        return as_amended(self._base.text, amendment, own, mine)

    def end(self, lapsed: tuple[Fallen, ...]) -> Settlement:
        """The last text."""
        return Settlement(
            procedure=Procedure.SUBSTANTIVE,
            text=self._text,
            rules=tuple(self._rules[name] for name in sorted(self._rules)),
            taken=tuple(self._taken),
            fallen=(*self._fallen, *lapsed),
            steps=tuple(self._steps),
        )


def parts(
    base: Text,
    amendments: Iterable[Amendment],
    carried: Collection[AmendmentId],
    choices: Sequence[Choice] = (),
) -> Settlement:
    """The carried parts (as `in_parts` names them) merged."""
    whole = Families(amendments)
    if len(whole.roots) < len(whole.by_id):
        raise AmendmentUnknown(
            "An amendment to an amendment can't be voted on in parts. Decide it first, and put "
            "its parent as it then stands."
        )
    pieces = [part for one in whole.roots for part in in_parts(base, one)]
    settled = parallel(base, pieces, carried, choices)
    return settled.model_copy(update={"procedure": Procedure.PARTS})


def paragraph_by_paragraph(base: Text, lost: Collection[ParagraphId]) -> Text:
    """A text of which each paragraph was put by itself: those lost fall out."""
    for name in lost:
        base.paragraph(name)
    kept = tuple(paragraph for paragraph in base.paragraphs if paragraph.id not in lost)
    return Text(paragraphs=kept)


def consensus(
    base: Text,
    amendments: Iterable[Amendment],
    unopposed: Collection[AmendmentId],
    choices: Sequence[Choice] = (),
) -> Settlement:
    """Those that nobody objected to, as far as they go together.

    One with a part in a collision waits as a whole until the collision is settled by all, and so
    does whatever a settled collision ties to it: the loser does not stand in for a winner that
    waits.
    """
    families = Families(amendments)
    standing = families.without_orphans(unopposed)
    merged = merge(base, standing, choices)
    waiting = in_dispute(base, standing, merged.contested)
    agreed = [one for one in standing if one.id not in waiting]
    known = {c.id for c in merge(base, agreed).collisions}
    text = merge(base, agreed, [choice for choice in choices if choice.collision in known])
    return Settlement(
        procedure=Procedure.CONSENSUS,
        text=text.text,
        rules=text.rules,
        taken=_names(agreed),
        fallen=_lapsed(families, unopposed),
        collisions=merged.collisions,
    )
