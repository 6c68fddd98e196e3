"""By whose power a body is established, renamed and dissolved, and its places and posts are given.

Each of these is decided by whoever a rule names.  A decision is cited, and held against that rule;
or the rule names a post or the staff, and then its holder acts alone.  What was decided where no
meeting is kept here (an election counted elsewhere, what an older record says) is entered by
whoever keeps the registers, with its source.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.bodies.body import Body, body_id
from domain.bodies.deciders import (
    DISSOLVED_BY,
    FORMED_BY,
    RENAMED_BY,
    SEATED_BY,
    decided_by,
    post_given_by,
    recognition_power,
)
from domain.bodies.scopes import scopes
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.meetings.saying import CHANGES, FOUNDS, GIVES_PLACES, Deed
from domain.powers import About, authority, bodies_in, in_words, people_in, powers_of
from domain.rules.kinds import kind_of, word_of
from domain.rules.values import Rule
from services.application.case import Case
from services.application.deciding import by_decision, taken_at
from services.application.registers import by_keeper


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


def planned(case: Case, body: Body) -> Planned:
    """A body that is there, as the rules on who decides over it look at it."""
    above = case.parent_of(body)
    return Planned(body.slug, body.kind, None if above is None else above.slug)


def as_its_source_has_it(act: Act, source: str) -> Act:
    """The act as a fact that is on record elsewhere: verified in form, and not judged."""
    told = act.noting(f"The source of this: {source.strip().rstrip('.')}.")
    return told.model_copy(update={"standing": Standing.ATTESTED})


def established(case: Case, body: Planned, decision: DecidedAt | None) -> Act:
    """The act that establishes a body: by a decision, or entered by whoever keeps the registers."""
    kept = None if _recognised(case, body.kind) else by_keeper(case)
    if decision is None:
        return kept or case.act_by_power(recognition_power(case.edition, body.kind))
    rule = body.rule(case, FORMED_BY)
    act = by_decision(case, decision, rule.id, body.about, Deed(FOUNDS, "established", body.slug))
    return act if kept is None else act.under(*kept.rules)


def given_by(
    case: Case, body: Body, decision: DecidedAt | None, person: PersonId, post: str | None = None
) -> Act:
    """The act that gives a place or a post: by a decision, or entered as a fact.

    The decision that established the body may name those who are to begin it.
    """
    kept = by_keeper(case)
    if decision is None:
        return kept
    here = planned(case, body)
    if _founded_by(case, body, decision):
        rule, kinds = here.rule(case, FORMED_BY), FOUNDS
    else:
        rule = here.rule(case, SEATED_BY) if post is None else here.rule_on_post(case, post)
        kinds = GIVES_PLACES
    deed = Deed(kinds, "given", body.slug, post, person)
    return by_decision(case, decision, rule.id, here.about, deed).under(*kept.rules)


def renamed_by(case: Case, body: Body, decision: DecidedAt | None) -> Act:
    """The act of whoever may give a body another name."""
    rule = planned(case, body).rule(case, RENAMED_BY)
    return _decided(case, body, decision, rule, Deed(CHANGES, "renamed", body.slug))


def dissolved_by(case: Case, body: Body, decision: DecidedAt | None) -> Act:
    """The act of whoever may end a body; a group is ended by whoever recognises groups."""
    rule = planned(case, body).rule(case, DISSOLVED_BY)
    if decision is None and _recognised(case, body.kind):
        return case.act_by_power(recognition_power(case.edition, body.kind))
    return _decided(case, body, decision, rule, Deed(CHANGES, "dissolved", body.slug))


def _decided(case: Case, body: Body, decision: DecidedAt | None, rule: Rule, deed: Deed) -> Act:
    """The act by a decision, or of somebody to whom the rule gives the power alone."""
    about = planned(case, body).about
    if decision is not None:
        return by_decision(case, decision, rule.id, about, deed)
    held = authority(case.by, people_in(rule, case), case, about)
    if held is not None:
        return case.act(held).under(rule.id)
    who = " or ".join(map(in_words, powers_of(rule))) or "nobody"
    raise NotAllowed(
        f"A body is {deed.what} by a decision of {who}. Name that decision.",
        rule=rule.id,
        clause=rule.clause,
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
