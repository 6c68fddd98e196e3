"""Which processes run, at what stage each stands, and what falls due next: the board.

A process is what an engine waits through: a cycle, an assembly, a ballot, a count, a formation, a
meeting, a body's quarters, a decision in writing, a request to see one's data, the nominations of
an election.  What is late is not in here:
it follows from the moment at which one looks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import Scrutiny
from domain.bodies.access import ACCESS_DAYS, EXTENSION_DAYS, AccessRequest
from domain.cycle.assembly import Assembly
from domain.cycle.cycle import Cycle
from domain.elections.count import Count
from domain.elections.election import Election
from domain.formation.formation import Formation
from domain.formation.groups import Due
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.state import title_moved, title_of
from domain.meetings.year import BodyYear
from projections.ballot_stages import (
    OPENING,
    ROLL,
    SCRUTINY,
    VOTING,
    ballot_stages,
    reminder,
)
from projections.changing import change, envelope, moment_of, newest
from projections.election_stages import closing, of_window, settling
from projections.meeting_stages import (
    ENDING,
    MISSED,
    NOT_OPENED,
    TO_OPEN,
    TOO_FEW,
    again,
    of_end,
    of_meeting,
    of_quarter,
    of_resolution,
)
from projections.meeting_stages import OPENING as OPENS
from projections.meetings import DONE
from projections.projection import RecordedAct, Rows, on
from projections.stages import (
    EXTENSIONS,
    PROCESSES,
    STAGES,
    Row,
    begin,
    close_stage,
    enter,
    extend,
    lay_out,
    remember_due,
    shift,
)
from projections.vote_stages import VoteProcesses, over

ANSWER: Final = "answer"
ASKING, RATIFYING, FIRST_MEETINGS = "preferences", "ratification", "first_meetings"


class Processes(VoteProcesses):
    """Processes and their stages over time, and every extension with its reason."""

    name = "processes"
    ddl = (
        PROCESSES.ddl
        + STAGES.ddl
        + EXTENSIONS.ddl
        + "CREATE INDEX processes_open ON processes USING gist (valid) WHERE closed IS NULL;\n"
        + "CREATE INDEX processes_by_id ON processes (process);\n"
        + "CREATE INDEX processes_by_kind ON processes (kind);\n"
        + "CREATE INDEX processes_by_opening ON processes (opened);\n"
        + "CREATE INDEX stages_of ON stages (process);\n"
        + "CREATE INDEX processes_by_parent ON processes (parent);\n"
        + "CREATE INDEX stages_open ON stages USING gist (valid) WHERE closed IS NULL;\n"
    )

    @on(Cycle.Opened)
    def cycle_opened(self, cur: Rows, act: RecordedAct[Cycle.Opened]) -> None:
        begin(cur, act, "cycle", act.event.title, None)
        for place, stage in enumerate(act.event.calendar.stages, start=1):
            row = Row(stage.name, place, stage.name.heading, stage.name.rule)
            lay_out(cur, act, row, stage.opens, stage.due)

    @on(Cycle.DeadlineExtended)
    def deadline_extended(self, cur: Rows, act: RecordedAct[Cycle.DeadlineExtended]) -> None:
        event = act.event
        shift(cur, act, event.calendar.stages)
        due = event.calendar.stage(event.stage).due
        extend(cur, act, event.stage, event.due_before, due, event.reason)

    @on(Cycle.StageClosed)
    def stage_closed(self, cur: Rows, act: RecordedAct[Cycle.StageClosed]) -> None:
        close_stage(cur, act, act.event.stage)

    @on(Cycle.MovedToNewRules)
    def moved(self, cur: Rows, act: RecordedAct[Cycle.MovedToNewRules]) -> None:
        process = {"process": act.event.originator_id}
        change(cur, PROCESSES, act, process, {"governing_version": act.event.edition})
        shift(cur, act, act.event.calendar.stages)

    @on(
        *(Cycle.Completed, Assembly.Closed, Ballot.Declared, Count.Declared, Count.Refused),
        *(Meeting.Closed, Meeting.Cancelled, BodyYear.Ended),
        *(Resolution.Decided, Resolution.LeftToMeeting, Resolution.Lapsed),
        *(Formation.Completed, Formation.GivenUp),
        *(Election.CandidatesPublished, Election.CalledOff),
        *(AccessRequest.Answered, AccessRequest.Withdrawn),
    )
    def ended(self, cur: Rows, act: RecordedAct) -> None:
        over(cur, act)
        process = {"process": act.event.originator_id}
        if isinstance(act.event, Assembly.Closed | Resolution.Decided | AccessRequest.Answered):
            change(cur, STAGES, act, process, {"closed": moment_of(act)})
        if isinstance(act.event, Formation.Completed):
            close_stage(cur, act, FIRST_MEETINGS)
        if isinstance(act.event, Meeting.Closed):
            close_stage(cur, act, ENDING)

    @on(Assembly.Convened)
    def convened(self, cur: Rows, act: RecordedAct[Assembly.Convened]) -> None:
        event = act.event
        begin(cur, act, "assembly", event.stage.heading, event.parent)
        row = Row(event.stage, 1, event.stage.heading, event.stage.rule)
        lay_out(cur, act, row, moment_of(act), event.due)

    @on(Assembly.Extended)
    def assembly_extended(self, cur: Rows, act: RecordedAct[Assembly.Extended]) -> None:
        process = act.event.originator_id
        remember_due(cur, act, process, act.event.due, act.event.reason)
        change(cur, STAGES, act, {"process": process}, {"due": act.event.due})

    @on(Ballot.Called)
    def called(self, cur: Rows, act: RecordedAct[Ballot.Called]) -> None:
        event = act.event
        begin(cur, act, "ballot", event.title, event.parent)
        for row, opens, due in ballot_stages(event, moment_of(act)):
            lay_out(cur, act, row, opens, due)

    @on(Ballot.RollFrozen)
    def roll_frozen(self, cur: Rows, act: RecordedAct[Ballot.RollFrozen]) -> None:
        close_stage(cur, act, ROLL)

    @on(Ballot.Opened)
    def ballot_opened(self, cur: Rows, act: RecordedAct[Ballot.Opened]) -> None:
        close_stage(cur, act, OPENING)

    @on(Ballot.Reminded)
    def reminded(self, cur: Rows, act: RecordedAct[Ballot.Reminded]) -> None:
        which = {
            "process": act.event.originator_id,
            "due": act.event.planned_for,
            "is_moment": True,
        }
        change(cur, STAGES, act, which, {"closed": moment_of(act)})

    @on(Ballot.Extended)
    def ballot_extended(self, cur: Rows, act: RecordedAct[Ballot.Extended]) -> None:
        event, hours = act.event, act.event.hours
        remember_due(cur, act, event.originator_id, hours.closes, event.reason)
        key = {"process": event.originator_id}
        change(cur, STAGES, act, key | {"stage": OPENING}, {"due": hours.opens})
        voting = {"opens": hours.opens, "due": hours.closes}
        change(cur, STAGES, act, key | {"stage": VOTING}, voting)
        change(cur, STAGES, act, key | {"stage": ROLL}, {"due": event.terms.joined_by})
        report = event.terms.report_due(hours.closes)
        if report is not None:
            due = {"opens": hours.closes, "due": report}
            change(cur, STAGES, act, key | {"stage": SCRUTINY}, due)
        for number, moment in enumerate(event.terms.remind_at, start=1):
            which = key | reminder(number, event.terms.cites.reminders).key
            change(cur, STAGES, act, which, {"opens": hours.opens, "due": moment})

    @on(Scrutiny.Reported)
    def scrutinised(self, cur: Rows, act: RecordedAct[Scrutiny.Reported]) -> None:
        which = {"process": act.event.ballot, "stage": SCRUTINY}
        change(cur, STAGES, act, which, {"closed": moment_of(act)})

    @on(Ballot.Closed)
    def ballot_closed(self, cur: Rows, act: RecordedAct[Ballot.Closed]) -> None:
        close_stage(cur, act, VOTING)

    @on(Count.Begun)
    def count_begun(self, cur: Rows, act: RecordedAct[Count.Begun]) -> None:
        begin(cur, act, "count", act.event.matter.title, act.event.matter.election)

    @on(Election.NominationsOpened)
    def nominations_opened(self, cur: Rows, act: RecordedAct[Election.NominationsOpened]) -> None:
        event = act.event
        begin(cur, act, "election", event.title, None)
        for place, window in enumerate(event.windows):
            for row, opens, due in of_window(event.terms, window, moment_of(act), place):
                lay_out(cur, act, row, opens, due)

    @on(Election.NominationsChecked)
    def nominations_checked(self, cur: Rows, act: RecordedAct[Election.NominationsChecked]) -> None:
        close_stage(cur, act, closing(act.event.section))

    @on(Election.NominationsClosed)
    def nominations_closed(self, cur: Rows, act: RecordedAct[Election.NominationsClosed]) -> None:
        close_stage(cur, act, settling(act.event.standing.section))

    @on(Election.NominationsReopened)
    def reopened(self, cur: Rows, act: RecordedAct[Election.NominationsReopened]) -> None:
        window, process = act.event.window, {"process": act.event.originator_id}
        again = {"opens": moment_of(act), "due": window.closes, "closed": None}
        change(cur, STAGES, act, process | {"stage": closing(window.section)}, again)
        cured = {"opens": window.closes, "due": window.cure_by}
        change(cur, STAGES, act, process | {"stage": settling(window.section)}, cured)

    @on(AccessRequest.Asked)
    def asked_to_see(self, cur: Rows, act: RecordedAct[AccessRequest.Asked]) -> None:
        """Whose request it is stands in its acts, and not in its title."""
        begin(cur, act, "access", "A request to see what is kept of somebody", None)
        row = Row(ANSWER, 1, "Answer", ACCESS_DAYS)
        lay_out(cur, act, row, moment_of(act), act.event.due)

    @on(AccessRequest.Extended)
    def more_time_to_answer(self, cur: Rows, act: RecordedAct[AccessRequest.Extended]) -> None:
        event = act.event
        which = {"process": event.originator_id, "stage": ANSWER}
        change(cur, STAGES, act, which, {"due": event.due, "rule": EXTENSION_DAYS})
        extend(cur, act, ANSWER, event.due_before, event.due, event.reason)

    @on(Meeting.Convened)
    def meeting_called(self, cur: Rows, act: RecordedAct[Meeting.Convened]) -> None:
        event, called = act.event, act.event.called
        title = title_of(event.body_name, called.starts, is_emergency=called.is_emergency)
        begin(cur, act, "meeting", title, None)
        for planned in of_meeting(event, moment_of(act)):
            enter(cur, act, planned)

    @on(Meeting.NoticeGiven, Meeting.ItemsClosed, Meeting.PapersCirculated, Meeting.DeadlineMissed)
    def duty_over(self, cur: Rows, act: RecordedAct) -> None:
        """A duty that was missed is over too, and is called so."""
        event = act.event
        if isinstance(event, Meeting.DeadlineMissed):
            which = {"process": event.originator_id, "stage": event.duty}
            told = {"closed": moment_of(act), "heading": MISSED[event.duty]}
            change(cur, STAGES, act, which, told)
        else:
            close_stage(cur, act, DONE[type(event)])

    @on(Meeting.Moved)
    def meeting_moved(self, cur: Rows, act: RecordedAct[Meeting.Moved]) -> None:
        event = act.event
        process = {"process": event.originator_id}
        title = title_moved(newest(cur, PROCESSES, "title", process), event.starts)
        change(cur, PROCESSES, act, process, {"title": title})
        told = {"due": event.starts, "heading": TO_OPEN}
        change(cur, STAGES, act, process | {"stage": OPENS}, told)
        for due in event.calendar:
            stage = process | {"stage": due.duty}
            change(cur, STAGES, act, stage, again(due, newest(cur, STAGES, "heading", stage)))

    @on(Meeting.NotOpened)
    def meeting_not_opened(self, cur: Rows, act: RecordedAct[Meeting.NotOpened]) -> None:
        which = {"process": act.event.originator_id, "stage": OPENS}
        change(cur, STAGES, act, which, {"heading": NOT_OPENED})

    @on(Meeting.NotClosed)
    def meeting_not_closed(self, cur: Rows, act: RecordedAct[Meeting.NotClosed]) -> None:
        enter(cur, act, of_end(act.event))

    @on(Meeting.Opened)
    def meeting_opened(self, cur: Rows, act: RecordedAct[Meeting.Opened]) -> None:
        close_stage(cur, act, OPENS)

    @on(BodyYear.Begun)
    def year_begun(self, cur: Rows, act: RecordedAct[BodyYear.Begun]) -> None:
        event = act.event
        begin(cur, act, "body_year", f"Meetings of {event.body_name} in each quarter", None)
        enter(cur, act, of_quarter(event.quarter, event.rule, moment_of(act)))

    @on(BodyYear.QuarterWarned)
    def quarter_warned(self, cur: Rows, act: RecordedAct[BodyYear.QuarterWarned]) -> None:
        if act.event.act.note is not None:
            quarter = of_quarter(act.event.quarter, None, moment_of(act))
            which = {"process": act.event.originator_id, "stage": quarter.stage}
            change(cur, STAGES, act, which, {"heading": f"{quarter.heading}: no meeting yet"})

    @on(BodyYear.MeetingCounted)
    def met_again(self, cur: Rows, act: RecordedAct[BodyYear.MeetingCounted]) -> None:
        """A quarter that was missed alarms no longer."""
        year, moment = act.event.originator_id, moment_of(act)
        cur.execute(
            "SELECT stage FROM stages WHERE process = %s AND upper_inf(valid)"
            " AND closed IS NULL AND due <= %s",
            (year, moment),
        )
        for (stage,) in cur.fetchall():
            change(cur, STAGES, act, {"process": year, "stage": stage}, {"closed": moment})

    @on(BodyYear.QuarterEnded)
    def quarter_ended(self, cur: Rows, act: RecordedAct[BodyYear.QuarterEnded]) -> None:
        event = act.event
        over = of_quarter(event.quarter, None, moment_of(act))
        which = {"process": event.originator_id, "stage": over.stage}
        if event.meetings < event.needed:  # it stands as late until the body meets again
            short = {"heading": f"{over.heading}{TOO_FEW}"}
            change(cur, STAGES, act, which, short)
        else:
            change(cur, STAGES, act, which, {"closed": moment_of(act), "heading": over.heading})
        enter(cur, act, of_quarter(event.then, _rule_of(act), moment_of(act)))

    @on(Resolution.Put)
    def put_in_writing(self, cur: Rows, act: RecordedAct[Resolution.Put]) -> None:
        begin(cur, act, "resolution", act.event.put.title, None)
        enter(cur, act, of_resolution(moment_of(act), act.event.put.closes))

    @on(Formation.Opened)
    def formation_opened(self, cur: Rows, act: RecordedAct[Formation.Opened]) -> None:
        event = act.event
        begin(cur, act, "formation", f"The groups of {event.parent_name}", None)
        asking = Row(ASKING, 1, "Preferences", event.plan.rule)
        lay_out(cur, act, asking, moment_of(act), event.plan.closes)
        _ratification(cur, act, event.plan.closes, event.plan.ratification)

    @on(Formation.PreferencesClosed)
    def preferences_closed(self, cur: Rows, act: RecordedAct) -> None:
        close_stage(cur, act, ASKING)

    @on(Formation.Ratified)
    def formation_ratified(self, cur: Rows, act: RecordedAct[Formation.Ratified]) -> None:
        close_stage(cur, act, RATIFYING)
        due = act.event.first_meetings
        row = Row(FIRST_MEETINGS, 3, "First meetings", due.rule)
        lay_out(cur, act, row, moment_of(act), due.at)

    @on(Formation.Refused)
    def formation_refused(self, cur: Rows, act: RecordedAct[Formation.Refused]) -> None:
        plan = act.event.plan
        asking = Row(ASKING, 1, "Preferences, taken again", plan.rule)
        lay_out(cur, act, asking, moment_of(act), plan.closes)
        _ratification(cur, act, plan.closes, plan.ratification)


def _ratification(cur: Rows, act: RecordedAct, opens: datetime, due: Due) -> None:
    lay_out(cur, act, Row(RATIFYING, 2, "Ratification", due.rule), opens, due.at)


def _rule_of(act: RecordedAct) -> str | None:
    """The rule that an act was judged by, if it was by one."""
    rules = envelope(act).rules
    return rules[0] if rules else None
