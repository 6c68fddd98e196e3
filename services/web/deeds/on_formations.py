"""Forms in the forming of groups: announced, wished for, drawn, ratified, and begun.

What a body decided at a meeting is chosen from its decisions that bind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from domain.elections.lot import LotSource
from domain.formation.groups import Change, Group
from services.application.beginnings import ConveneFirstMeeting, NameConvenor
from services.application.formations import (
    DrawPlaces,
    GiveUpFormation,
    OpenFormation,
    PreferGroups,
    RatifyPlaces,
    RefusePlaces,
)
from services.reading import bodies, formations
from services.reading.formations import Formation, GroupLine
from services.reading.kinds import declared_at
from services.web.deeds.asks import Asks, words, yes_or_no
from services.web.deeds.decided import read_decision, which_decision
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    at_moment,
    filled,
    long_text,
    one_of,
)
from services.web.deeds.on_processes import about_body
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.look.words import ordinal
from services.web.visit import Visit

Fields = Mapping[str, object]
MOST_RANKS: Final = 9
THE_FORMATION: Final = Watch(
    "formation",
    (
        "formation.allocated",
        "formation.not_allocated",
        "formation.preferences_closed",
        "formation.ratified",
        "formation.refused",
        "formation.given_up",
    ),
)
GROUPS_HINT: Final = (
    "A group to a line: its name; its short name for addresses; how many it takes at least; how "
    "many at most; what it is for. One that is open to all in its category, such as a caucus, has "
    "the short name of its kind in place of both numbers. Such as: Training; training; 3; 8; "
    "Courses for members."
)
CHANGES_HINT: Final = (
    "Only where the body gave somebody other groups than are shown: a person to a line, as their "
    "name; the groups, with commas between them; and why. Such as: Ann Lee; Training, Money; Money "
    "needs an accountant. Leave it empty if nothing was changed."
)


def found(visit: Visit, given: Given) -> Formation:
    """The formation as whoever fills in the form may see it."""
    reader = None if visit.acting is None else visit.acting.person
    return formations.formation(visit.at, given.id("formation"), reader)


def about_formation(visit: Visit, given: Given) -> Link:
    line = found(visit, given).formation
    return Link(f"The groups of {line.parent_name}", f"/formations/{line.formation}")


def _parent(visit: Visit, given: Given) -> str:
    return given.text("body") or found(visit, given).formation.parent_slug


def _decided(visit: Visit, given: Given) -> Question:
    return which_decision(visit, given, _parent(visit, given))


def _or_its_own(visit: Visit, given: Given) -> Question:
    caucuses = [one.slug for one in found(visit, given).groups if one.most is None]
    return which_decision(visit, given, _parent(visit, given), *caucuses)


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


DECISION: Final = Asks(_decided, read_decision)


def _groups(visit: Visit, given: Given) -> Question:
    return long_text("groups", "The groups", given, GROUPS_HINT, rows=6)


def _read_groups(visit: Visit, given: Given) -> Fields:
    lines = [line.strip() for line in given.text("groups").splitlines()]
    kind = given.text("kind") or next(iter(_ranked_kinds(visit)), "")
    return {"groups": tuple(_group(line, kind) for line in lines if line)}


def _ranked_kinds(visit: Visit) -> dict[str, str]:
    """The kinds that are formed by preference with so many members, and what they are called."""
    every = declared_at(visit.at).items()
    return {kind: one.plural for kind, one in every if one.formed and not one.own_word}


def _kind(visit: Visit, given: Given) -> Question:
    choices = [Choice(kind, plural) for kind, plural in _ranked_kinds(visit).items()]
    return one_of("kind", "What those with numbers are", given, choices)


def _group(line: str, kind: str) -> Group:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) == 4 and not parts[2].isdecimal():
        own = parts[2].lower().replace(" ", "_")
        return _made(line, name=parts[0], slug=parts[1], kind=own, remit=parts[3])
    if len(parts) != 5 or not (parts[2].isdecimal() and parts[3].isdecimal()):
        raise Unclear(Mistake("groups", f"Write the line “{line}” as the example has it"))
    name, slug, least, most, remit = parts
    numbers = {"least": int(least), "most": int(most)}
    return _made(line, name=name, slug=slug, kind=kind, remit=remit, **numbers)


def _made(line: str, **fields: object) -> Group:
    try:
        return Group.model_validate(fields)
    except ValueError:
        raise Unclear(
            Mistake("groups", f"Mend the line “{line}”: a name, and at most no less than at least")
        ) from None


def _closes(visit: Visit, given: Given) -> Question:
    return at_moment("closes", "Until when preferences are taken", given)


def _read_closes(visit: Visit, given: Given) -> Fields:
    return {"closes": given.moment("closes", "until when preferences are taken", visit)}


def _known_from(visit: Visit, given: Given) -> Question:
    return at_moment("known_from", "When that value is first known", given, "After the close.")


def _lot(visit: Visit, given: Given) -> Fields:
    source = given.needed("source", "Say where anybody will find the value")
    known_from = given.moment("known_from", "when it is first known", visit)
    return {"lot": LotSource(source=source, known_from=known_from)}


SOURCE: Final = Asks(
    words(
        "source",
        "The public value that ties are drawn from",
        hint="One that nobody can choose, such as the numbers of a national lottery on a day.",
    ).ask,
    _nothing,
)
UNTIL: Final = (Asks(_closes, _read_closes), SOURCE, Asks(_known_from, _lot))


def _ranks(visit: Visit, given: Given) -> Sequence[Question]:
    """One question for each rank, filled in with what the person said before."""
    it = found(visit, given)
    ranked = _ranked(it)
    choices = [Choice("", "No group"), *(_choice(one) for one in ranked)]
    asked = []
    for rank in range(min(len(ranked), MOST_RANKS)):
        question = one_of(f"choice_{rank + 1}", f"Your {ordinal(rank + 1)} choice", given, choices)
        before = it.own[rank] if rank < len(it.own) else ""
        asked.append(filled(question, before, given))
    return asked


def _ranked(it: Formation) -> list[GroupLine]:
    return [one for one in it.groups if one.most is not None]


def _choice(group: GroupLine) -> Choice:
    return Choice(group.slug, f"{group.name} (takes {group.least} to {group.most})")


def _prefer(visit: Visit, given: Given) -> PreferGroups:
    picked = [given.text(f"choice_{rank}") for rank in range(1, MOST_RANKS + 1)]
    ranking = tuple(slug for slug in picked if slug)
    if not ranking:
        raise Unclear(Mistake("choice_1", "Choose at least one group"))
    for rank, slug in enumerate(picked, start=1):
        if slug and slug in picked[: rank - 1]:
            raise Unclear(Mistake(f"choice_{rank}", "You chose this group before; choose another"))
    return PreferGroups(formation=given.id("formation"), ranking=ranking)


def _changes(visit: Visit, given: Given) -> Question:
    return long_text("changes", "What the body changed", given, CHANGES_HINT, rows=4)


def _read_changes(visit: Visit, given: Given) -> Fields:
    lines = [line.strip() for line in given.text("changes").splitlines()]
    return {"changes": tuple(_change(visit, given, line) for line in lines if line)}


def _change(visit: Visit, given: Given, line: str) -> Change:
    name, _, rest = (part.strip() for part in line.partition(";"))
    wanted, _, reason = (part.strip() for part in rest.partition(";"))
    groups = {one.name.casefold(): one.slug for one in found(visit, given).groups}
    people = {
        seat.name.casefold(): seat.person
        for seat in bodies.seats_of(visit.at, _parent(visit, given))
    }
    named = [one.strip().casefold() for one in wanted.split(",") if one.strip()]
    if name.casefold() not in people or not reason or not all(one in groups for one in named):
        raise Unclear(Mistake("changes", f"Write the line “{line}” as the example has it"))
    places = tuple(groups[one] for one in named)
    return Change.model_validate(
        {"person": people[name.casefold()], "groups": places, "reason": reason}
    )


def _which_group(visit: Visit, given: Given) -> Question:
    choices = [Choice(one.slug, one.name) for one in found(visit, given).groups]
    return one_of("group", "The group", given, choices)


def _read_group(visit: Visit, given: Given) -> Fields:
    return {"group": given.needed("group", "Choose a group")}


GROUP: Final = Asks(_which_group, _read_group)


def _somebody(name: str, label: str, *, needed: bool) -> Asks:
    """Somebody who sits in one of the groups."""

    def ask(visit: Visit, given: Given) -> Question:
        people = {}
        for group in found(visit, given).groups:
            for seat in bodies.seats_of(visit.at, group.slug):
                people[str(seat.person)] = seat.name
        choices = [
            Choice(person, who) for person, who in sorted(people.items(), key=lambda p: p[1])
        ]
        return one_of(name, label, given, [Choice("", "Choose" if needed else "Nobody"), *choices])

    def read(visit: Visit, given: Given) -> Fields:
        how = "Choose somebody who sits in it"
        return {name: given.needed(name, how) if needed else given.text(name) or None}

    return Asks(ask, read)


def _starts(visit: Visit, given: Given) -> Question:
    return at_moment("starts", "When it meets", given)


def _read_starts(visit: Visit, given: Given) -> Fields:
    return {"starts": given.moment("starts", "when it meets", visit)}


WHY: Final = words("reason", "Why", "Say why: it stays on record")
FORMS: Final = (
    Register(
        command=OpenFormation,
        title="Announce the groups to be formed",
        intro="Members of the body can say which of them they wish for, until the moment you give.",
        asks=(DECISION, Asks(_kind, _nothing), Asks(_groups, _read_groups), *UNTIL),
        about=about_body,
        button="Announce them",
        what_now="Members say which groups they wish for. Nobody sees that before it closes.",
    ),
    Register(
        command=DrawPlaces,
        title="Record the value that places are drawn from",
        intro="With what was asked for it makes the seed of the lot; anybody can draw it again.",
        asks=(words("value", "The value, as it was published", "Give the value"),),
        about=about_formation,
        button="Record it",
        what_now="Places are given by preference at once.",
        kept=("formation",),
        watch=THE_FORMATION,
    ),
    Register(
        command=RatifyPlaces,
        title="Ratify who sits in which group",
        intro="The groups are established, and everybody gets their place, with this one act.",
        asks=(DECISION, Asks(_changes, _read_changes)),
        about=about_formation,
        button="Ratify it",
        what_now="Each group wants a convenor and a first meeting.",
        kept=("formation",),
        watch=THE_FORMATION,
    ),
    Register(
        command=RefusePlaces,
        title="Record that it was not ratified",
        intro="Members can say anew which groups they wish for, until the moment that you give.",
        asks=(DECISION, WHY, *UNTIL),
        about=about_formation,
        button="Take preferences again",
        what_now="What was asked for stands until somebody changes it.",
        kept=("formation",),
        watch=THE_FORMATION,
    ),
    Register(
        command=GiveUpFormation,
        title="Give it up",
        intro="No groups are formed, and what was asked for has no effect.",
        asks=(DECISION, WHY),
        about=about_formation,
        button="Give it up",
        what_now="Nothing more falls due here.",
        kept=("formation",),
        watch=THE_FORMATION,
    ),
    Register(
        command=NameConvenor,
        title="Name a convenor",
        intro="The body names the convenors of its groups; a caucus chooses its own.",
        asks=(
            Asks(_or_its_own, read_decision),
            GROUP,
            _somebody("person", "Who is named", needed=True),
            _somebody("share_with", "With whom they share it", needed=False),
            yes_or_no("elected", "Were they elected?"),
        ),
        about=about_formation,
        button="Name them",
        what_now="They hold the post, and what the rules let its holder do.",
        kept=("formation",),
    ),
    Register(
        command=ConveneFirstMeeting,
        title="Call a group to its first meeting",
        intro="What has to be done before it follows from the rules on meetings.",
        asks=(
            GROUP,
            Asks(_starts, _read_starts),
            words("place", "Where", "Say where"),
            yes_or_no("remote", "Can it be joined from afar?"),
        ),
        about=about_formation,
        button="Call it",
        what_now="Notice goes out, and items can be handed in.",
        kept=("formation",),
    ),
)
PREFER: Final = Deed(
    title="Which groups do you wish to sit in?",
    intro=(
        "Begin with the one that you wish for most. You get no group that you do not name. You can "
        "change it until preferences close; only then do other members see it."
    ),
    about=about_formation,
    ask=_ranks,
    make=_prefer,
    button="Send it",
    what_now="You can come back and change it until preferences close.",
    kept=("formation",),
)
DEEDS: Final[dict[str, Deed]] = {
    **{one.command.verb(): one.deed for one in FORMS},
    PreferGroups.verb(): PREFER,
}
