"""A line of the journal is read far from the page of the thing: it names what it is about."""

from __future__ import annotations

from uuid import UUID

from domain.reports.report import Report
from projections.report_sentences import REPORT_SENTENCES
from projections.sentences import sentence
from tests.story.conftest import Tale


def test_every_line_of_a_report_names_the_report(tale: Tale) -> None:
    acts = [one.event for one in tale.org.store.acts(limit=10_000)]
    reports = {act.originator_id for act in acts if isinstance(act, Report.Opened)}
    names: dict[UUID, str] = dict.fromkeys(reports, "Action report of May")
    told = [act for act in acts if act.originator_id in reports]
    of_reports = {kind for kind in REPORT_SENTENCES if kind.__qualname__.startswith("Report")}
    assert {type(act) for act in told} == of_reports
    for act in told:
        assert "Action report of May" in sentence(act, "Ada", names.get), type(act)
