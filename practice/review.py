"""When a rule comes back: a card of spaced review for each rule, and the queue of a day (LEARNING §7).

FSRS reckons how likely a rule is still remembered; its days are days of the rules' today.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple
from zlib import crc32

from fsrs import Card, Rating, Scheduler, State

from .entries import AGAIN, EASY, GOOD, HARD, Entry

SCHEDULER: Final = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=180, enable_fuzzing=False
)
RATINGS: Final[Mapping[str, Rating]] = {
    AGAIN: Rating.Again,
    HARD: Rating.Hard,
    GOOD: Rating.Good,
    EASY: Rating.Easy,
}
PER_DAY: Final = (5, 12, 20)
USUAL: Final = 12
LAPSES: Final = 5
"""After so many the card rests: a worked example helps more than a sixth try."""


class ReviewCard(NamedTuple):
    """The card of one rule. `edition` is the rule's text as it was at the last review (`edition_of`)."""

    rule: str
    stability: float
    difficulty: float
    last: date
    due: date
    lapses: int = 0
    edition: str = ""

    @property
    def rests(self) -> bool:
        return self.lapses >= LAPSES


def review(card: ReviewCard | None, entry: Entry) -> ReviewCard | None:
    """The card after an entry; as it was where the entry has no rating. A card that rests is woken by an answer that is
    right without help."""
    if not entry.rating:
        return card
    known = _as_card(card) if card else Card(card_id=crc32(entry.rule.encode()))
    after, _ = SCHEDULER.review_card(known, RATINGS[entry.rating], _as_moment(entry.on))
    stability, difficulty = after.stability or 0.0, after.difficulty or 0.0
    lapses = _count_lapses(card, entry.rating)
    return ReviewCard(entry.rule, stability, difficulty, entry.on, after.due.date(), lapses, entry.edition)


def _count_lapses(card: ReviewCard | None, rating: str) -> int:
    if card is None:
        return 0
    if card.rests and rating in (GOOD, EASY):
        return 0
    return card.lapses + (rating == AGAIN)


def _as_card(card: ReviewCard) -> Card:
    due, last = _as_moment(card.due), _as_moment(card.last)
    return Card(crc32(card.rule.encode()), State.Review, None, card.stability, card.difficulty, due, last)


def _as_moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def recall_of(card: ReviewCard, today: date) -> float:
    """How likely the rule is remembered, 0 to 1."""
    return SCHEDULER.get_card_retrievability(_as_card(card), _as_moment(today))


def list_due(
    cards: Iterable[ReviewCard], today: date, edition: Callable[[str], str] = lambda rule: ""
) -> list[ReviewCard]:
    """The cards that are due, what is most likely forgotten first; `edition` gives what a rule says now, and one that
    has changed since is due. Cards that rest are not."""
    due = [one for one in cards if not one.rests and (one.due <= today or _has_changed(one, edition(one.rule)))]
    return sorted(due, key=lambda one: (recall_of(one, today), one.rule))


def _has_changed(card: ReviewCard, edition: str) -> bool:
    return bool(card.edition and edition and card.edition != edition)


def make_queue(
    cards: Iterable[ReviewCard],
    today: date,
    cap: int = USUAL,
    *,
    book: Callable[[str], str],
    edition: Callable[[str], str] = lambda rule: "",
) -> list[str]:
    """The rules to review today, at most `cap`: never two of one `book` after another while another is due."""
    left, queue, before = list_due(cards, today, edition), list[str](), ""
    while left and len(queue) < cap:
        at = next((place for place, one in enumerate(left) if book(one.rule) != before), 0)
        queue.append(left.pop(at).rule)
        before = book(queue[-1])
    return queue


def describe_card(card: ReviewCard) -> list[Any]:
    """The card as plain values."""
    rule, stability, difficulty, last, due, lapses, edition = card
    return [rule, stability, difficulty, last.isoformat(), due.isoformat(), lapses, edition]


def restore_card(told: list[Any]) -> ReviewCard:
    """The card in what `describe_card` made of it."""
    rule, stability, difficulty, last, due, lapses, edition = told
    return ReviewCard(rule, stability, difficulty, date.fromisoformat(last), date.fromisoformat(due), lapses, edition)
