"""Feedback on a person's work: written by those who look after them, read by them once it is released.

A review is about one record, or about the work in a module as a whole. What kinds there are, and which verdicts each
has, stands in `KINDS`; a new kind of reader is a new line there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth import policy
from auth.actor import Actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.feedback.second_readings import SECOND_READING
from dashapp.services.records.checking import Problem
from dashapp.services.records.records import check_id
from storage.accounts import Person
from storage.errors import Conflict, Refused
from storage.record import ModuleSummary, Record, Trace
from storage.reviews import FEEDBACK, LONGEST_TEXT, SUBMISSION, NewReview, Review, State, as_review

NEWS_FOR = timedelta(days=28)
NOT_OF_COPIES = "There is no feedback on a practice copy. Ask for it on your own records."


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of review is called, what its verdict answers, the verdicts there are by slug, and whether it is
    released only with words."""

    title: str
    asks: str
    verdicts: Mapping[str, str]
    needs_words: bool = False


KINDS: Mapping[str, Kind] = {
    FEEDBACK: Kind(
        "Feedback",
        "Grade",
        {"excellent": "Excellent", "good": "Good", "needs_improvement": "Needs improvement", "incorrect": "Incorrect"},
        needs_words=True,
    ),
    SECOND_READING: Kind("Second reading", "Do you agree?", {"agree": "Agree", "disagree": "Disagree"}),
}
GRADES = KINDS[FEEDBACK].verdicts


@dataclass(frozen=True, slots=True)
class Target:
    """What is reviewed: whose work, in which module, which record (empty: the work in the module as a whole)."""

    uid: str
    slug: str
    record_id: str = ""
    kind: str = FEEDBACK


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reviewer says; `release` shows it to the person reviewed."""

    verdict: str
    text: str
    release: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The store has confirmed this version."""

    review: Review


@dataclass(frozen=True, slots=True)
class Held:
    """Not stored: what stands in the way."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Outdated:
    """Not stored: this version was stored meanwhile."""

    theirs: Review


def write(
    clockstart: Clockstart,
    actor: Actor,
    target: Target,
    opinion: Opinion,
    *,
    review_id: str,
    operation: str,
    seen_rev: int,
    trace: Trace,
) -> Written | Held | Outdated:
    """Store one version of the actor's review. Ids come from the browser and are untrusted: NotFound outside the
    actor's reach, Forbidden for the actor's own work and for somebody else's review."""
    person, module = check_target(clockstart, actor, target)
    known = clockstart.store.reviews.find(person.uid, check_id(review_id))
    if known is not None:
        check_author(actor, target, module, known)
    kind = KINDS[target.kind]
    if problems := find_problems(kind, opinion, known):
        return Held(problems)
    state: State = "released" if opinion.release else "draft"
    new = NewReview(
        review_id, target.kind, module.store_key, target.record_id, state, actor.uid, opinion.verdict, opinion.text
    )
    try:
        stored = clockstart.store.reviews.put(
            person.uid, new, op=check_id(operation), seen_rev=seen_rev, trace=trace, now=clockstart.now
        )
    except Conflict as conflict:
        if not isinstance(conflict.theirs, Record):
            raise
        return Outdated(as_review(conflict.theirs))
    return Written(stored.review)


def check_target(clockstart: Clockstart, actor: Actor, target: Target) -> tuple[Person, Module]:
    """The person and the module, when the actor may review this. Raises NotFound, Forbidden, Refused."""
    if clockstart.scope:
        raise Refused(NOT_OF_COPIES)
    module = access.get_module(clockstart, actor, target.slug)
    person = access.get_person(clockstart, actor, target.uid)
    policy.check_review(actor, person)
    if target.kind not in KINDS:
        raise Refused("There is no such kind of review.")
    if target.record_id:
        clockstart.store.records.get(person.uid, module.store_key, target.record_id)
    return person, module


def check_author(actor: Actor, target: Target, module: Module, known: Review) -> None:
    """A review is changed by whoever wrote it, and stays about what it was about. Raises Refused, Forbidden."""
    if known.author != actor.uid:
        raise Forbidden("Only the person who wrote this feedback can change it. Write your own next to it.")
    if (known.kind, known.module, known.record) != (target.kind, module.store_key, target.record_id):
        raise Refused("That feedback is about something else.")


def find_problems(kind: Kind, opinion: Opinion, known: Review | None) -> tuple[Problem, ...]:
    """What keeps an opinion from being stored; a draft may lack its verdict or its words."""
    text = opinion.text.strip()
    tests = (
        (
            bool(opinion.verdict) and opinion.verdict not in kind.verdicts,
            "verdict",
            "Choose one of the answers offered.",
        ),
        (opinion.release and not opinion.verdict, "verdict", f"Answer “{kind.asks}” before you release this."),
        (
            opinion.release and not text and kind.needs_words,
            "text",
            "Write what is good, or what to put right, and how.",
        ),
        (not (opinion.verdict or text or opinion.release), "text", "There is nothing to keep yet. Write something."),
        (len(opinion.text) > LONGEST_TEXT, "text", f"Write at most {LONGEST_TEXT:,} characters."),
        (
            known is not None and known.is_released and not opinion.release,
            "text",
            "This has been released and stays so. Release the corrected words instead.",
        ),
    )
    return tuple(Problem(field, sentence) for holds, field, sentence in tests if holds)


def list_visible(
    clockstart: Clockstart, actor: Actor, uid: str, *, store_key: str = "", record: str | None = None, kind: str = ""
) -> Sequence[Review]:
    """The opinions on somebody's work that the actor may see, newest first: their own readers all of them, the person
    those that are released. Raises NotFound outside the actor's reach."""
    access.check_can_read(clockstart, actor, uid)
    if clockstart.scope:
        return []
    found = clockstart.store.reviews.list(uid, module=store_key, record=record, kind=kind)
    opinions = [one for one in found if one.kind != SUBMISSION]
    return opinions if sees_drafts(actor, uid) else [one for one in opinions if one.is_released]


def sees_drafts(actor: Actor, uid: str) -> bool:
    """Whether the actor reads this person's reviews as a reviewer; never of their own work, nor while viewing as."""
    return actor.uid != uid and actor.viewing is None and policy.can_oversee(actor)


def list_versions(clockstart: Clockstart, actor: Actor, uid: str, review: Review) -> Sequence[Review]:
    """Earlier versions the actor may see, newest first, without the one that stands."""
    access.check_can_read(clockstart, actor, uid)
    versions = [one for _, one in clockstart.store.reviews.history(uid, review.id)][1:]
    return versions if sees_drafts(actor, uid) else [one for one in versions if one.is_released]


def find_own(clockstart: Clockstart, actor: Actor, target: Target) -> Review | None:
    """What the actor has written about this, or None."""
    module = access.get_module(clockstart, actor, target.slug)
    found = list_visible(
        clockstart, actor, target.uid, store_key=module.store_key, record=target.record_id, kind=target.kind
    )
    return next((one for one in found if one.author == actor.uid), None)


def list_news(clockstart: Clockstart, actor: Actor, at_most: int) -> list[Review]:
    """What was released to the actor in the last weeks, newest first."""
    since = clockstart.now - NEWS_FOR
    released = [one for one in list_visible(clockstart, actor, actor.uid) if when(one) >= since]
    return sorted(released, key=when, reverse=True)[:at_most]


def mark_records(clockstart: Clockstart, actor: Actor, uid: str, store_key: str) -> dict[str, str]:
    """Record id → the newest grade in words, for the records of a module that have visible feedback."""
    found = list_visible(clockstart, actor, uid, store_key=store_key, kind=FEEDBACK)
    return {one.record: say_verdict(one) for one in reversed(found) if one.record}


def say_verdict(review: Review) -> str:
    """ "Needs improvement"; "Draft" for what is not yet released and has no grade."""
    kind = KINDS.get(review.kind)
    said = kind.verdicts.get(review.verdict, review.verdict) if kind else review.verdict
    return said or "No grade yet"


def submission_id(store_key: str) -> str:
    return f"{SUBMISSION}.{store_key}"


def find_submission(clockstart: Clockstart, uid: str, store_key: str) -> Review | None:
    """The person's last handing-in of a module, also when it was taken back; None when there never was one."""
    return clockstart.store.reviews.find(uid, submission_id(store_key))


def hand_in(clockstart: Clockstart, actor: Actor, slug: str, operation: str, trace: Trace) -> Review:
    """Ask for feedback on all of the actor's own work in a module. Raises Refused when there is none yet."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    summary = clockstart.store.records.summary(actor.uid).get(module.store_key)
    if summary is None or not summary.count:
        raise Refused(f"Add a {module.one} first: there is nothing to ask feedback on yet.")
    return put_submission(clockstart, actor, module, "submitted", operation, trace)


def take_back(clockstart: Clockstart, actor: Actor, slug: str, operation: str, trace: Trace) -> Review:
    """Ask for feedback no longer. Raises NotFound when nothing was handed in."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    clockstart.store.reviews.get(actor.uid, submission_id(module.store_key))
    return put_submission(clockstart, actor, module, "withdrawn", operation, trace)


def put_submission(
    clockstart: Clockstart, actor: Actor, module: Module, state: State, operation: str, trace: Trace
) -> Review:
    """Nobody but the learner writes it, so the version it is made from is the one that stands."""
    if clockstart.scope:
        raise Refused(NOT_OF_COPIES)
    known = find_submission(clockstart, actor.uid, module.store_key)
    if known is not None and known.op == operation:
        return known
    new = NewReview(submission_id(module.store_key), SUBMISSION, module.store_key, "", state, actor.uid)
    stored = clockstart.store.reviews.put(
        actor.uid, new, op=check_id(operation), seen_rev=known.rev if known else 0, trace=trace, now=clockstart.now
    )
    return stored.review


def when(review: Review) -> datetime:
    """When it was released, or else last written."""
    return datetime.fromisoformat(review.released_at or review.updated_at)


STATUSES: Mapping[str, str] = {
    "none": "Not started",
    "open": "In progress",
    "submitted": "Submitted",
    "reviewed": "Reviewed",
}
"""How far somebody is in a module, in words, by the name it has in an address."""


def status_of(summary: ModuleSummary | None) -> str:
    """How far a module is: handed in and not yet reviewed; reviewed and nothing changed since; begun; or not started.
    Read from what is stored (ISO times in UTC compare as text), never from a flag somebody has to keep."""
    if summary is None:
        return "none"
    if summary.submitted > summary.reviewed:
        return "submitted"
    if summary.reviewed and summary.last_change <= summary.reviewed:
        return "reviewed"
    return "open" if summary.count else "none"
