"""What each act is called in one plain sentence, as a page or a letter would say it.

The law of it: who, what, about what; never a word about how the service works inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.ballots.ballot import Ballot
from domain.bodies.access import AccessRequest
from domain.bodies.keeping import Keeping
from domain.bodies.member import Ending, Member
from domain.cycle.assembly import Assembly
from domain.cycle.cycle import Cycle
from domain.cycle.held import Fate
from domain.cycle.proposal import Proposal
from domain.cycle.suggested import SuggestedChange
from domain.decisions.claim import Claim
from domain.kernel.aggregate import Recorded
from domain.notices.contact import Channel, Contact
from domain.notices.notice import Notice
from domain.rules.rulebook import Rulebook
from projections.access_sentences import ACCESS_SENTENCES
from projections.body_sentences import BODY_SENTENCES
from projections.case_sentences import CASE_SENTENCES
from projections.election_sentences import ELECTION_SENTENCES
from projections.endorsement_sentences import ENDORSEMENT_SENTENCES
from projections.formation_sentences import FORMATION_SENTENCES
from projections.kept_sentences import KEPT_SENTENCES, PURPOSES
from projections.meeting_sentences import MEETING_SENTENCES
from projections.phrases import Names, Told
from projections.phrases import counted as _counted
from projections.phrases import end as _end
from projections.phrases import listed as _listed
from projections.phrases import moment as _moment
from projections.phrases import start as _start
from projections.primary_sentences import PRIMARY_SENTENCES
from projections.report_sentences import REPORT_SENTENCES


def sentence(event: Recorded, who: str, names: Names) -> str:
    """The act in one sentence.  Every kind of act must have one."""
    words = _SENTENCES[type(event)](event, Told(event, who, names))
    return words[0].upper() + words[1:]


def spoken_topics() -> tuple[str, ...]:
    """The topics of all acts that there is a sentence for."""
    return tuple(sorted(str(getattr(event, "TOPIC", event.__qualname__)) for event in _SENTENCES))


_ENDINGS = {
    Ending.RESIGNED: "left",
    Ending.LAPSED: "is no longer a member, the membership having lapsed",
    Ending.DIED: "has died",
}

_BY = {Channel.EMAIL: "e-mail", Channel.POST: "post"}

_SENTENCES: dict[type[Recorded], Callable[[Any, Told], str]] = {
    # The rulebook
    Rulebook.Founded: lambda e, t: f"{t.who} adopted the founding rulebook, {t.what}.",
    Rulebook.Revised: lambda e, t: _revised(e, t),
    Rulebook.TookEffect: lambda e, t: f"What was adopted to wait for “{e.upon}” took effect.",
    Rulebook.RulingMade: lambda e, t: (
        f"{t.who} made ruling {e.ruling.number}, on the question “{e.ruling.question}”."
    ),
    Rulebook.CollisionFound: lambda e, t: (
        f"Clause {e.collision.clause} stays as it is until a ruling: {e.collision.sentence}"
    ),
    Rulebook.CollisionSettled: lambda e, t: _settled(e, t),
    SuggestedChange.Drafted: lambda e, t: (
        f"{t.who} drafted a change of the rules for {e.body_name}: {e.title}."
    ),
    SuggestedChange.Shortlisted: lambda e, t: (
        f"{t.what} was put on the shortlist “{e.listed.title}”."
    ),
    SuggestedChange.Proposed: lambda e, t: f"It was decided to propose {t.what}.",
    SuggestedChange.LeftOut: lambda e, t: (
        f"It was decided not to propose {t.what}: {_end(e.reason)}"
    ),
    SuggestedChange.Concluded: lambda e, t: (
        f"{t.what} was {'carried' if e.carried else 'lost'}: {_end(e.how)}"
    ),
    # Members
    Member.Joined: lambda e, t: f"Member {e.number} joined.",
    Member.Moved: lambda e, t: (
        f"{t.what} moved to {t.name(e.group) if e.group else 'no local group'}."
    ),
    Member.Left: lambda e, t: f"{t.what} {_ENDINGS[e.ending]}: {_end(e.reason)}",
    **KEPT_SENTENCES,
    AccessRequest.Asked: lambda e, t: (
        f"{t.name(e.person)} asked to see everything that is kept of them, by {_moment(e.due)}."
    ),
    AccessRequest.Extended: lambda e, t: (
        f"{t.name(e.person)} is shown what is kept of them by {_moment(e.due)}: {_end(e.reason)}"
    ),
    AccessRequest.FellOverdue: lambda e, t: (
        f"{t.name(e.person)} was to be shown what is kept of them by {_moment(e.due)}, and was not."
    ),
    AccessRequest.Answered: lambda e, t: (
        f"{t.name(e.person)} was given everything that is kept of them."
    ),
    AccessRequest.Withdrawn: lambda e, t: (
        f"{t.name(e.person)} need not be shown what is kept of them any more: {_end(e.reason)}"
    ),
    Keeping.Begun: lambda e, t: (
        f"What is kept of {t.name(e.person)} stays for so long: "
        f"{_listed([f'for {PURPOSES[k.purpose]} until {_moment(k.until)}' for k in e.kept])}."
    ),
    Keeping.HeldBack: lambda e, t: (
        f"What is kept of {t.name(e.person)} for {_listed([PURPOSES[p] for p in e.purposes])} "
        f"stays, and is looked at again at {_moment(e.until)}: {_end(e.because)}"
    ),
    Keeping.Passed: lambda e, t: (
        f"The period for which {_listed([PURPOSES[p] for p in e.purposes])} of {t.name(e.person)} "
        f"may be kept is over; {'it was destroyed' if e.destroyed else 'nothing was kept'}."
    ),
    Keeping.Ended: lambda e, t: f"No period runs any more for what is kept of {t.name(e.person)}.",
    # The cycle
    Cycle.Opened: lambda e, t: f"{t.who} opened the cycle “{e.title}”.",
    Cycle.ProposalEntered: lambda e, t: (
        f"“{e.entry.title}” was put on the list as number {e.entry.number}."
    ),
    Cycle.ProposalLeft: lambda e, t: f"{t.quoted(e.proposal)} left the list: {_end(e.reason)}",
    Cycle.DeadlineExtended: lambda e, t: (
        f"{t.who} extended “{e.stage.heading}” to {_moment(e.calendar.stage(e.stage).due)}: "
        f"{_end(e.reason)}"
    ),
    Cycle.StageClosed: lambda e, t: f"“{e.stage.heading}” ended.",
    Cycle.MovedToNewRules: lambda e, t: (
        f"{t.what} is governed by version {e.edition} of the rulebook from now on."
    ),
    Cycle.Completed: lambda e, t: (
        f"“{t.what}” was completed: {len(e.carried)} carried, {len(e.lost)} lost."
    ),
    # Proposals and amendments
    Proposal.Drafted: lambda e, t: (
        f"{t.who} made a composite, “{e.title}”, of {_listed([t.quoted(p) for p in e.parents])}."
        if e.parents
        else f"{t.who} drafted “{e.title}”."
    ),
    Proposal.Revised: lambda e, t: f"{t.who} revised “{t.what}”.",
    Proposal.SupportGiven: lambda e, t: f"{t.name(e.person)} supported “{t.what}”.",
    Proposal.HandedIn: lambda e, t: f"{t.who} handed in “{t.what}” as number {e.number}.",
    Proposal.Withdrawn: lambda e, t: f"{t.who} withdrew “{t.what}”: {_end(e.reason)}",
    # The composite begins in the same moment, and may come after this on record.
    Proposal.MergedInto: lambda e, t: f"“{t.what}” was merged with others into a composite.",
    Proposal.AmendmentMoved: lambda e, t: f"{t.who} moved {_amendment(e, t)}.",
    Proposal.AmendmentWithdrawn: lambda e, t: (
        f"{t.who} withdrew amendment {e.amendment} to “{t.what}”."
    ),
    Proposal.AmendmentDivided: lambda e, t: (
        f"Amendment {e.amendment} to “{t.what}” was put in parts: "
        f"{_listed([part.id for part in e.parts])}."
    ),
    Proposal.AmendmentsDecided: lambda e, t: _decided(e, t),
    Proposal.CollisionSettled: lambda e, t: (
        f"{t.who} recorded the assembly's choice between amendments to “{t.what}” that collide."
    ),
    Proposal.ParagraphReferredBack: lambda e, t: (
        f"Paragraph {e.paragraph} of “{t.what}” was referred back: {_end(e.reason)}"
    ),
    Proposal.TextAmended: lambda e, t: (
        f"{_listed(e.applied) or 'What was carried'} went into the text of “{t.what}”."
    ),
    Proposal.AlternativeKept: lambda e, t: (
        f"Amendment {e.alternative.amendment} to “{t.what}” goes to the paper as a minority's text "
        f"({e.alternative.support})."
    ),
    Proposal.CounterProposalPut: lambda e, t: f"{t.who} put a counter-proposal to “{t.what}”.",
    Proposal.CounterProposalConsidered: lambda e, t: (
        f"The counter-proposal to “{t.what}” was {'' if e.taken else 'not '}taken: "
        f"{_end(e.because)}"
    ),
    Proposal.TextPassedOn: lambda e, t: f"“{e.stage.heading}” passed on the text of “{t.what}”.",
    Proposal.Decided: lambda e, t: (
        f"The members {'carried' if e.verdict.carried else 'did not carry'} “{t.what}”: "
        f"{_end(e.verdict.because)}"
    ),
    Proposal.Enacted: lambda e, t: (
        f"“{t.what}” was enacted, in rulebook version {e.edition}."
        if e.edition
        else f"“{t.what}” was enacted and waits to take effect."
    ),
    # Assemblies
    Assembly.Convened: lambda e, t: f"“{e.stage.heading}” was convened.",
    Assembly.DelegateRegistered: lambda e, t: (
        f"{t.name(e.delegate.group)} sent {e.delegate.name} to “{t.what}”."
    ),
    Assembly.SittingOpened: lambda e, t: (
        f"“{t.what}” opened a sitting with {e.present} present, where {e.needed} are needed."
    ),
    Assembly.VoteTaken: lambda e, t: (
        f"“{t.what}” voted on {t.quoted(e.vote.proposal)}: "
        f"{'carried' if e.vote.carried else 'lost'}, with {e.vote.votes.in_words()}."
    ),
    Assembly.Extended: lambda e, t: (
        f"“{t.what}” was extended to {_moment(e.due)}: {_end(e.reason)}"
    ),
    Assembly.Closed: lambda e, t: f"“{t.what}” ended after {_counted(e.votes, 'vote')}.",
    # Ballots and elections
    Ballot.Called: lambda e, t: (
        f"The ballot “{e.title}” was called, with {_counted(len(e.questions), 'question')}."
    ),
    Ballot.RollFrozen: lambda e, t: (
        f"The roll of “{t.what}” was frozen with {_counted(e.roll.count, 'member')}."
    ),
    Ballot.Announced: lambda e, t: (
        f"The keys of “{t.what}” were made, and announced with its questions and its roll."
    ),
    Ballot.Opened: lambda e, t: f"Voting opened in “{t.what}”.",
    Ballot.Extended: lambda e, t: (
        f"Voting in “{t.what}” was extended to {_moment(e.hours.closes)}: {_end(e.reason)}"
    ),
    Ballot.Reminded: lambda e, t: (
        f"{_counted(e.not_voted, 'member')} who had still to take part in “{t.what}” "
        f"{'was' if e.not_voted == 1 else 'were'} reminded."
    ),
    Ballot.Closed: lambda e, t: (
        f"Voting closed in “{t.what}” with {_counted(e.papers, 'paper')}"
        + (f", of {_counted(e.credentials, 'credential')} drawn." if e.credentials else ".")
    ),
    Ballot.Counted: lambda e, t: f"The papers of “{t.what}” were counted.",
    Ballot.Published: lambda e, t: (
        f"{_counted(e.papers, 'paper')} of “{t.what}” "
        f"{'was' if e.papers == 1 else 'were'} published with the count, for anybody to check."
    ),
    Ballot.KeysDestroyed: lambda e, t: f"The keys of “{t.what}” were destroyed.",
    Ballot.Declared: lambda e, t: f"The result of “{t.what}” was declared.",
    **ELECTION_SENTENCES,
    **ENDORSEMENT_SENTENCES,
    **PRIMARY_SENTENCES,
    **CASE_SENTENCES,
    **ACCESS_SENTENCES,
    **BODY_SENTENCES,
    **MEETING_SENTENCES,
    # Notices
    Contact.Given: lambda e, t: f"{t.name(e.person)} is reached by {_BY[e.reached.channel]}.",
    Contact.Replaced: lambda e, t: (
        f"{t.name(e.person)} gave another address, and is reached by {_BY[e.reached.channel]}."
    ),
    Contact.Withdrawn: lambda e, t: (
        f"{t.name(e.person)} is not to be reached by {_BY[e.channel]} any more."
    ),
    Notice.Called: lambda e, t: (
        f"{t.who} gave out the notice “{e.matter.subject}” of {t.name(e.matter.body)} to be served."
    ),
    Notice.Addressed: lambda e, t: _addressed(e, t),
    Notice.Served: lambda e, t: (
        f"“{t.what}” was sent to {_counted(e.batch.count, 'person')} by {_BY[e.batch.channel]}."
    ),
    Notice.Bounced: lambda e, t: (
        f"“{t.what}” did not reach {_counted(len(e.people), 'person')} by {_BY[e.channel]}: "
        f"{_end(e.reason)}"
    ),
    Notice.Posted: lambda e, t: (
        f"{_counted(e.letters, 'letter')} of “{t.what}” went to the post on "
        f"{e.posted_on:%-d %B %Y}."
    ),
    Notice.Omitted: lambda e, t: (
        f"{t.name(e.person)} did not get “{t.what}”, "
        f"{'by accident' if e.accidental else 'on purpose'}: {_end(e.reason)}"
    ),
    Notice.Completed: lambda e, t: (
        f"The service of “{t.what}” was completed: {_counted(e.served, 'person')} served, "
        f"{e.late} of them too late, {e.unserved} not reached."
    ),
    **FORMATION_SENTENCES,
    **REPORT_SENTENCES,
    # Claimed decisions
    Claim.Recorded: lambda e, t: _claimed(e, t),
    Claim.ObjectedTo: lambda e, t: f"{t.name(e.person)} objected to “{t.what}”: {_end(e.reason)}",
    Claim.Settled: lambda e, t: f"“{t.what}” was {e.outcome}: {_end(e.reason)}",
}


def _revised(event: Rulebook.Revised, told: Told) -> str:
    change = event.revision
    if change.from_when is None:
        return f"“{change.title}” was adopted and takes effect upon “{change.upon}”."
    if change.from_when > event.act.occurred_at:
        return f"“{change.title}” was adopted and takes effect at {_start(change.from_when)}."
    return f"“{change.title}” changed the rulebook."


def _settled(event: Rulebook.CollisionSettled, told: Told) -> str:
    which = f"{_listed([told.quoted(one) for one in event.holds])} holds" if event.holds else ""
    return f"By ruling {event.ruling} on collision {event.number}, {which or 'none of them holds'}."


def _addressed(event: Notice.Addressed, told: Told) -> str:
    to = event.addressees
    nowhere = f"; of {to.nowhere} no address is known" if to.nowhere else ""
    return (
        f"“{told.what}” is for {_counted(to.count, 'person')}: {to.by_email} by e-mail, "
        f"{to.by_post} by post{nowhere}."
    )


def _claimed(event: Claim.Recorded, told: Told) -> str:
    found = _counted(len(event.defects), "defect")
    irregular = f", and the rules find {found} in it" if event.defects else ""
    return f"{told.who} recorded the claim that “{event.claimed.title}” was decided{irregular}."


def _amendment(event: Proposal.AmendmentMoved, told: Told) -> str:
    amendment = event.held.amendment
    what = f"amendment {amendment.parent}" if amendment.parent else f"“{told.what}”"
    where = f" of “{told.what}”" if amendment.parent else ""
    return f"amendment {amendment.id} to {what}{where}"


def _decided(event: Proposal.AmendmentsDecided, told: Told) -> str:
    names = _listed(event.amendments)
    one = len(event.amendments) == 1
    was = "was" if one else "were"
    fate = "overtaken by the new text" if event.fate is Fate.OVERTAKEN else event.fate
    things = "Amendment" if one else "Amendments"
    return f"{things} {names} to “{told.what}” {was} {fate}: {_end(event.because)}"
