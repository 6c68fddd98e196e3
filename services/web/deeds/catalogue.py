"""Every act that can be given by a form, by its verb."""

from __future__ import annotations

from typing import Final

from services.web.deeds import (
    on_actions,
    on_amendments,
    on_assemblies,
    on_counts,
    on_elections,
    on_processes,
    on_proposals,
    on_registers,
    on_reports,
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
    **on_rules.DEEDS,
    **on_reports.DEEDS,
    **on_actions.DEEDS,
}
WITHOUT: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "call_ballot",
            "close_assembly",
            "close_ballot",
            "close_items",
            "close_stages",
            "complete_report",
            "convene_assembly",
            "count_ballot",
            "declare_ballot",
            "enact_results",
            "end_terms",
            "freeze_roll",
            "leave_tie_open",
            "mark_overdue",
            "miss_deadline",
            "miss_report",
            "open_ballot",
            "pass_on_texts",
            "record_result",
            "refuse_papers",
            "remind_owner",
            "send_reminder",
        ),
        "The service takes this step by itself at its moment; nobody takes it by hand.",
    ),
    "found_rulebook": "The founding rulebook is adopted once, whole, before there are any pages.",
    "move_member": "A change of group comes in by the API or by `convenor act`.",
    "join_members": "Many members at once come from a spreadsheet, by `convenor import-members`.",
}
"""Verbs that have no form, and why."""
