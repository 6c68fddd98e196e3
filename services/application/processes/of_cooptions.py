"""The steps of a co-option: the decision, the answer, and the seat to its review and its end."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.bodies.cooption import CoOption, State
from services.application.cooptions import FollowCoOption
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import COOPTION, Progress, Step


def await_co_option(steps: Steps, step: Step) -> Progress:
    """See whether the body has decided."""
    found = _load(steps, step)
    if found.state is not State.PROPOSED:
        return DONE
    return Progress(
        done=False, waiting_for=f"{found.body_name} decides whether to co-opt {found.asked.name}."
    )


def await_answer(steps: Steps, step: Step) -> Progress:
    """Wait for the person's answer; without one in time the offer lapses."""
    found = _load(steps, step)
    offer = found.offer
    if found.state is not State.OFFERED or offer is None:
        return DONE
    if offer.answer_by is None or offer.answer_rule is None:
        return Progress(done=False, waiting_for=f"{found.asked.name} accepts or declines.")
    if steps.store.now() < offer.answer_by:
        return steps.until(offer.answer_by, "The answer is due", offer.answer_rule)
    steps.once(FollowCoOption(cooption=found.id), step, offer.answer_by)
    return DONE


def follow_co_option(steps: Steps, step: Step) -> Progress:
    """See to the review of the seat before it ends; done once it has ended."""
    found = _load(steps, step)
    if found.state is not State.HELD:
        return DONE
    review = found.review_at
    if review is not None and not found.reviewed:
        if steps.store.now() < review:
            return steps.until(review, "The co-option is looked at again", "cooption.review_days")
        steps.once(FollowCoOption(cooption=found.id), step, review)
    return Progress(done=False, waiting_for=f"{found.asked.name} sits in {found.body_name}.")


def _load(steps: Steps, step: Step) -> CoOption:
    return steps.store.load(CoOption, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(CoOption, process)
    if found.state is State.OFFERED and found.offer is not None and found.offer.answer_by:
        yield Moment(found.offer.answer_by, process, f"{found.asked.name} answers")
    if found.state is State.HELD and found.review_at is not None and not found.reviewed:
        what = f"The co-option of {found.asked.name} is looked at again"
        yield Moment(found.review_at, process, what)


COOPTIONS = ProcessKind(
    name=COOPTION,
    begins=CoOption.Proposed,
    ends=(
        CoOption.Rejected,
        CoOption.Withdrawn,
        CoOption.Declined,
        CoOption.Lapsed,
        CoOption.Ended,
    ),
    steps=(await_co_option, await_answer, follow_co_option),
    ahead=_ahead,
    reads=(CoOption,),
    moves=(
        CoOption.Agreed,
        CoOption.Rejected,
        CoOption.Withdrawn,
        CoOption.Accepted,
        CoOption.Declined,
        CoOption.Renewed,
        CoOption.Ended,
    ),
)
