"""The steps of a body's life: the end of each term of office at its own moment."""

from __future__ import annotations

from domain.bodies.body import Body
from domain.bodies.office import TermsOfOffice
from services.application.endings import EndTerms
from services.application.steps.step import DONE, Steps
from workflows.contract import Progress, Step


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
