"""Forms on assemblies: send a delegate, open a sitting, record each kind of vote."""

from __future__ import annotations

from domain.cycle.assembly import Votes
from domain.text.amendment.change import AmendmentId
from domain.text.merging.collisions import Choice as Taken
from domain.text.merging.collisions import CollisionId, OwnWording, Take
from domain.text.text import ParagraphId
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    MergeUncontested,
    OpenSitting,
    ReferBack,
    RegisterDelegate,
    SettleCollision,
)
from services.application.command import Command
from services.reading import assemblies
from services.reading.proposals import Proposal
from services.web import acting
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Shape,
    Unclear,
    long_text,
    member_named,
    one_of,
    some_of,
    text,
)
from services.web.deeds.on_proposals import about_proposal, no_questions, the_proposal
from services.web.deeds.seen import THE_AGENDA, THE_COUNTER, THE_SITTINGS, THE_TEXT, THE_VOTES
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

FIGURES = "The figures are judged by the rulebook's quorum and majority."
OTHER_WORDS = "~~"
SHOWN = 80


def about_assembly(visit: Visit, given: Given) -> Link:
    found = assemblies.assembly(visit.at, given.id("assembly"))
    return Link(found.assembly.title, f"/assemblies/{found.assembly.assembly}")


def _ask_delegate(visit: Visit, given: Given) -> list[Question]:
    return [
        text("number", "Their membership number", given, "Such as M00042.", width=10),
        text("name", "Their name, as it is shown", given),
    ]


def _delegate(visit: Visit, given: Given) -> Command:
    body = None if visit.acting is None else visit.acting.body
    group = acting.body_of(visit.site.office.store, body)
    if group is None:
        raise Unclear(Mistake("number", "Delegates are sent by a group: act on behalf of one"))
    return RegisterDelegate(
        assembly=given.id("assembly"),
        person=member_named(visit, given, "number"),
        name=given.needed("name", "Write the name"),
        group=group.slug,
    )


def _ask_sitting(visit: Visit, given: Given) -> list[Question]:
    return [text("present", "How many delegates are present", given, width=5)]


def _sitting(visit: Visit, given: Given) -> Command:
    present = given.number("present", "how many are present")
    return OpenSitting(assembly=given.id("assembly"), present=present)


def _open(found: Proposal) -> list[Choice]:
    return [
        Choice(h.amendment, f"{h.amendment}, moved by {h.group_name or h.mover_name}")
        for h in found.amendments
        if h.is_open
    ]


def _figures(given: Given) -> list[Question]:
    return [
        text("for", "Votes for", given, width=5),
        text("against", "Votes against", given, width=5),
        text("abstained", "Abstained", given, "Write 0 if nobody did.", width=5),
    ]


def _votes(given: Given) -> Votes:
    return Votes(
        in_favour=given.number("for", "the votes for"),
        against=given.number("against", "the votes against"),
        abstained=given.number("abstained", "how many abstained") if given.text("abstained") else 0,
    )


def _ask_decide(visit: Visit, given: Given) -> list[Question]:
    choices = _open(the_proposal(visit, given))
    return [some_of("amendments", "Which amendments it voted on", given, choices), *_figures(given)]


def _decide(visit: Visit, given: Given) -> Command:
    names = given.many("amendments")
    if not names:
        raise Unclear(Mistake("amendments", "Choose at least one amendment"))
    return DecideAmendments(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        amendments=tuple(AmendmentId(name) for name in names),
    )


def _ask_merge(visit: Visit, given: Given) -> list[Question]:
    label = "Amendments that somebody wants a vote of their own on"
    choices = _open(the_proposal(visit, given))
    hint = "All others that collide with none are agreed together."
    return [some_of("contested", label, given, choices, hint), *_figures(given)]


def _merge(visit: Visit, given: Given) -> Command:
    return MergeUncontested(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        contested=tuple(AmendmentId(name) for name in given.many("contested")),
    )


def _ask_settle(visit: Visit, given: Given) -> list[Question]:
    choices = []
    for one in the_proposal(visit, given).collisions:
        choices += [
            Choice(f"{one.id}~{','.join(r.amendments)}", f"{' and '.join(r.amendments)}: {r.text}")
            for r in one.readings
        ]
        now = one.text or "nothing"
        choices.append(Choice(f"{one.id}~", f"As it was: {now}"))
        if one.rule is None:
            choices.append(Choice(f"{one.id}{OTHER_WORDS}", f"Other words in place of: {now}"))
    return [
        one_of("reading", "Which reading the assembly took", given, choices, Shape.RADIOS),
        long_text("wording", "The other words, if it took any", given, rows=3),
        *_figures(given),
    ]


def _settle(visit: Visit, given: Given) -> Command:
    return SettleCollision(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        choice=_taken(given),
    )


def _taken(given: Given) -> Taken:
    reading = given.needed("reading", "Choose a reading")
    if reading.endswith(OTHER_WORDS):
        how = "Write the words that it took, or choose a reading"
        words = given.needed("wording", how)
        return OwnWording(collision=CollisionId(reading.removesuffix(OTHER_WORDS)), text=words)
    collision, _, names = reading.partition("~")
    taken = tuple(AmendmentId(name) for name in names.split(",") if name)
    return Take(collision=CollisionId(collision), amendments=taken)


def _ask_refer(visit: Visit, given: Given) -> list[Question]:
    paragraphs = the_proposal(visit, given).asked.text.paragraphs
    choices = [
        Choice(one.id, f"{number}. {_shortened(one.text)}")
        for number, one in enumerate(paragraphs, start=1)
    ]
    return [
        one_of("paragraph", "Which paragraph", given, choices),
        long_text("reason", "Why it goes back", given, rows=3),
        *_figures(given),
    ]


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()} …"


def _refer(visit: Visit, given: Given) -> Command:
    return ReferBack(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        paragraph=ParagraphId(given.needed("paragraph", "Choose a paragraph")),
        reason=given.needed("reason", "Say why it goes back"),
    )


def _consider(visit: Visit, given: Given) -> Command:
    return ConsiderCounterProposal(
        assembly=given.id("assembly"), proposal=given.id("proposal"), votes=_votes(given)
    )


def _keep(visit: Visit, given: Given) -> Command:
    return KeepAlternative(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        amendment=AmendmentId(given.text("amendment")),
    )


DEEDS = {
    "register_delegate": Deed(
        title="Send a delegate",
        intro="Each group sends as many as the rulebook says.",
        about=about_assembly,
        ask=_ask_delegate,
        make=_delegate,
        button="Send them",
        what_now="They are on the list of the assembly.",
        kept=("assembly",),
    ),
    "open_sitting": Deed(
        title="Open a sitting",
        intro="Nothing can be voted on before a sitting is open with a quorum.",
        about=about_assembly,
        ask=_ask_sitting,
        make=_sitting,
        button="Open the sitting",
        what_now="The assembly can vote.",
        kept=("assembly",),
        watch=THE_SITTINGS,
    ),
    "decide_amendments": Deed(
        title="Record a vote on amendments",
        intro=FIGURES,
        about=about_proposal,
        ask=_ask_decide,
        make=_decide,
        button="Record the vote",
        what_now="Its result stands, and the text takes in what is carried as the procedure says.",
        kept=("proposal", "assembly"),
        watch=THE_VOTES,
    ),
    "merge_uncontested": Deed(
        title="Agree the easy ones first",
        intro="One vote on every amendment that collides with no other.",
        about=about_proposal,
        ask=_ask_merge,
        make=_merge,
        button="Record the vote",
        what_now="If it is carried, the new text is what the others are voted against.",
        kept=("proposal", "assembly"),
        watch=THE_AGENDA,
    ),
    "settle_collision": Deed(
        title="Settle a collision",
        intro="Of readings that can't all stand, the assembly takes one.",
        about=about_proposal,
        ask=_ask_settle,
        make=_settle,
        button="Record the choice",
        what_now="The text takes in the reading that was taken.",
        kept=("proposal", "assembly"),
        watch=THE_VOTES,
    ),
    "refer_back": Deed(
        title="Refer a paragraph back",
        intro="It leaves the proposal for now, with every amendment that was moved on it.",
        about=about_proposal,
        ask=_ask_refer,
        make=_refer,
        button="Record the vote",
        what_now="If it is carried, the paragraph goes back to its drafters with the reason.",
        kept=("proposal", "assembly"),
        watch=THE_TEXT,
    ),
    "consider_counter_proposal": Deed(
        title="Vote on the counter-proposal",
        intro="If it is carried, the counter-proposal takes the place of the text.",
        about=about_proposal,
        ask=lambda visit, given: _figures(given),
        make=_consider,
        button="Record the vote",
        what_now="The text is the one that the assembly preferred.",
        kept=("proposal", "assembly"),
        watch=THE_COUNTER,
    ),
    "keep_alternative": Deed(
        title="Let a minority's text go to the paper",
        intro="Members then vote on it beside the proposal, and see the support that it had.",
        about=about_proposal,
        ask=no_questions,
        make=_keep,
        button="Let it go to the paper",
        what_now="It stands on the paper beside the proposal.",
        kept=("proposal", "assembly", "amendment"),
    ),
}
