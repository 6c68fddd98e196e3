"""A request for support by somebody whom another organisation has suspended.

It decides what may be done at which stage, by when, and to whom its file is open: to nobody before
whoever asked has consented, then to its keepers until they have said whether the service can help,
then to its adviser alone.  Who keeps requests and who may advise is judged by whoever asks.
"""

from __future__ import annotations

from datetime import date

from domain.cases.complaint_state import must_be_long
from domain.cases.sides import CaseId, Content, Named, mark_of
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooLate
from domain.kernel.sealed import Sealed
from domain.kernel.value import Value
from domain.powers import powers_of
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.support.clocks import Clock, Runs, clock, due_by
from domain.support.request_acts import Outcome, Party, SupportActs
from domain.support.request_state import ESCALATED_TO, KEPT_BY, Stage, SupportState, Until, must_say


class Asking(Value):
    """What somebody asks, how they are reached, and who they are if they say so."""

    text: str
    answer_by: date | None = None
    requester: PersonId | None = None
    reached_by: str | None = None


class SupportRequest(Aggregate, SupportState):
    """One request."""

    TOPIC = "support"

    class Created(Aggregate.Created):
        """Never recorded: a request begins by being asked."""

        TOPIC = "support.created.v1"

    class Asked(Aggregate.Created):
        """Somebody asked for support; of the secret of the way back in only a mark is kept."""

        TOPIC = "support.asked.v1"
        case: CaseId
        requester: Named
        text: Content
        answer_by: Until
        reached_by: Content | None
        mark: str
        clocks: tuple[Clock, ...]
        edition: int

    def __init__(
        self,
        case: CaseId,
        requester: Sealed[PersonId] | None,
        text: Sealed[str],
        answer_by: Sealed[date] | None,
        reached_by: Sealed[str] | None,
        mark: str,
        clocks: tuple[Clock, ...],
        edition: int,
    ) -> None:
        self.case = case
        self.sealed_requester = requester
        self.sealed_answer_by = answer_by
        self.mark = mark
        self.clocks = clocks
        self.edition = edition
        self.stage = Stage.ASKED
        self.adviser: PersonId | None = None
        self.had_it: tuple[PersonId, ...] = ()
        self.pieces_of_advice = 0
        self.documents = 0
        self.outcome: Sealed[Outcome] | None = None

    @classmethod
    def ask(
        cls, case: CaseId, act: Act, asking: Asking, secret: str, rules: Governing
    ) -> SupportRequest:
        """Take a request in.  Nobody reads it before whoever asked has consented."""
        if not asking.text.strip():
            raise BadInput("Say what happened: without it nobody can advise you.")
        must_be_long(secret)
        running = clock(rules, Runs.CONSENT, act.occurred_at)
        return cls._begin(
            cls.Asked,
            case,
            act.under(running.rule).within(case, rules.current.number),
            case=case,
            requester=asking.requester,
            text=asking.text,
            answer_by=asking.answer_by,
            reached_by=asking.reached_by,
            mark=mark_of(case, secret),
            clocks=(running,),
            edition=rules.current.number,
        )

    def consent(self, act: Act, rules: Governing) -> None:
        """Let it be read, in the time for it; triage runs from now on."""
        self.must_be(Stage.ASKED)
        running = self.running(Runs.CONSENT)
        if running is not None and act.occurred_at >= running.due:
            raise TooLate(
                f"You could agree until {in_words(running.due)}; ask again.", rule=running.rule
            )
        self.record(
            self.Consented, act.under(Runs.CONSENT.rule), self.from_now(act, Runs.TRIAGE, rules)
        )

    def withdraw(self, act: Act) -> None:
        """Take the consent back: nothing is owed, and nobody reads it any more."""
        self.must_be_open()
        self.record(self.Withdrawn, act, ())

    def accept(self, act: Act, reasons: str, rules: Governing) -> None:
        """Put it on the waiting list: the service can help."""
        self.must_be(Stage.TRIAGE)
        must_say(reasons)
        done = self.done(act, Runs.TRIAGE)
        self.record(self.Accepted, done, self.from_now(act, Runs.ADVISER, rules), reasons=reasons)

    def decline(self, act: Act, reasons: str) -> None:
        """Say that the service cannot help, why, and who could."""
        self.must_be(Stage.TRIAGE)
        must_say(reasons)
        self.record(self.Declined, self.done(act, Runs.TRIAGE), (), reasons=reasons)

    def give_adviser(self, act: Act, adviser: PersonId, rules: Governing) -> None:
        """Let an adviser take it on; nobody who asked it or had it before.

        One whose outcome is on record goes on with what is left: to ask how things stand.
        """
        self.must_be(Stage.WAITING)
        if adviser in self.never_by:
            raise NotAllowed("Somebody else advises on this request.", rule=KEPT_BY)
        done = self.done(act, Runs.ADVISER)
        owed = Runs.ADVICE if self.outcome is None else Runs.FOLLOW_UP
        clocks = self.from_now(act, owed, rules)
        self.record(self.AdviserGiven, done, clocks, adviser=adviser)

    def hand_back(self, act: Act, reasons: str, rules: Governing) -> None:
        """Let it wait again, as long as it has waited in all; another adviser takes it on."""
        self.must_be(Stage.ADVISED, Stage.FOLLOW_UP)
        must_say(reasons)
        clocks = self.from_now(act, Runs.ADVISER, rules)
        self.record(self.HandedBack, act, clocks, adviser=self.adviser, reasons=reasons)

    def advise(self, act: Act, advice: str, rules: Governing) -> None:
        """Record advice; there is further contact, or an outcome, within its time."""
        self.must_be(Stage.ADVISED)
        must_say(advice, "Write the advice: whoever asked reads it.")
        self.record(
            self.Advised,
            self.done(act, self.contact_due),
            self.from_now(act, Runs.CONTACT, rules),
            number=self.pieces_of_advice + 1,
            advice=advice,
        )

    def add_document(self, act: Act, party: Party, title: str, text: str) -> None:
        """Put a paper into the file, once somebody may read it."""
        self.must_be_open()
        if self.stage is Stage.ASKED:
            raise OutOfOrder("Agree first that your request is read.", rule=Runs.CONSENT.rule)
        if not title.strip() or not text.strip():
            raise BadInput("Say what paper it is, and what stands in it.")
        number = self.documents + 1
        self.trigger_event(
            self.DocumentAdded,
            act=act,
            case=self.case,
            party=party,
            number=number,
            title=title,
            text=text,
        )

    def record_outcome(self, act: Act, outcome: Outcome, account: str, rules: Governing) -> None:
        """Record how it ended elsewhere; the adviser asks after it once more."""
        self.must_be(Stage.ADVISED)
        must_say(account, "Say how it ended.")
        self.record(
            self.OutcomeRecorded,
            self.done(act, self.contact_due),
            self.from_now(act, Runs.FOLLOW_UP, rules),
            outcome=outcome,
            account=account,
        )

    def follow_up(self, act: Act, account: str) -> None:
        """Record how things stand afterwards, and close the request."""
        self.must_be(Stage.FOLLOW_UP)
        must_say(account, "Say how things stand.")
        self.record(self.FollowedUp, self.done(act, Runs.FOLLOW_UP), (), account=account)

    def follow(self, act: Act, rules: Governing) -> None:
        """Record whatever has fallen due by now, each at its own moment and in order."""
        while due := due_by(self.clocks, act.occurred_at):
            first = due[0]
            stamped = act.at(max(first.due, self.modified_on))
            if first.runs.is_window:
                self.record(self.Lapsed, stamped.under(first.rule), ())
            else:
                self._fall_late(stamped, first, rules)

    def _fall_late(self, act: Act, missed: Clock, rules: Governing) -> None:
        late = missed.model_copy(update={"late": True})
        self.record(
            self.FellLate,
            as_fact(act, rules.rule(missed.rule), missed.missed).under(ESCALATED_TO),
            (*(one for one in self.clocks if one is not missed), late),
            runs=missed.runs,
            escalated_to=powers_of(rules.rule(ESCALATED_TO)),
        )

    # What each act leaves behind

    @event(SupportActs.Consented)
    def _consented(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.TRIAGE, clocks

    @event(SupportActs.Withdrawn)
    def _withdrawn(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(SupportActs.Lapsed)
    def _lapsed(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(SupportActs.Accepted)
    def _accepted(
        self, act: Act, case: CaseId, reasons: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.WAITING, clocks

    @event(SupportActs.Declined)
    def _declined(
        self, act: Act, case: CaseId, reasons: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(SupportActs.AdviserGiven)
    def _adviser_given(
        self, act: Act, case: CaseId, adviser: PersonId, clocks: tuple[Clock, ...]
    ) -> None:
        self.adviser = adviser
        self.stage = Stage.ADVISED if self.outcome is None else Stage.FOLLOW_UP
        self.clocks = clocks

    @event(SupportActs.HandedBack)
    def _handed_back(
        self,
        act: Act,
        case: CaseId,
        adviser: PersonId,
        reasons: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.had_it = (*self.had_it, adviser)
        self.adviser = None
        self.stage, self.clocks = Stage.WAITING, clocks

    @event(SupportActs.Advised)
    def _advised(
        self, act: Act, case: CaseId, number: int, advice: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.pieces_of_advice, self.clocks = number, clocks

    @event(SupportActs.DocumentAdded)
    def _document_added(
        self,
        act: Act,
        case: CaseId,
        party: Party,
        number: int,
        title: Sealed[str],
        text: Sealed[str],
    ) -> None:
        self.documents = number

    @event(SupportActs.OutcomeRecorded)
    def _outcome_recorded(
        self,
        act: Act,
        case: CaseId,
        outcome: Sealed[Outcome],
        account: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.outcome = outcome
        self.stage, self.clocks = Stage.FOLLOW_UP, clocks

    @event(SupportActs.FollowedUp)
    def _followed_up(
        self, act: Act, case: CaseId, account: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(SupportActs.FellLate)
    def _fell_late(
        self,
        act: Act,
        case: CaseId,
        runs: Runs,
        escalated_to: tuple[str, ...],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.clocks = clocks
