"""Forms on the registers, each a line of a table: bodies, seats, posts, members, and their ends.

A form is the command that it makes, what its address says, and one question for each other field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.bodies.deciders import (
    DISSOLVED_BY,
    FORMED_BY,
    POSTS_BY,
    RENAMED_BY,
    SEATED_BY,
)
from domain.bodies.mandate import MandateEnding, Origin
from domain.bodies.member import Ending
from domain.meetings.saying import CHANGES, FOUNDS, GIVES_PLACES
from services.application.bodies import (
    EstablishBody,
    FillPost,
    JoinMember,
    ProlongMandate,
    RenameBody,
    SeatMember,
)
from services.application.command import Command
from services.application.endings import (
    FOLLOWS,
    DissolveBody,
    EndMembership,
    VacatePost,
    VacateSeat,
)
from services.application.years import KeepMeetingsElsewhere, WatchQuartersAgain
from services.reading import people
from services.reading.kinds import declared_at
from services.web.deeds.asks import (
    Asks,
    a_body,
    a_day,
    a_holder_or_nobody,
    a_member,
    a_moment,
    a_post_of_it,
    many_words,
    one_choice,
    somebody_in_it,
    words,
    yes_or_no,
)
from services.web.deeds.decided import cited
from services.web.deeds.form import Deed, Given, Question, one_of
from services.web.deeds.on_processes import about_body
from services.web.deeds.seen import NOTHING, THE_BODY, Watch
from services.web.look.parts import Choice, Link
from services.web.pages.body_tables import ORIGINS
from services.web.visit import Visit


@dataclass(frozen=True)
class Register:
    """A form on a register.  `kept` are fields that its address says."""

    command: type[Command]
    title: str
    intro: str
    button: str
    what_now: str
    asks: Sequence[Asks] = ()
    kept: tuple[str, ...] = ()
    about: Callable[[Visit, Given], Link] = about_body
    watch: Watch = NOTHING
    after: Callable[[Visit, Given], str] | None = None

    @property
    def deed(self) -> Deed:
        """The form as every other form is."""
        return Deed(
            title=self.title,
            intro=self.intro,
            about=self.about,
            ask=lambda visit, given: [one.ask(visit, given) for one in self.asks],
            make=self._make,
            button=self.button,
            what_now=self.what_now,
            kept=self.kept,
            watch=self.watch,
            after=self.after,
        )

    def _make(self, visit: Visit, given: Given) -> Command:
        fields: dict[str, object] = {name: given.text(name) for name in self.kept}
        for one in self.asks:
            fields.update(one.read(visit, given))
        return self.command.model_validate(fields)


@dataclass(frozen=True)
class Forms:
    """What forms about one thing have in common; called, it makes one of them."""

    about: Callable[[Visit, Given], Link]
    kept: tuple[str, ...]
    what_now: str
    watch: Watch = NOTHING
    after: Callable[[Visit, Given], str] | None = None

    def __call__(
        self,
        command: type[Command],
        title: str,
        intro: str,
        button: str,
        *asks: Asks,
        kept: tuple[str, ...] | None = None,
        what_now: str | None = None,
    ) -> Register:
        return Register(
            command=command,
            title=title,
            intro=intro,
            button=button,
            what_now=self.what_now if what_now is None else what_now,
            asks=asks,
            kept=self.kept if kept is None else kept,
            about=self.about,
            watch=self.watch,
            after=self.after,
        )


def about_bodies(visit: Visit, given: Given) -> Link:
    return Link("the bodies", "/bodies")


def about_person(visit: Visit, given: Given) -> Link:
    found = people.person(visit.at, given.id("person"))
    return Link(found.person.name, f"/people/{found.person.person}")


def _kinds(visit: Visit, given: Given) -> Question:
    """The kinds that the rules declare."""
    choices = [Choice(kind, one.name) for kind, one in declared_at(visit.at).items()]
    return one_of("kind", "What kind of body it is", given, choices)


A_KIND: Final = Asks(_kinds, lambda visit, given: {"kind": given.needed("kind", "Choose a kind")})
ENDINGS: Final = [Choice(ending.value, ending.value) for ending in Ending]
WHEN: Final = a_moment("at", "Since when", "Leave it empty if it is so from now on.")
WHY: Final = words("reason", "Why", "Say why: it stays on record")
HOW: Final = words("how", "In words", "Say how, such as “elected”", "Such as elected by consensus.")
TERM: Final = a_moment("until", "When it ends", "Leave it empty to go by the rules.")
SOURCE: Final = words("source", "Where that is on record", hint="If it was decided elsewhere.")
NO_DECISION: Final = "None: decided elsewhere, or the rules give me the power"
BY_HAND: Final = [
    Choice(origin.value, said)
    for origin, said in ORIGINS.items()
    if origin not in (Origin.EX_OFFICIO, Origin.CO_OPTION)
]
HOW_ENDED: Final = [
    Choice(ending.value, ending.value.replace("_", " "))
    for ending in MandateEnding
    if ending not in FOLLOWS
]
REGISTERS: Final[tuple[Register, ...]] = (
    Register(
        command=EstablishBody,
        title="Establish a body or recognise a group",
        intro="It is on the list of bodies from now on, and people can be given places in it.",
        asks=(
            words("name", "Its name", "Give it a name"),
            words(
                "slug",
                "Its short name, for addresses",
                "Give it a short name",
                "Such as riverside. It stays the same for ever.",
                20,
            ),
            A_KIND,
            words("region", "Its region", hint="Leave it empty if it has none."),
            a_body("parent", "The body that it is part of"),
            many_words("remit", "What it is for"),
            cited(FORMED_BY, FOUNDS, NO_DECISION),
            SOURCE,
        ),
        about=about_bodies,
        button="Establish it",
        what_now="Give people places in it at its own page.",
    ),
    Register(
        command=JoinMember,
        title="Record that somebody joined",
        intro="They are on the register of members under their number; no name is kept with it.",
        asks=(
            words("number", "Their membership number", "Write the number", "Such as M00042.", 10),
            a_day("joined_on", "The day they joined", "the day"),
            a_body("group", "Their local group", "recognised"),
            words("region", "Their region", hint="Leave it empty if it has none."),
        ),
        about=about_bodies,
        button="Record it",
        what_now="They have the rights of a member, as the rules give them.",
    ),
    Register(
        command=SeatMember,
        title="Give somebody a place in it",
        intro="Whoever has a place can speak for the body.",
        asks=(
            a_member("person", "Their membership number"),
            words("name", "Their name, as it is shown", "Write the name"),
            one_choice("origin", "How it came about", BY_HAND),
            HOW,
            words("by", "Who gave it", hint="Such as the union that nominated them; may be empty."),
            words(
                "category",
                "The part of the body that it counts towards",
                hint="Such as union or adviser, or a region. Leave it empty if there are no parts.",
            ),
            yes_or_no("voting", "Have they a vote in it?"),
            TERM,
            cited(SEATED_BY, FOUNDS | GIVES_PLACES, NO_DECISION),
            SOURCE,
        ),
        button="Give them the place",
        what_now="They sit in it from now on.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=FillPost,
        title="Give somebody a post in it",
        intro="Posts are given to people who have a place in the body.",
        asks=(
            words("post", "The post", "Say which post", "Such as chair.", 20),
            somebody_in_it("person", "Who gets it", with_name=True),
            one_choice("origin", "How it came about", BY_HAND),
            HOW,
            a_holder_or_nobody("share_with", "With whom they share it"),
            TERM,
            cited(POSTS_BY, FOUNDS | GIVES_PLACES, NO_DECISION),
            SOURCE,
        ),
        button="Give them the post",
        what_now="They hold the post, and what the rules let its holder do.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=VacateSeat,
        title="Record that somebody gave up a place in it",
        intro="Their posts in it end with the place. It is recorded even if too few are left.",
        asks=(
            somebody_in_it("person", "Who has gone", with_name=False),
            one_choice("ending", "How it ended", HOW_ENDED),
            WHEN,
            WHY,
        ),
        button="Record it",
        what_now="They do not sit in it any more.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=VacatePost,
        title="Record that a post in it fell vacant",
        intro="Whoever held the post keeps the place in the body.",
        asks=(
            a_post_of_it("post", "Which post"),
            one_choice("ending", "How it ended", HOW_ENDED),
            WHEN,
            WHY,
        ),
        button="Record it",
        what_now="The post is vacant.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=ProlongMandate,
        title="Let somebody stay in it for longer",
        intro="Their seat lasts until the moment that you give, or until further notice.",
        asks=(
            somebody_in_it("person", "Who stays", with_name=False),
            a_moment("until", "Until when", "Leave it empty for until further notice."),
            WHY,
        ),
        button="Prolong it",
        what_now="Their term ends at the new moment.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=KeepMeetingsElsewhere,
        title="Say that its meetings are not kept here",
        intro="Its quarters are watched no longer, so no quarter without a meeting is told.",
        asks=(WHY,),
        button="Record it",
        what_now="Meetings that are called here are kept as before.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=WatchQuartersAgain,
        title="Say that its meetings are kept here again",
        intro="Its quarters are watched from the one that runs now.",
        asks=(WHY,),
        button="Record it",
        what_now="A quarter that ends without the meetings that the rule asks for is told again.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=RenameBody,
        title="Give it another name",
        intro="Its short name and its address stay as they are.",
        asks=(
            words("name", "Its new name", "Give it a name"),
            many_words("remit", "What it is for, if that changes"),
            WHY,
            cited(RENAMED_BY, CHANGES, "None: the rules give me the power"),
        ),
        button="Rename it",
        what_now="It is called so from now on; pages of the past show the old name.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=DissolveBody,
        title="Dissolve it",
        intro="Its places and posts end with it, and so do the bodies below it.",
        asks=(
            a_body("into", "The body that it is merged into"),
            WHEN,
            WHY,
            cited(DISSOLVED_BY, CHANGES),
            SOURCE,
        ),
        button="Dissolve it",
        what_now="It can't act any more.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=EndMembership,
        title="Record that a membership ended",
        intro="Places and posts that hang on the membership end with it.",
        asks=(one_choice("ending", "How it ended", ENDINGS), WHEN, WHY),
        about=about_person,
        button="Record it",
        what_now="They have no longer the rights of a member.",
        kept=("person",),
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in REGISTERS}
