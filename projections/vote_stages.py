"""The processes that lead to votes of members, and what follows from them, on the board."""

from __future__ import annotations

from typing import Any, Final

from domain.elections.objection import Objection
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import ASKING_DAYS, REVIEW_DAYS
from domain.primary.primary import RULES, Primary, Stage
from projections.changing import change, envelope, moment_of
from projections.election_stages import OBJECTING, RULING_DUE, time_to_object
from projections.projection import Projection, RecordedAct, Rows, on
from projections.stages import PROCESSES, STAGES, Row, begin, close_stage, lay_out

ANSWERING: Final = "place answer"
HEADINGS: Final = {
    Stage.SUBMITTING: "Motions are put",
    Stage.BACKING: "Motions are backed",
    Stage.CHECKING: "Motions are checked",
    Stage.ANSWERING: "Authors answer",
    Stage.RULING: "Appeals are ruled on",
}
ASKING: Final = Row("asking", 1, "Requests to be endorsed", ASKING_DAYS)
LOOKING: Final = Row("review", 2, "A look at the endorsement", REVIEW_DAYS)


class VoteProcesses(Projection):
    """What the board shows of them."""

    @on(Voting.FellDue)
    def voting_fell_due(self, cur: Rows, act: RecordedAct[Voting.FellDue]) -> None:
        begin(cur, act, "voting", f"The vote of: {act.event.title}", act.event.election)

    @on(Voting.Declared)
    def vote_declared(self, cur: Rows, act: RecordedAct[Voting.Declared]) -> None:
        """The process goes on for as long as anybody can object."""
        until = act.event.objections_until
        if until is None:
            over(cur, act)
        else:
            lay_out(cur, act, time_to_object(envelope(act).rules), moment_of(act), until)

    @on(Voting.SectionAnnulled)
    def vote_annulled(self, cur: Rows, act: RecordedAct[Voting.SectionAnnulled]) -> None:
        """The time for objections begins anew with the next declaration."""
        close_stage(cur, act, OBJECTING)

    @on(Objection.Raised)
    def objected(self, cur: Rows, act: RecordedAct[Objection.Raised]) -> None:
        event = act.event
        begin(cur, act, "objection", f"An objection to: {event.title}", event.election)
        lay_out(cur, act, RULING_DUE, moment_of(act), event.due)

    @on(Vacancy.Arose)
    def place_fell_empty(self, cur: Rows, act: RecordedAct[Vacancy.Arose]) -> None:
        event = act.event
        where = event.place.section.replace("_", " ")
        begin(cur, act, "vacancy", f"An empty place: {where}, {event.title}", event.election)

    @on(Vacancy.Offered)
    def place_offered(self, cur: Rows, act: RecordedAct[Vacancy.Offered]) -> None:
        answering = Row(ANSWERING, 1, "An answer whether to take it", envelope(act).rules[-1])
        lay_out(cur, act, answering, moment_of(act), act.event.due)

    @on(Vacancy.Declined, Vacancy.Lapsed)
    def place_passed_on(self, cur: Rows, act: RecordedAct) -> None:
        close_stage(cur, act, ANSWERING)

    @on(Endorsement.Called)
    def endorsement_called(self, cur: Rows, act: RecordedAct[Endorsement.Called]) -> None:
        event = act.event
        title = f"Endorsement for {event.office}, {event.election}"
        begin(cur, act, "endorsement", title, None)
        lay_out(cur, act, ASKING, moment_of(act), event.terms.asks_until)

    @on(Endorsement.AskingClosed)
    def asking_closed(self, cur: Rows, act: RecordedAct[Endorsement.AskingClosed]) -> None:
        close_stage(cur, act, "asking")

    @on(Endorsement.Settled)
    def endorsement_settled(self, cur: Rows, act: RecordedAct[Endorsement.Settled]) -> None:
        """The process goes on for as long as somebody is endorsed and it is looked at again."""
        due = act.event.review_at
        if due is None:
            over(cur, act)
        else:
            lay_out(cur, act, LOOKING, moment_of(act), due)

    @on(Endorsement.Reviewed)
    def reviewed(self, cur: Rows, act: RecordedAct[Endorsement.Reviewed]) -> None:
        lay_out(cur, act, LOOKING, moment_of(act), act.event.review_at)

    @on(Primary.Launched)
    def primary_launched(self, cur: Rows, act: RecordedAct[Primary.Launched]) -> None:
        begin(cur, act, "policy_primary", act.event.title, None)
        lay_out(
            cur, act, _of_primary(Stage.SUBMITTING), moment_of(act), act.event.terms.submit_until
        )

    @on(Primary.SubmissionsClosed)
    def backing_begins(self, cur: Rows, act: RecordedAct[Primary.SubmissionsClosed]) -> None:
        _next(cur, act, Stage.SUBMITTING, Stage.BACKING)

    @on(Primary.BackingClosed)
    def checking_begins(self, cur: Rows, act: RecordedAct[Primary.BackingClosed]) -> None:
        _next(cur, act, Stage.BACKING, Stage.CHECKING)

    @on(Primary.CheckingClosed)
    def answering_begins(self, cur: Rows, act: RecordedAct[Primary.CheckingClosed]) -> None:
        _next(cur, act, Stage.CHECKING, Stage.ANSWERING)

    @on(Primary.AnswersClosed)
    def ruling_begins(self, cur: Rows, act: RecordedAct[Primary.AnswersClosed]) -> None:
        _next(cur, act, Stage.ANSWERING, Stage.RULING)

    @on(Primary.PaperSettled)
    def paper_settled(self, cur: Rows, act: RecordedAct[Primary.PaperSettled]) -> None:
        close_stage(cur, act, f"primary {Stage.RULING}")

    @on(
        Primary.Settled,
        Voting.Confirmed,
        Objection.Ruled,
        Objection.Withdrawn,
        Endorsement.Ended,
        Vacancy.Filled,
        Vacancy.Overtaken,
    )
    def over_with_its_stages(self, cur: Rows, act: RecordedAct) -> None:
        over(cur, act)
        process = {"process": act.event.originator_id}
        change(cur, STAGES, act, process, {"closed": moment_of(act)})


def _of_primary(stage: Stage) -> Row:
    """A stage of a primary as a row of the board."""
    return Row(f"primary {stage}", list(RULES).index(stage) + 1, HEADINGS[stage], RULES[stage])


def _next(cur: Rows, act: RecordedAct[Any], before: Stage, stage: Stage) -> None:
    """One stage is over, and the next begins."""
    close_stage(cur, act, f"primary {before}")
    lay_out(cur, act, _of_primary(stage), moment_of(act), act.event.next_ends)


def over(cur: Rows, act: RecordedAct) -> None:
    """The process has ended."""
    process = {"process": act.event.originator_id}
    change(cur, PROCESSES, act, process, {"closed": moment_of(act)})
