"""The steps that processes ask for: each is tried again and again until it is done.

A step performs a command whose key follows from the process, the step and the due moment, so that
it happens once however often the engine asks; then it looks, and says what is being waited for.
The store's clock alone decides whether a moment has come.
"""

from __future__ import annotations

from services.application.steps import (
    of_actions,
    of_ballots,
    of_bodies,
    of_cooptions,
    of_counts,
    of_cycles,
    of_formations,
    of_meetings,
    of_reports,
    of_resolutions,
    of_years,
)
from services.application.steps.step import StepOf, Steps, step_key

__all__ = ["STEPS", "StepOf", "Steps", "step_key"]

_ALL: tuple[StepOf, ...] = (
    of_cycles.close_stage,
    of_cycles.hold_stage,
    of_cycles.pass_on_texts,
    of_cycles.close_assembly,
    of_cycles.call_ballot,
    of_cycles.enact_results,
    of_ballots.freeze_roll,
    of_ballots.open_ballot,
    of_ballots.send_reminders,
    of_ballots.close_ballot,
    of_ballots.count_ballot,
    of_ballots.declare_ballot,
    of_counts.count_papers,
    of_counts.await_declaration,
    of_bodies.end_terms,
    of_cooptions.await_co_option,
    of_cooptions.await_answer,
    of_cooptions.follow_co_option,
    of_formations.close_preferences,
    of_formations.allocate_places,
    of_formations.await_ratification,
    of_formations.await_first_meetings,
    of_formations.complete_formation,
    of_meetings.keep_deadline,
    of_meetings.await_opening,
    of_meetings.await_end,
    of_years.watch_quarter,
    of_resolutions.close_resolution,
    of_reports.keep_report_deadline,
    of_reports.complete_report,
    of_actions.see_to_action,
)

STEPS: dict[str, StepOf] = {step.__name__: step for step in _ALL}
"""Every step by the name under which a workflow asks for it."""
