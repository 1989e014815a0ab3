"""How well a person knows a rule: a level folded from evidence entries in their order, in a state of bounded size
(LEARNING §7)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from words.questions import Choices

from .entries import ANSWERS, ENTRY, MENDED, MET, PROVING, Entry

NOT_STARTED, ATTEMPTED, FAMILIAR = "not_started", "attempted", "familiar"
PROFICIENT, MASTERED = "proficient", "mastered"
LEVELS: Choices = {
    NOT_STARTED: "Not started",
    ATTEMPTED: "Attempted",
    FAMILIAR: "Familiar",
    PROFICIENT: "Proficient",
    MASTERED: "Mastered",
}
"""The levels, the lowest first."""
WINDOW: Final = 5
FAMILIAR_AFTER, FAMILIAR_SHARE = 3, 0.7
DAYS, TEMPLATES = 2, 2
WEEK: Final = timedelta(days=7)


class Seen(NamedTuple):
    """What is remembered of an entry; `source` only of an error of entry, which may still be mended."""

    right: bool
    weight: float
    on: date
    template: str
    source: str = ""


class State(NamedTuple):
    """`answers` are the last five answers without help, `last` the last five of these and of the errors of entry;
    `answered` how many there were, up to three. `since` is the day on which the rule became proficient, None while it
    is not."""

    is_begun: bool = False
    answered: int = 0
    answers: tuple[Seen, ...] = ()
    last: tuple[Seen, ...] = ()
    since: date | None = None
    is_mastered: bool = False


NOTHING: Final = State()


def fold(state: State, entry: Entry, templates: int = TEMPLATES) -> State:
    """The state after one more entry. `templates` is how many kinds of case the rule must have been answered in: one
    where only one family practises it."""
    if entry.setting == MET:
        return state
    if entry.setting == MENDED:
        return _rise(_mend(state, entry), entry, templates)
    begun = state._replace(is_begun=True)
    if entry.setting not in ANSWERS and entry.setting != ENTRY:
        return begun
    return _rise(_add(begun, entry), entry, templates)


def _add(state: State, entry: Entry) -> State:
    is_answer = entry.setting in ANSWERS
    seen = Seen(entry.right, entry.weight, entry.on, entry.template, "" if is_answer else entry.source)
    return state._replace(
        answered=min(state.answered + is_answer, FAMILIAR_AFTER),
        answers=(*state.answers, seen)[-WINDOW:] if is_answer else state.answers,
        last=(*state.last, seen)[-WINDOW:],
        since=state.since if entry.right else None,
        is_mastered=_is_mastered(state, entry),
    )


def _is_mastered(state: State, entry: Entry) -> bool:
    """A right answer among other kinds of case, or in an exam, a week after the rule became proficient; lost only by a
    wrong one there."""
    if entry.setting not in PROVING:
        return state.is_mastered
    proves = state.since is not None and entry.on - state.since >= WEEK
    return entry.right and (state.is_mastered or proves)


def _mend(state: State, entry: Entry) -> State:
    """The state with an error of entry in its place made good; an older one, or another record's, stays."""
    mended = tuple(
        one._replace(right=True, source="") if one.source == entry.source and entry.on - one.on <= WEEK else one
        for one in state.last
    )
    return state._replace(last=mended)


def _rise(state: State, entry: Entry, templates: int) -> State:
    """The day on which the rule becomes proficient. From then on only a miss takes that away: a fifth right answer on
    one day does not."""
    return state._replace(since=entry.on) if state.since is None and _is_proficient(state, templates) else state


def _is_proficient(state: State, templates: int) -> bool:
    right = all(one.right for one in (*state.answers, *state.last))
    varied = (
        len({one.template for one in state.answers}) >= templates and len({one.on for one in state.answers}) >= DAYS
    )
    return len(state.answers) == WINDOW and right and varied


def level_of(state: State) -> str:
    """One of `LEVELS`."""
    if state.is_mastered or state.since:
        return MASTERED if state.is_mastered else PROFICIENT
    if state.answered >= FAMILIAR_AFTER and _share(state) >= FAMILIAR_SHARE:
        return FAMILIAR
    return ATTEMPTED if state.is_begun else NOT_STARTED


def _share(state: State) -> float:
    return sum(one.weight for one in state.last if one.right) / sum(one.weight for one in state.last)


def describe_state(state: State) -> list[Any]:
    """The state as plain values."""
    since = state.since.isoformat() if state.since else None
    seen = [[_describe_seen(one) for one in some] for some in (state.answers, state.last)]
    return [state.is_begun, state.answered, *seen, since, state.is_mastered]


def _describe_seen(one: Seen) -> list[Any]:
    return [one.right, one.weight, one.on.isoformat(), one.template, one.source]


def restore_state(told: list[Any]) -> State:
    """The state in what `describe_state` made of it."""
    begun, answered, *seen, since, mastered = told
    answers, last = (tuple(map(_restore_seen, some)) for some in seen)
    return State(begun, answered, answers, last, date.fromisoformat(since) if since else None, mastered)


def _restore_seen(told: list[Any]) -> Seen:
    right, weight, on, template, source = told
    return Seen(right, weight, date.fromisoformat(on), template, source)


def count_reached(levels: Mapping[str, str], level: str) -> int:
    """How many rules have at least this level."""
    order = list(LEVELS)
    return sum(order.index(one) >= order.index(level) for one in levels.values())
