"""When rules come back, and in which order."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from practice.entries import MET, PRACTICE, Entry
from practice.review import (
    LAPSES,
    PER_DAY,
    USUAL,
    ReviewCard,
    describe_card,
    list_due,
    make_queue,
    recall_of,
    restore_card,
    review,
)

TODAY = date(2026, 6, 15)


def rated(rating: str, on: date, rule: str = "SP13", edition: str = "") -> Entry:
    return Entry(rule, rating != "again", PRACTICE, on, "dna-first@1", "s", rating=rating, edition=edition)


def run(*ratings: str, card: ReviewCard | None = None, on: date = TODAY) -> tuple[ReviewCard, list[int]]:
    """The card after these ratings, each on its due day, and the days between."""
    days = []
    for rating in ratings:
        card = review(card, rated(rating, on))
        assert card is not None
        days.append((card.due - on).days)
        on = card.due
    assert card is not None
    return card, days


def test_good_good_again_on_due_days() -> None:
    assert run("good", "good", "again")[1] == [2, 11, 2]


def test_an_entry_without_a_rating_leaves_the_card() -> None:
    card, _ = run("good")
    met = Entry("SP13", True, MET, TODAY, "dna-cases", "s")
    assert review(card, met) == card
    assert review(None, met) is None


def test_no_interval_is_longer_than_half_a_year() -> None:
    assert max(run(*["easy"] * 12)[1]) == 180


def test_a_card_rests_after_five_lapses_until_it_is_right() -> None:
    card, _ = run("again", *["again"] * (LAPSES - 1))
    assert not card.rests
    card, _ = run("again", card=card, on=card.due)
    assert card.rests
    assert list_due([card], card.due + timedelta(days=30)) == []
    assert run("hard", card=card, on=card.due)[0].rests
    assert not run("good", card=card, on=card.due)[0].rests


def make_cards(count: int, books: int = 3) -> list[ReviewCard]:
    cards = []
    for number in range(count):
        card, _ = run("good" if number % 2 else "again", on=TODAY - timedelta(days=30 + number % 7))
        cards.append(card._replace(rule=f"{number % books}-{number}"))
    return cards


def book_of(rule: str) -> str:
    return rule.partition("-")[0]


def test_three_hundred_due_after_a_month_are_twelve() -> None:
    cards = make_cards(300)
    assert len(list_due(cards, TODAY)) == 300
    assert len(make_queue(cards, TODAY, book=book_of)) == USUAL == 12
    assert [len(make_queue(cards, TODAY, cap, book=book_of)) for cap in PER_DAY] == [5, 12, 20]


def test_what_is_most_likely_forgotten_comes_first() -> None:
    cards = make_cards(20, books=20)
    queue = make_queue(cards, TODAY, 20, book=book_of)
    by_rule = {card.rule: card for card in cards}
    recalls = [recall_of(by_rule[rule], TODAY) for rule in queue]
    assert recalls == sorted(recalls)


def test_what_is_not_due_stays_away() -> None:
    card, _ = run("good")
    assert list_due([card], card.due - timedelta(days=1)) == []
    assert list_due([card], card.due) == [card]


def test_a_rule_that_says_something_else_now_is_due() -> None:
    card = review(None, rated("good", TODAY, edition="1"))
    assert card is not None
    assert list_due([card], TODAY, lambda rule: "1") == []
    assert list_due([card], TODAY, lambda rule: "2") == [card]


@given(st.lists(st.sampled_from("abc"), max_size=25), st.integers(1, 20))
def test_one_book_never_comes_twice_running_where_another_is_due(books: list[str], cap: int) -> None:
    card, _ = run("good")
    cards = [card._replace(rule=f"{book}-{number}") for number, book in enumerate(books)]
    queue = make_queue(cards, card.due, cap, book=book_of)
    assert len(queue) == len(set(queue)) == min(cap, len(cards))
    left = Counter(books)
    for before, after in pairwise(["", *queue]):
        if book_of(before) == book_of(after):
            assert set(left.elements()) == {book_of(after)}
        left[book_of(after)] -= 1


def test_a_card_comes_back_from_its_plain_values() -> None:
    card, _ = run("good", "easy")
    assert restore_card(describe_card(card)) == card
