"""Forms on assemblies: send a delegate, open a sitting."""

from __future__ import annotations

from services.application.assemblies import OpenSitting, RegisterDelegate
from services.application.command import Command
from services.reading import assemblies
from services.web import acting
from services.web.deeds.form import Deed, Given, Question, Unclear, member_named, text
from services.web.deeds.seen import THE_SITTINGS
from services.web.look.parts import Link, Mistake
from services.web.visit import Visit


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
    group = acting.body_of(visit.log, body)
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
}
