"""What forms ask about papers that are handed in, and the file as it is kept."""

from __future__ import annotations

from domain.counting.formats.election import Election
from domain.elections.count import Bundle
from domain.kernel.refusal import BadInput
from services.counting.reading import as_kept
from services.web.deeds.form import Given, Question, Unclear, long_text, text
from services.web.look.parts import Mistake
from services.web.visit import Visit


def origin(visit: Visit, given: Given) -> Question:
    """Where the papers come from."""
    return text("origin", "Where the papers come from", given, "Such as the hall and the day.")


def papers(given: Given, hint: str) -> Question:
    """The papers themselves."""
    return long_text("papers", "The papers", given, hint, rows=12)


def kept(visit: Visit, given: Given) -> tuple[Bundle, Election]:
    """The bundle that the file was put into, and what the file says; raises `Unclear`."""
    content = given.needed("papers", "Paste the file of the papers").encode()
    try:
        file, election = as_kept(content, "papers.blt")
    except BadInput as unreadable:
        raise Unclear(Mistake("papers", str(unreadable).removesuffix("."))) from None
    bundle = Bundle(
        sha256=visit.site.office.bundles.deposit(file),
        papers=election.cast.total,
        origin=given.needed("origin", "Say where the papers come from"),
    )
    return bundle, election
