"""Forms on cases: triage, measures, panel, evidence, hearing, finding, and the record afterwards.

They are shown to those alone who may look into the file, and no browser keeps them.
"""

from __future__ import annotations

from typing import Final

from domain.cases.sides import reference_of
from services.application.case_panels import (
    AppointPanel,
    DecideChallenge,
    DeclareTies,
    DeliverFinding,
    ReplacePanelMember,
    StepBack,
    VoteOnCase,
)
from services.application.complaints import (
    AcknowledgeComplaint,
    EndMeasure,
    ExtendEvidence,
    FixHearing,
    MergeComplaint,
    RecordContact,
    RecordHearing,
    RefuseComplaint,
    ReviewRecord,
    SettleComplaint,
    TakeMeasure,
    TakeUpComplaint,
    TellDecision,
    TellRespondent,
    UpholdRefusal,
)
from services.web.deeds.asks import many_words
from services.web.deeds.asks_of_cases import (
    CHALLENGED,
    INTO,
    MEASURE,
    REMOTE,
    RESPONDENT,
    SANCTION,
    THEIR_WORD,
    WHO_CAME,
    a_moment,
    at_hand,
    must_choose,
    reasons,
)
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Forms
from services.web.deeds.seen import Watch
from services.web.look.parts import Link
from services.web.visit import Visit

THE_CASE: Final = Watch("case", ("complaint.",))


def about_case(visit: Visit, given: Given) -> Link:
    """The case; raises `NotFound` for all to whom it is closed."""
    reference = reference_of(at_hand(visit, given).complaint.id)
    return Link(reference, f"/complaints/desk/{reference}")


def back_to_case(visit: Visit, given: Given) -> str:
    """The case's page, which says that it was recorded, also to whom it is closed from now on."""
    return f"/complaints/desk/{reference_of(given.id('case'))}?recorded=yes"


FORM: Final = Forms(
    about=about_case,
    kept=("case",),
    what_now="It stands in the file of the case.",
    watch=THE_CASE,
    after=back_to_case,
)

OF_TRIAGE: Final = (
    FORM(
        AcknowledgeComplaint,
        "Acknowledge a complaint",
        "You have told whoever complained that it was received, and what happens next.",
        "It was acknowledged",
    ),
    FORM(
        TakeUpComplaint,
        "Take a complaint up",
        "It is in scope. A panel will be drawn for it, and both sides are heard.",
        "Take it up",
        RESPONDENT,
        reasons("Why it is in scope"),
    ),
    FORM(
        SettleComplaint,
        "Record that it was settled",
        "It was resolved informally, and whoever complained agrees. The case is closed by this.",
        "It was settled",
        reasons("How it was settled", "how"),
    ),
    FORM(
        MergeComplaint,
        "Merge it with another case",
        "It is heard there, and this case is closed.",
        "Merge it",
        INTO,
        reasons(),
    ),
    FORM(
        RefuseComplaint,
        "Do not take a complaint up",
        "Whoever complained is told the reasons, and can have somebody else look at this.",
        "Do not take it up",
        reasons(),
    ),
    FORM(
        UpholdRefusal,
        "Let the refusal stand",
        "You have looked at what somebody else decided. The case is closed by this.",
        "Let it stand",
        reasons(),
    ),
    FORM(
        TakeMeasure,
        "Let something hold for the time being",
        "It decides nothing, and ends by itself. It can be taken again.",
        "Let it hold",
        reasons("What holds", "measure", "Say what holds for the time being"),
        reasons("Why"),
        a_moment("until", "Until when", "until when it holds", "Not longer than the rule allows."),
    ),
    FORM(
        EndMeasure,
        "End a measure before its time",
        "It holds no longer from now on.",
        "End it",
        MEASURE,
        reasons("Why"),
    ),
)
OF_PANELS: Final = (
    FORM(
        AppointPanel,
        "Appoint the panel",
        "The rule chooses who sits on it, and nobody else does. Each of them declares first what "
        "ties them to the case.",
        "Appoint it",
    ),
    FORM(
        DeclareTies,
        "Declare what ties you to the case",
        "Where the rules say so, an interest takes you off the panel at once, and the case is "
        "closed to you.",
        "Declare it",
        many_words("interest", "What ties you to it: leave it empty if nothing does"),
    ),
    FORM(
        DecideChallenge,
        "Decide on a challenge",
        "If it has ground, they do not decide any more, and the case is closed to them.",
        "Decide it",
        CHALLENGED,
        must_choose("upheld", "Has it ground?", "Yes: they go", "No: they go on sitting"),
        reasons(),
    ),
    FORM(
        StepBack,
        "Step back from the panel",
        "From then on the case is closed to you: you neither decide nor read anything in it.",
        "Step back",
        reasons("Why"),
    ),
    FORM(
        ReplacePanelMember,
        "Fill the vacant place",
        "The rule chooses who takes it, of those who have not had to do with the case.",
        "Fill it",
    ),
    FORM(
        VoteOnCase,
        "Vote on the case",
        "You can vote anew until the finding is delivered. Who voted how is told to nobody.",
        "Vote",
        must_choose("upheld", "Is the complaint well founded?", "Yes", "No"),
        SANCTION,
    ),
    FORM(
        DeliverFinding,
        "Deliver the finding",
        "It says what the majority of the whole panel voted for. Nobody votes after it.",
        "Deliver it",
        reasons("The reasons of the panel"),
    ),
)
OF_HEARING: Final = (
    FORM(
        TellRespondent,
        "Tell the respondent",
        "Both sides can give evidence from now on. The respondent opens their own part of the case "
        "with the reference and this word.",
        "They were told",
        reasons("What they are told of", "allegations", "Write what it is about"),
        THEIR_WORD,
    ),
    FORM(
        ExtendEvidence,
        "Give more time for evidence",
        "Both sides have it.",
        "Give it",
        a_moment("due", "Until when", "until when evidence can be given"),
        reasons("Why", "reason"),
    ),
    FORM(
        FixHearing,
        "Fix a hearing",
        "Both sides see when and where it is. The panel decides after it.",
        "Fix it",
        a_moment("at", "When", "when it is"),
        reasons("Where, or how to take part", "where", "Say where it is"),
        REMOTE,
    ),
    FORM(
        RecordHearing,
        "Record the hearing",
        "The panel can vote from now on, once the time for evidence is over.",
        "Record it",
        WHO_CAME,
        reasons("What was said", "record", "Write what was said"),
    ),
    FORM(
        TellDecision,
        "Both sides were told the decision",
        "From now on they see it in their part of the case, and either can appeal.",
        "They were told",
    ),
    FORM(
        RecordContact,
        "Record a contact from outside",
        "Somebody who is not of the panel approached one of it about the case.",
        "Record it",
        reasons("Who it was, and what they said", "what", "Write who it was and what they said"),
    ),
    FORM(
        ReviewRecord,
        "Look at the record again",
        "What is to be learnt from the case; it changes nothing of what was decided.",
        "Record it",
        reasons("What was learnt", "learnt", "Write what was learnt"),
    ),
)
FORMS: Final = (*OF_TRIAGE, *OF_PANELS, *OF_HEARING)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}
