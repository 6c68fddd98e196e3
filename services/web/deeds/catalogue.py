"""Every act that can be given by a form, by its verb."""

from __future__ import annotations

from typing import Final

from services.web.deeds import (
    on_amendments,
    on_assemblies,
    on_counts,
    on_elections,
    on_formations,
    on_processes,
    on_proposals,
    on_registers,
    on_rules,
    on_several,
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
    **on_counts.DEEDS,
    **on_elections.DEEDS,
    **on_formations.DEEDS,
    **on_rules.DEEDS,
}
WITHOUT: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "allocate_places",
            "call_ballot",
            "close_assembly",
            "close_ballot",
            "close_items",
            "close_preferences",
            "close_stages",
            "complete_formation",
            "convene_assembly",
            "count_ballot",
            "declare_ballot",
            "enact_results",
            "end_terms",
            "freeze_roll",
            "leave_tie_open",
            "miss_deadline",
            "miss_formation_deadline",
            "open_ballot",
            "pass_on_texts",
            "record_result",
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
