"""Texts in numbered paragraphs, amendments to them, and what follows from votes on amendments.

Pure functions over frozen values.  It refuses to know who moved what, who may vote and when.
"""

from domain.text.amendment.change import (
    Amendment,
    AmendmentId,
    Change,
    ChangeKind,
    DeleteParagraph,
    DeleteWords,
    InsertParagraph,
    InsertWords,
    MoveParagraph,
    ReplaceParagraph,
    ReplaceWords,
    RuleEdit,
)
from domain.text.amendment.describing import described
from domain.text.amendment.drafting import draft_amendment
from domain.text.amendment.phrases import (
    inserting,
    inserting_paragraph,
    moving,
    replacing,
    rewriting,
    striking,
    striking_paragraph,
)
from domain.text.deciding.easy_first import (
    EasyFirst,
    ReferredBack,
    refer_back,
    uncontested_first,
)
from domain.text.deciding.parts import in_parts
from domain.text.deciding.plan import Bearing, Conflict, VotingPlan, VotingStep, Walk
from domain.text.deciding.procedures import (
    consensus,
    effect_of,
    paragraph_by_paragraph,
    parallel,
    parts,
    settle,
    substantive,
)
from domain.text.deciding.settlement import Fallen, Outcome, Procedure, Settlement, Step
from domain.text.deciding.voting import voting_order
from domain.text.difference.matching import revised
from domain.text.difference.redline import Fate, Mark, Redline, Row, Run, Unchanged, redline
from domain.text.lines import COLUMNS, Line, LineNumbers, lines
from domain.text.merging.collisions import (
    Choice,
    ChoiceKind,
    Collision,
    CollisionId,
    CollisionKind,
    OwnValue,
    OwnWording,
    Reading,
    Take,
)
from domain.text.merging.layout import apply
from domain.text.merging.merge import Merge, as_amended, merge
from domain.text.merging.passage import Overtaken, OvertakenBy, Rebased
from domain.text.merging.rebasing import CarriedOver, rebase, rebase_all
from domain.text.refusals import (
    AmendmentUnknown,
    ChoiceRefused,
    EmptyParagraph,
    ParagraphGone,
    ParagraphNumberedTwice,
    SelfContradiction,
    StaleBase,
    TextRefused,
    UnknownPlace,
    WordsDiffer,
)
from domain.text.text import Digest, Paragraph, ParagraphId, Text, digest

__all__ = [
    "COLUMNS",
    "Amendment",
    "AmendmentId",
    "AmendmentUnknown",
    "Bearing",
    "CarriedOver",
    "Change",
    "ChangeKind",
    "Choice",
    "ChoiceKind",
    "ChoiceRefused",
    "Collision",
    "CollisionId",
    "CollisionKind",
    "Conflict",
    "DeleteParagraph",
    "DeleteWords",
    "Digest",
    "EasyFirst",
    "EmptyParagraph",
    "Fallen",
    "Fate",
    "InsertParagraph",
    "InsertWords",
    "Line",
    "LineNumbers",
    "Mark",
    "Merge",
    "MoveParagraph",
    "Outcome",
    "Overtaken",
    "OvertakenBy",
    "OwnValue",
    "OwnWording",
    "Paragraph",
    "ParagraphGone",
    "ParagraphId",
    "ParagraphNumberedTwice",
    "Procedure",
    "Reading",
    "Rebased",
    "Redline",
    "ReferredBack",
    "ReplaceParagraph",
    "ReplaceWords",
    "Row",
    "RuleEdit",
    "Run",
    "SelfContradiction",
    "Settlement",
    "StaleBase",
    "Step",
    "Take",
    "Text",
    "TextRefused",
    "Unchanged",
    "UnknownPlace",
    "VotingPlan",
    "VotingStep",
    "Walk",
    "WordsDiffer",
    "apply",
    "as_amended",
    "consensus",
    "described",
    "digest",
    "draft_amendment",
    "effect_of",
    "in_parts",
    "inserting",
    "inserting_paragraph",
    "lines",
    "merge",
    "moving",
    "paragraph_by_paragraph",
    "parallel",
    "parts",
    "rebase",
    "rebase_all",
    "redline",
    "refer_back",
    "replacing",
    "revised",
    "rewriting",
    "settle",
    "striking",
    "striking_paragraph",
    "substantive",
    "uncontested_first",
    "voting_order",
]
