"""The steps of a ballot of all members."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.counted import QuestionTied
from domain.ballots.choices import Choices
from domain.ballots.choosing import Tied
from domain.ballots.scrutiny import Scrutiny, scrutiny_id, waits_for
from domain.ballots.secrecy import OF_MEMBERS
from domain.bodies.forgetting import CHALLENGE_DAYS
from domain.cycle.calendar import StageName
from domain.elections.count import OpenTie
from domain.kernel.refusal import OutOfOrder
from services.application.ballots import (
    AnnounceBallot,
    CloseBallot,
    CountBallot,
    DeclareBallot,
    DestroyBallotKeys,
    FreezeRoll,
    LeaveBallotTied,
    OpenBallot,
    PublishBallot,
    SendReminder,
)
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.mail.port import to_draw
from services.store.port import Store
from services.voting.blind.port import BlindBallots, choices_in
from services.voting.recounting import of_box
from workflows.contract import BALLOT, Progress, Step


def freeze_roll(steps: Steps, step: Step) -> Progress:
    """Write the roll as of this position of the log, and freeze it."""
    ballot = _ballot(steps, step)
    if ballot.roll is not None:
        return DONE
    if steps.store.now() < ballot.terms.joined_by:
        return steps.until(ballot.terms.joined_by, "The roll is frozen", ballot.terms.cites.roll)
    position = steps.store.head()
    steps.read_up_to(position)
    roll = steps.boxes.freeze(ballot, position)
    steps.once(FreezeRoll(ballot=ballot.id, roll=roll), step, ballot.terms.joined_by)
    return DONE


def announce_ballot(steps: Steps, step: Step) -> Progress:
    """Make the keys of a blind ballot and announce it; a sealed one has nothing to announce."""
    ballot = _ballot(steps, step)
    if not ballot.is_blind or ballot.announced is not None:
        return DONE
    said = _blind(steps).announce(ballot, choices_in(steps.store, ballot.id))
    announced = AnnounceBallot(ballot=ballot.id, announced=said.digest.hex(), root=said.roll.root)
    steps.once(announced, step, "announce")
    return DONE


def open_ballot(steps: Steps, step: Step) -> Progress:
    """Record that voting began."""
    ballot = _ballot(steps, step)
    if steps.store.now() < ballot.hours.opens:
        rule = StageName.PREPARATION.rule if ballot.parent else ballot.terms.cites.hours
        return steps.until(ballot.hours.opens, "Voting opens", rule)
    steps.once(OpenBallot(ballot=ballot.id), step, ballot.hours.opens)
    return DONE


def send_reminders(steps: Steps, step: Step) -> Progress:
    """Remind those who have not voted, at each planned moment; in a blind ballot, not drawn.

    The letters are written before the act: a step that is taken again finds them written.  After
    the close nobody is told that they can still vote.
    """
    ballot, now = _ballot(steps, step), steps.store.now()
    for moment in ballot.reminders_due(now):
        if now < ballot.hours.closes:
            _remind(steps, ballot, moment)
        not_voted = _to_be_reminded(steps, ballot)
        reminder = SendReminder(ballot=ballot.id, planned_for=moment, not_voted=not_voted)
        steps.once(reminder, step, moment)
    ballot = _ballot(steps, step)
    ahead = [m for m in ballot.terms.remind_at if m not in ballot.reminded]
    ahead = [moment for moment in ahead if moment < ballot.hours.closes]
    if not ahead:
        return DONE
    return steps.until(ahead[0], "Reminders go out", ballot.terms.cites.reminders)


def _remind(steps: Steps, ballot: Ballot, moment: datetime) -> None:
    if not ballot.is_blind:
        steps.reminders.remind_voters(ballot, moment)
        return
    people = _blind(steps).not_drawn(ballot.id)
    steps.reminders.remind_people(to_draw(ballot, moment), people)


def _to_be_reminded(steps: Steps, ballot: Ballot) -> int:
    if ballot.is_blind:
        return len(_blind(steps).not_drawn(ballot.id))
    return (ballot.roll.count if ballot.roll else 0) - steps.boxes.voted(ballot.id)


def close_ballot(steps: Steps, step: Step) -> Progress:
    """Seal the box at the close and record what it holds."""
    ballot = _ballot(steps, step)
    if ballot.papers is not None:
        return DONE
    if steps.store.now() < ballot.hours.closes:
        return steps.until(ballot.hours.closes, "Voting closes", ballot.terms.cites.hours)
    steps.once(_closing(steps, ballot), step, ballot.hours.closes)
    return DONE


def _closing(steps: Steps, ballot: Ballot) -> CloseBallot:
    """Close the box for good; what it holds."""
    if ballot.is_blind:
        close = _blind(steps).close(ballot.id)
        return CloseBallot(ballot=ballot.id, **close.model_dump())
    sealed = steps.boxes.seal(ballot.id)
    return CloseBallot(ballot=ballot.id, papers=sealed.papers, root=sealed.root)


def count_ballot(steps: Steps, step: Step) -> Progress:
    """Count the papers, once a scrutineer has reported if one has to.

    Those of a blind ballot are opened, and published with their count.
    """
    ballot = _ballot(steps, step)
    if ballot.counted and (not ballot.is_blind or ballot.published is not None):
        return DONE
    why_not = waits_for(ballot, steps.store.find(Scrutiny, scrutiny_id(ballot.id)))
    if why_not is not None:
        return Progress(done=False, waiting_for=why_not)
    choices = choices_in(steps.store, ballot.id)
    try:
        _count(steps, step, ballot, choices)
    except QuestionTied as tied:
        assert choices is not None, "yes and no are never tied"
        return _waits_for_lot(steps, step, choices, tied)
    return DONE


def _count(steps: Steps, step: Step, ballot: Ballot, choices: Choices | None) -> None:
    """Count and record it; raises `QuestionTied` where a lot has to be drawn first."""
    answered = len(ballot.questions) - (0 if choices is None else len(choices.questions))
    if not ballot.is_blind:
        tallies, counts = of_box(steps.boxes, ballot, choices)
        counted = CountBallot(ballot=ballot.id, tallies=tallies, counts=counts)
        steps.once(counted, step, "count")
        return
    found = _blind(steps).publish(ballot.id, None if choices is None else choices.value)
    counted = CountBallot(
        ballot=ballot.id, tallies=found.tallies[:answered], counts=found.counts[answered:]
    )
    steps.once(counted, step, "count")
    publish = PublishBallot(ballot=ballot.id, commitment=found.commitment)
    steps.once(publish, step, "publish")


def _waits_for_lot(steps: Steps, step: Step, choices: Choices, tied: QuestionTied) -> Progress:
    tie = OpenTie(stage=tied.tie.stage, question=tied.tie.question, between=tied.tie.between)
    leave = LeaveBallotTied(ballot=choices.ballot, tied=Tied(place=tied.place, tie=tie))
    steps.once(leave, step, "tie")
    of_whom = f"the tie of {' and '.join(tie.between)} in question {tied.place}"
    lot = f"{choices.lot.source}, known from {choices.lot.when} on"
    return Progress(done=False, waiting_for=f"Waits for the value that draws {of_whom}: {lot}.")


def declare_ballot(steps: Steps, step: Step) -> Progress:
    """Declare the result."""
    steps.once(DeclareBallot(ballot=step.process_id), step, "declare")
    return DONE


def destroy_ballot_keys(steps: Steps, step: Step) -> Progress:
    """Destroy what is left of a blind ballot's keys, once its result can't be challenged."""
    ballot = _ballot(steps, step)
    until = ballot.keys_until
    if until is None or ballot.keys_destroyed:
        return DONE
    if steps.store.now() < until:
        return steps.until(until, "The keys of the ballot are destroyed", CHALLENGE_DAYS)
    _blind(steps).destroy(ballot.id)
    steps.once(DestroyBallotKeys(ballot=ballot.id), step, until)
    return DONE


def _blind(steps: Steps) -> BlindBallots:
    if steps.blind is None:
        raise OutOfOrder(
            "A blind ballot needs a master key, under which its keys are kept. Start the service "
            "with one (CONVENOR_VAULT_KEY).",
            rule=OF_MEMBERS.secrecy,
        )
    return steps.blind


def _moved(event: Choices.LotValueRecorded | Scrutiny.Named | Scrutiny.Reported) -> UUID | None:
    found: UUID | None = event.act.process_id
    return found


def _ballot(steps: Steps, step: Step) -> Ballot:
    return steps.store.load(Ballot, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    ballot = store.load(Ballot, process)
    if ballot.declared:
        if ballot.keys_until is not None:
            yield Moment(ballot.keys_until, process, "The keys of the ballot are destroyed")
        return
    if ballot.roll is None:
        yield Moment(ballot.terms.joined_by, process, "The roll is frozen")
    if not ballot.opened:
        yield Moment(ballot.hours.opens, process, "Voting opens")
    for planned in ballot.terms.remind_at:
        if planned not in ballot.reminded and planned < ballot.hours.closes:
            yield Moment(planned, process, "Reminders go out")
    if ballot.papers is None or ballot.terms.report_within is None:
        yield Moment(ballot.hours.closes, process, "Voting closes and is counted")


BALLOTS = ProcessKind(
    name=BALLOT,
    begins=Ballot.Called,
    ends=(Ballot.Declared, Ballot.KeysDestroyed),
    goes_on=lambda event: isinstance(event, Ballot.Declared) and event.keys_until is not None,
    steps=(
        freeze_roll,
        announce_ballot,
        open_ballot,
        send_reminders,
        close_ballot,
        count_ballot,
        declare_ballot,
        destroy_ballot_keys,
    ),
    ahead=_ahead,
    reads=(Ballot,),
    moves=(Ballot.Extended,),
    moved_by={
        Choices.LotValueRecorded: _moved,
        Scrutiny.Named: _moved,
        Scrutiny.Replaced: _moved,
        Scrutiny.Reported: _moved,
    },
)
