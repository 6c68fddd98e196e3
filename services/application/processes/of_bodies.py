"""The steps of a body's life: the end of each term of office at its own moment."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate
from domain.bodies.office import TermsOfOffice, terms_id
from domain.kernel.aggregate import Recorded
from services.application.endings import EndTerms
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import TERMS, Progress, Step


def end_terms(steps: Steps, step: Step) -> Progress:
    """End the terms that are over, and wait for the next; done once the body is no more."""
    terms = steps.store.load(TermsOfOffice, step.process_id)
    if terms.is_over:
        return DONE
    body = steps.store.load(Body, terms.body)
    now = steps.store.now()
    over = body.terms_over(now)
    if over:
        last = max(one.until for one in over if one.until is not None)
        steps.once(EndTerms(body=body.id), step, last)
        body = steps.store.load(Body, body.id)
    ahead = body.next_term_end()
    if ahead is None:
        return Progress(done=False, waiting_for=f"No seat or post in {body.name} has a term now.")
    return steps.until(ahead, f"A term in {body.name} ends", "term")


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    body = store.load(Body, store.load(TermsOfOffice, process).body)
    ahead = body.next_term_end()
    if ahead is not None:
        yield Moment(ahead, process, f"A term in {body.name} ends")


def _terms_of(event: Recorded) -> UUID | None:
    """A mandate with a term, or the end of a body, moves what its terms' process waits for."""
    mandate = getattr(event, "mandate", None)
    if not isinstance(mandate, Mandate) or mandate.until is not None:
        return terms_id(event.originator_id)
    return None


TERMS_OF_OFFICE = ProcessKind(
    name=TERMS,
    begins=TermsOfOffice.Watched,
    ends=(TermsOfOffice.Over,),
    steps=(end_terms,),
    ahead=_ahead,
    reads=(TermsOfOffice, Body),
    moves=(TermsOfOffice.Over,),
    moved_by=dict.fromkeys((Body.Seated, Body.PostFilled, Body.Prolonged), _terms_of),
)
