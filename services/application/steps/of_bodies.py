"""The steps of a body's life: the end of each term, and seats that changed rules give, in time."""

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
