"""Every act that can be given by a form, by its verb."""

from __future__ import annotations

from typing import Final

from services.web.deeds import (
    on_amendments,
    on_assemblies,
    on_business,
    on_cooptions,
    on_counts,
    on_delegates,
    on_elections,
    on_meetings,
    on_notices,
    on_people,
    on_processes,
    on_proposals,
    on_registers,
    on_resolutions,
    on_rules,
    on_several,
    on_sittings,
    on_votes,
)
from services.web.deeds.form import Deed

DEEDS: Final[dict[str, Deed]] = {
    **on_proposals.DEEDS,
    **on_several.DEEDS,
    **on_amendments.DEEDS,
    **on_assemblies.DEEDS,
    **on_votes.DEEDS,
    **on_processes.DEEDS,
    **on_registers.DEEDS,
    **on_cooptions.DEEDS,
    **on_people.DEEDS,
    **on_notices.DEEDS,
    **on_counts.DEEDS,
    **on_elections.DEEDS,
    **on_rules.DEEDS,
    **on_meetings.DEEDS,
    **on_sittings.DEEDS,
    **on_business.DEEDS,
    **on_resolutions.DEEDS,
    **on_delegates.DEEDS,
}
WITHOUT: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "address_notice",
            "call_ballot",
            "close_assembly",
            "close_ballot",
            "close_items",
            "close_resolution",
            "close_stages",
            "complete_notice",
            "convene_assembly",
            "count_ballot",
            "declare_ballot",
            "enact_results",
            "end_terms",
            "follow_co_option",
            "freeze_roll",
            "leave_tie_open",
            "look_at_quarter",
            "miss_deadline",
            "open_ballot",
            "pass_on_texts",
            "record_refusals",
            "record_result",
            "record_service",
            "refuse_papers",
            "send_reminder",
        ),
        "The service takes this step by itself at its moment; nobody takes it by hand.",
    ),
    "found_rulebook": "The founding rulebook is adopted once, whole, before there are any pages.",
    "move_member": "A change of group comes in by the API or by `convenor act`.",
    "join_members": "Many members at once come from a spreadsheet, by `convenor import-members`.",
}
"""Verbs that have no form, and why."""
