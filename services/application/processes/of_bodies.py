"""The steps of a body's life: the end of each term, and seats that changed rules give, in time."""

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
    over = [one.until for one in body.terms_over(now) if one.until is not None]
    if reached := [*over, *terms.changes_by(now)]:
        steps.once(EndTerms(body=body.id), step, max(reached))
        body = steps.store.load(Body, body.id)
        terms = steps.store.load(TermsOfOffice, terms.id)
    end, change = body.next_term_end(), min(terms.changes, default=None)
    if change is not None and (end is None or change < end):
        return steps.until(change, f"Other posts give a seat in {body.name}", "ex_officio")
    if end is None:
        return Progress(done=False, waiting_for=f"No seat or post in {body.name} has a term now.")
    return steps.until(end, f"A term in {body.name} ends", "term")


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    terms = store.load(TermsOfOffice, process)
    body = store.load(Body, terms.body)
    end = body.next_term_end()
    if end is not None:
        yield Moment(end, process, f"A term in {body.name} ends")
    for change in terms.changes:
        yield Moment(change, process, f"Other posts give a seat in {body.name}")


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
    moves=(TermsOfOffice.ChangeAhead, TermsOfOffice.Over),
    moved_by=dict.fromkeys((Body.Seated, Body.PostFilled, Body.Prolonged), _terms_of),
)
