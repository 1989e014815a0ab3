"""Where a person stands: the level of each rule, what is due for review, worked out from their evidence.

What was worked out is stored with the last entry it was worked out from, so that only what came after is folded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final, Self

from dashapp.context import Clockstart
from dashapp.services.practice.sets import OFFERED_FAMILIES
from practice.entries import ANSWERS, ENTRY, VOIDED, Entry, edition_of, restore_entry
from practice.families import FAMILIES
from practice.malrules import MAL_RULES
from practice.mastery import NOTHING, State, describe_state, fold, level_of, restore_state
from practice.review import USUAL, ReviewCard, describe_card, make_queue, restore_card, review
from rules.catalogue import find_rule

FOLD = "2"
"""Raised when the same entries fold to something else."""
NEVER: Final = ("", 0, 0)
ENTRY_ERROR, UNRECOGNISED = "entry_error", "unrecognised"
"""What errors of entry are counted as, and wrong answers that no misconception gives."""
Mistakes = Mapping[tuple[str, str], int]
"""(Name, rule) → how often: of a misconception the rule that says otherwise, of others the rule of the entry."""


def _list_practised() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in OFFERED_FAMILIES:
        for rule in FAMILIES[name].rules:
            found[rule] = (*found.get(rule, ()), name)
    return found


PRACTISED: Final[Mapping[str, tuple[str, ...]]] = _list_practised()
"""Rule → the families offered that practise it."""
VERSION: Final = sha256(
    f"{FOLD} {sorted((rule, len(names)) for rule, names in PRACTISED.items())}".encode()
).hexdigest()
"""With what levels are worked out; those of another version are worked out again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`levels` are of rules that can be practised and were met or begun; `cards` those of them that come back; `due`
    today's queue, `next_due` the next day on which one comes, today if one does; `is_done`: as many as may have come
    back today; `resting` are too hard for now. `days` and `weeks` count those in which cases were answered."""

    levels: Mapping[str, str]
    cards: Mapping[str, ReviewCard]
    due: Sequence[str]
    next_due: date | None
    resting: Sequence[str]
    days: int
    weeks: int
    mistakes: Mistakes
    is_done: bool = False


@dataclass(slots=True)
class Folded:
    """Everything that the entries of a person come to, as it is stored."""

    states: dict[str, State] = field(default_factory=dict)
    cards: dict[str, ReviewCard] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], int] = field(default_factory=dict)
    practised: tuple[str, int, int] = NEVER
    """The last day, and how many days and weeks."""
    wrong: str = ""
    """The source of the last wrong answer: a case is an entry for each of its rules, and one mistake."""

    def add(self, entry: Entry) -> None:
        templates = min(2, len(find_families(entry.rule)) or 1)
        self.states[entry.rule] = fold(self.states.get(entry.rule, NOTHING), entry, templates)
        card = review(self.cards.get(entry.rule), entry)
        if card:
            self.cards[entry.rule] = card
        if entry.rating:
            self.practised = _count_day(self.practised, entry.on)
        for one in _list_mistakes(entry, self.wrong):
            self.mistakes[one] = self.mistakes.get(one, 0) + 1
        if entry.rating and not entry.right:
            self.wrong = entry.source

    @property
    def told_mistakes(self) -> list[tuple[str, str, int]]:
        return [(*one, count) for one, count in self.mistakes.items()]

    @property
    def levels(self) -> dict[str, str]:
        return {rule: level_of(state) for rule, state in self.states.items() if rule in PRACTISED}

    def describe(self) -> dict[str, Any]:
        return {
            "states": {rule: describe_state(state) for rule, state in self.states.items()},
            "cards": [describe_card(card) for card in self.cards.values()],
            "mistakes": self.told_mistakes,
            "practised": self.practised,
            "wrong": self.wrong,
        }

    @classmethod
    def restore(cls, told: Mapping[str, Any] | None) -> Self:
        if told is None:
            return cls()
        cards = [restore_card(card) for card in told["cards"]]
        day, days, weeks = told["practised"]
        return cls(
            {rule: restore_state(state) for rule, state in told["states"].items()},
            {card.rule: card for card in cards},
            _read_mistakes(told["mistakes"]),
            (day, days, weeks),
            told["wrong"],
        )


def _count_day(practised: tuple[str, int, int], on: date) -> tuple[str, int, int]:
    last, days, weeks = practised
    before = date.fromisoformat(last) if last else date.min
    if on <= before:
        return practised
    return on.isoformat(), days + 1, weeks + (on.isocalendar()[:2] != before.isocalendar()[:2])


def _list_mistakes(entry: Entry, counted: str) -> list[tuple[str, str]]:
    """What an entry counts as; `counted` is the source of the wrong answer before it."""
    if entry.right or entry.source == counted:
        return []
    if entry.setting == ENTRY:
        return [(ENTRY_ERROR, entry.rule)]
    known = [(name, MAL_RULES[name].rule) for name in entry.mal_rules if name in MAL_RULES]
    return (known or [(UNRECOGNISED, entry.rule)]) if entry.setting in ANSWERS else []


def _read_mistakes(told: Sequence[tuple[str, str, int]] | None) -> dict[tuple[str, str], int]:
    return {(name, rule): count for name, rule, count in told or ()}


def find_families(rule: str) -> tuple[str, ...]:
    """The families offered that practise a rule; none where nobody can practise it."""
    return PRACTISED.get(rule, ())


def read_standing(clockstart: Clockstart, uid: str, per_day: int = USUAL) -> Standing:
    """Where a person stands today; `per_day` is how many rules a queue holds at most."""
    folded, today = bring_up(clockstart, uid), clockstart.today
    cards = {rule: card for rule, card in folded.cards.items() if rule in PRACTISED}
    due = make_queue(cards.values(), today, per_day or 1, book=_book_of, edition=_edition_now)
    is_done, due = bool(due and not per_day), due[:per_day]
    awake = [card.due for card in cards.values() if not card.rests]
    resting = [rule for rule, card in cards.items() if card.rests]
    next_due = today if due else today + timedelta(days=1) if is_done else min(awake, default=None)
    _, days, weeks = folded.practised
    return Standing(folded.levels, cards, due, next_due, resting, days, weeks, folded.mistakes, is_done)


def _book_of(rule: str) -> str:
    found = find_rule(rule)
    return found.book if found else ""


def _edition_now(rule: str) -> str:
    found = find_rule(rule)
    return edition_of(found) if found else ""


def read_levels(clockstart: Clockstart, uids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """The levels of many people by uid. What is up to date is read as it is stored, in one round trip."""
    return {uid: told or {} for uid, told in _read_many(clockstart, uids, "levels", lambda one: one.levels).items()}


def read_mistakes(clockstart: Clockstart, uids: Sequence[str]) -> dict[str, Mistakes]:
    """What many people get wrong, by uid; read as their levels are."""
    found = _read_many(clockstart, uids, "mistakes", lambda one: one.told_mistakes)
    return {uid: _read_mistakes(told) for uid, told in found.items()}


def _read_many(clockstart: Clockstart, uids: Sequence[str], name: str, find: Callable[[Folded], Any]) -> dict[str, Any]:
    stored = zip(uids, clockstart.store.evidence.list_mastery(uids, name), strict=True)
    return {uid: one.value if one.is_current(VERSION) else find(bring_up(clockstart, uid)) for uid, one in stored}


def bring_up(clockstart: Clockstart, uid: str) -> Folded:
    """What was worked out, with the entries since; stored again where there were any. Where one of them makes an
    attempt or the mark of a case void, all are folded again, by their days."""
    evidence = clockstart.store.evidence
    cursor, version, told = evidence.find_states(uid)
    read = cursor if version == VERSION else ""
    new = [*evidence.walk(uid, read)]
    if read and list_voided(new):
        read, new = "", [*evidence.walk(uid)]
    folded, voided = Folded.restore(told if read else None), list_voided(new)
    read = new[-1][0] if new else read
    for _, entry in sorted(new, key=lambda one: one[1]["on"]) if voided else new:
        if entry["setting"] != VOIDED and not voided & {entry["source"], entry["source"].partition("/")[0]}:
            folded.add(restore_entry(entry))
    if read and (read, VERSION) != (cursor, version):
        small = {"levels": folded.levels, "mistakes": folded.told_mistakes}
        evidence.put_states(uid, read, VERSION, folded.describe(), **small)
    return folded


def list_voided(entries: Sequence[tuple[str, Mapping[str, Any]]]) -> set[str]:
    """Attempts, and cases of attempts, that are void and count for nothing."""
    return {entry["source"] for _, entry in entries if entry["setting"] == VOIDED}
