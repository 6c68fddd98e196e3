"""The form on a ballot of members: the value from which its ties are drawn."""

from __future__ import annotations

from typing import Final

from services.application.ballots import RecordBallotLotValue
from services.reading import ballots
from services.web.deeds.asks import words
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Register
from services.web.look.parts import Link
from services.web.visit import Visit


def about_ballot(visit: Visit, given: Given) -> Link:
    found = ballots.ballot(visit.at, given.id("ballot")).ballot
    return Link(found.title, f"/ballots/{found.ballot}")


FORMS: Final = (
    Register(
        command=RecordBallotLotValue,
        title="Record the value for the lot of a ballot",
        intro="The value that was announced before anybody knew it. Anybody can look it up.",
        asks=(words("value", "The value", "Write the value as it was published"),),
        about=about_ballot,
        button="Record it",
        what_now="With the root of the papers it makes the seed, and the count goes on.",
        kept=("ballot",),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}
