"""Forms on one motion to a policy primary: backed, checked, appealed over, answered, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.application.primaries import (
    AnswerComposite,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    RuleOnMotionAppeal,
    SpeakForMotion,
    TakeBackingBack,
    WithdrawPrimaryMotion,
)
from services.reading import primaries
from services.web.deeds.asks import Asks, many_words, words
from services.web.deeds.form import Deed, Given, long_text, one_of
from services.web.deeds.on_registers import Forms
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

IT: Final = ("motion",)
THE_MOTION: Final = Watch("motion", ("primary_motion.",))


def about_motion(visit: Visit, given: Given) -> Link:
    found = primaries.motion(visit.at, given.id("motion")).motion
    return Link(found.title, f"/primary-motions/{found.motion}")


def _either(name: str, label: str, yes: str, no: str, how: str) -> Asks:
    """A question that is answered one way or the other, and by nothing until it is."""
    choices = [Choice("", "Choose"), Choice("yes", yes), Choice("no", no)]
    return Asks(
        lambda visit, given: one_of(name, label, given, choices),
        lambda visit, given: {name: given.needed(name, how) == "yes"},
    )


def _reasons(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"reasons": given.text("reasons")}


REASONS: Final = Asks(
    lambda visit, given: long_text(
        "reasons", "The reasons", given, "Needed if it is turned down.", rows=3
    ),
    _reasons,
)


FORM: Final = Forms(
    about=about_motion,
    kept=IT,
    what_now="It stands on the page of the motion.",
    watch=THE_MOTION,
)

FORMS: Final = (
    FORM(BackPrimaryMotion, "Back a motion", "Its page says how many back it.", "Back it"),
    FORM(TakeBackingBack, "Back a motion no longer", "You can back it again.", "Take it back"),
    FORM(
        WithdrawPrimaryMotion,
        "Withdraw a motion",
        "It stays on the page of the primary, as one that was withdrawn.",
        "Withdraw it",
    ),
    FORM(
        CheckPrimaryMotion,
        "Check a motion",
        "Against the values that are stated, and nothing else. Its author can appeal.",
        "Record it",
        _either("passed", "What comes of it", "It passes", "It is turned down", "Say what"),
        REASONS,
    ),
    FORM(
        AppealForMotion,
        "Appeal for your motion",
        "The body rules on it, with reasons, before members are asked.",
        "Appeal",
        words("grounds", "Why it should be put to members", "Say why"),
    ),
    FORM(
        RuleOnMotionAppeal,
        "Rule on an appeal",
        "Everybody reads your reasons.",
        "Rule so",
        _either("upheld", "What is ruled", "It is put to members", "It stays out", "Say what"),
        words("reasons", "The reasons", "Give the reasons"),
    ),
    FORM(
        AnswerComposite,
        "Say whether your motion goes into a composite",
        "If it does, the composite is put to members in its place. You can change your answer "
        "until the time for it is over.",
        "Answer",
        _either("agreed", "Your answer", "It goes into it", "It stays apart", "Say which"),
        kept=("motion", "parent"),
    ),
    FORM(
        SpeakForMotion,
        "Speak for your motion",
        "What members read beside it before they rank. The last word stands.",
        "Say it",
        many_words("words", "What speaks for it", "Write what speaks for it"),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}
