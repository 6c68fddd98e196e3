"""By whose power a body is established, renamed and dissolved, and its places and posts are given.

Each of these is decided by whoever a rule names.  A decision is cited, and held against that rule;
or the rule names a post or the staff, and then its holder acts alone.  What was decided where no
meeting is kept here (an election counted elsewhere, what an older record says) is entered by
whoever keeps the registers, with its source.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.bodies.deciders import (
    DISSOLVED_BY,
    FORMED_BY,
    RENAMED_BY,
    SEATED_BY,
    decided_by,
    post_given_by,
)
from domain.bodies.scopes import scopes
from domain.decisions.decided import DecidedAt
from domain.formation.formation import Formation
from domain.kernel.act import Act, Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder
from domain.meetings.saying import CHANGES, FOUNDS, GIVES_PLACES, Deed
from domain.powers import NOTHING, About, authority, bodies_in, in_words, people_in, powers_of
from domain.rules.kinds import kind_of, word_of
from domain.rules.values import Rule
from services.application.case import Case
from services.application.deciding import After, by_decision, taken_at
from services.application.registers import KEPT_BY, by_keeper, is_founder
from services.store.scanned import Scan

_FORMED: Final = Scan(
    (Formation.Opened.TOPIC,), lambda act: True, lambda act: act.event.originator_id
)


def must_be_free(case: Case, slug: str, formation: UUID | None = None) -> None:
    """Refuse the short name of a body there is, or of a group that another formation is forming."""
    if case.body(slug) is not None:
        raise OutOfOrder(f"There is a body with the short name '{slug}' already.")
    for stream in case.every(_FORMED, True):
        found = case.load(Formation, stream)
        waits = stream != formation and not found.is_over and found.places is None
        if waits and any(group.slug == slug for group in found.groups):
            raise OutOfOrder(
                f"The short name '{slug}' is kept for a group that {found.parent_name} is forming. "
                "Choose another."
            )


class Planned(NamedTuple):
    """A body that is there or is to be: what the rules on who decides over it ask for."""

    slug: str
    kind: str
    parent: str | None

    @property
    def about(self) -> About:
        return About(body=self.slug, above=self.parent)

    def rule(self, case: Case, name: str) -> Rule:
        """The rule of that name; raises `NotFound` for a gap."""
        where = scopes(self.slug, word_of(case.edition, self.kind), self.parent)
        return decided_by(case.edition, where, self.kind, name)

    def rule_on_post(self, case: Case, post: str) -> Rule:
        """The rule on who gives a post of it; raises `NotFound` for a gap."""
        where = scopes(self.slug, word_of(case.edition, self.kind), self.parent)
        return post_given_by(case.edition, where, self.kind, post)


class Gift(NamedTuple):
    """A seat or a post that is given to somebody, with the decision or the source that says so."""

    person: PersonId
    post: str | None = None
    decision: DecidedAt | None = None
    source: str | None = None


def planned(case: Case, body: Body) -> Planned:
    """A body that is there, as the rules on who decides over it look at it."""
    above = case.parent_of(body)
    return Planned(body.slug, body.kind, None if above is None else above.slug)


def as_its_source_has_it(act: Act, source: str) -> Act:
    """The act as a fact that is on record elsewhere: verified in form, and not judged."""
    told = act.noting(f"The source of this: {source.strip().rstrip('.')}.")
    return told.model_copy(update={"standing": Standing.ATTESTED})


def established(
    case: Case, body: Planned, decision: DecidedAt | None, source: str | None = None
) -> Act:
    """The act that establishes a body: by a decision, by a power, or as its source has it."""
    entered = _entered(case, decision, source)
    if entered is not None:
        return entered
    deed = Deed(FOUNDS, "established", body.slug)
    act = _decided(case, body.about, decision, body.rule(case, FORMED_BY), deed)
    kept = decision is not None and not _recognised(case, body.kind)
    return act.under(*by_keeper(case).rules) if kept else act


def given_by(case: Case, body: Body, given: Gift) -> Act:
    """The act that gives a place or a post: by a decision, by a power, or as its source has it.

    The decision that established the body may name those who are to begin it.
    """
    decision, post = given.decision, given.post
    entered = _entered(case, decision, given.source)
    if entered is not None:
        return entered
    here = planned(case, body)
    if decision is not None and _founded_by(case, body, decision):
        rule, kinds = here.rule(case, FORMED_BY), FOUNDS
    else:
        rule = here.rule(case, SEATED_BY) if post is None else here.rule_on_post(case, post)
        kinds = GIVES_PLACES
    what = "seat" if post is None else "post"
    deed = Deed(kinds, "given", body.slug, post, given.person)
    if decision is None:
        return by_power_alone(case, rule, f"A {what} is given", here.about)
    return by_decision(case, decision, rule.id, here.about, deed).under(*by_keeper(case).rules)


def _entered(case: Case, decision: DecidedAt | None, source: str | None) -> Act | None:
    """The act of whoever keeps the registers, for what a source has or the founder begins with."""
    if source is not None:
        if decision is not None:
            raise BadInput(
                "A source is given for what was decided elsewhere: name no decision beside it.",
                rule=KEPT_BY,
            )
        return as_its_source_has_it(by_keeper(case), source)
    return by_keeper(case) if decision is None and is_founder(case) else None


def renamed_by(case: Case, body: Body, decision: DecidedAt | None) -> Act:
    """The act of whoever may give a body another name."""
    rule = planned(case, body).rule(case, RENAMED_BY)
    about = planned(case, body).about
    deed, after = Deed(CHANGES, "renamed", body.slug), _established(body)
    return _decided(case, about, decision, rule, deed, after)


def dissolved_by(case: Case, body: Body, decision: DecidedAt | None) -> Act:
    """The act of whoever may end a body; a group is ended by whoever recognises groups."""
    here = planned(case, body)
    rule = here.rule(case, DISSOLVED_BY)
    deed, after = Deed(CHANGES, "dissolved", body.slug), _established(body)
    return _decided(case, here.about, decision, rule, deed, after)


def _established(body: Body) -> After:
    """What a decision on a body comes after."""
    return After(body.id, f"{body.name} was established")


def _decided(
    case: Case,
    about: About,
    decision: DecidedAt | None,
    rule: Rule,
    deed: Deed,
    after: After | None = None,
) -> Act:
    """The act by a decision, or of somebody to whom the rule gives the power alone."""
    if decision is not None:
        return by_decision(case, decision, rule.id, about, deed, after)
    return by_power_alone(case, rule, f"A body is {deed.what}", about)


def by_power_alone(case: Case, rule: Rule, what: str, about: About = NOTHING) -> Act:
    """The act of somebody to whom a rule gives the power alone; raises `NotAllowed`.

    `what` begins the sentence "… by a decision of", for the refusal.
    """
    held = authority(case.by, people_in(rule, case), case, about)
    if held is not None:
        return case.act(held).under(rule.id)
    who = " or ".join(map(in_words, powers_of(rule))) or "nobody"
    raise NotAllowed(
        f"{what} by a decision of {who}. Name that decision.", rule=rule.id, clause=rule.clause
    )


def _recognised(case: Case, kind: str) -> bool:
    """Whether bodies of that kind are groups that somebody recognises."""
    return kind_of(case.edition, kind).recognised


def _founded_by(case: Case, body: Body, decision: DecidedAt) -> bool:
    """Whether a body was established by this very decision."""
    return case.cause_of(body.id) == taken_at(case, decision).carried_out.cause


def who_decides(case: Case, slug: str, name: str) -> tuple[str, ...]:
    """The bodies that a rule lets decide something of a body; raises `NotFound` for a gap."""
    here = planned(case, case.load(Body, body_id(slug)))
    return tuple(one for one in bodies_in(here.rule(case, name), here.about) if one)
