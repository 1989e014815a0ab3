import re
from datetime import date
from random import Random
from string import Formatter

import pytest

from practice.case import CaseError
from practice.dials import LEVELS, set_dials
from practice.evidence import WORDINGS, draw_evidence, find_wording
from practice.families import FAMILIES
from practice.making import make_set, make_whole
from rules.events import EVENT_KINDS, Event

TODAY = date(2026, 6, 15)
ENTRIES = [(name, wording) for name, wordings in WORDINGS.items() for wording in wordings]
VERDICTS = re.compile(r"\b(clock|RTT|nullif\w+|breach\w*|18 weeks)\b|\bstatus \d\d|\bcode \d\d")


@pytest.mark.parametrize(("name", "wording"), ENTRIES)
def test_every_entry_has_three_wordings_that_say_the_same(name, wording):
    assert len(set(wording.says)) >= 3
    shown = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in wording.says]
    assert all(fields == shown[0] for fields in shown)
    assert "day" in shown[0]


@pytest.mark.parametrize(("name", "wording"), ENTRIES)
def test_no_wording_says_what_the_clock_does(name, wording):
    assert not any(VERDICTS.search(text) for text in wording.says)


@pytest.mark.parametrize(("name", "wording"), [one for one in ENTRIES if one[0] in EVENT_KINDS])
def test_what_is_conveyed_are_attributes_of_the_event(name, wording):
    assert wording.conveys <= EVENT_KINDS[name].attributes


def test_no_sentence_is_there_twice():
    texts = [text for _, wording in ENTRIES for text in wording.says]
    assert len(texts) == len(set(texts))


def test_the_entry_that_conveys_most_is_taken():
    missed = Event(TODAY, "dna", {"first": True, "clearly_communicated": False})
    assert find_wording(missed).when == {"first": True, "clearly_communicated": False}


def test_an_event_without_a_wording_is_refused():
    with pytest.raises(CaseError, match="no wording for dna"):
        find_wording(Event(TODAY, "dna", {"first": True}))


@pytest.mark.parametrize("name", FAMILIES)
def test_documents_come_in_order_and_do_not_repeat_a_wording(name):
    for case in make_set(name, "order", set_dials(3), TODAY, 5):
        days = [document.date for document in case.evidence]
        assert days == sorted(days)
        texts = [document.text for document in case.evidence]
        assert len(set(texts)) == len(texts)
        assert not any("{" in text or "None" in text for text in texts)


def test_at_the_highest_level_a_document_of_no_weight_is_missing():
    made = make_whole("stop-not", "1", LEVELS[5], TODAY).case
    assert len(made.evidence) == len(made.truth.events) + 1 - LEVELS[5].missing + len(made.truth.facts)


def test_evidence_does_not_read_the_record():
    with_slips, without = (
        next(iter(make_set("stop-not", "record", set_dials(2, clean=clean), TODAY, 1))) for clean in (0.0, 1.0)
    )
    assert with_slips.slips
    assert not without.slips
    assert with_slips.evidence == without.evidence
    assert with_slips.record != without.record


def test_wordings_vary_with_the_seed():
    case = make_whole("stop-admission", "1", LEVELS[1], TODAY).case
    told = {draw_evidence(Random(seed), case.truth, case.asked) for seed in range(20)}
    assert len(told) > 5


@pytest.mark.parametrize("name", ["start-three-dates", "start-ers", "start-self"])
def test_a_referral_is_followed_by_more_dates_at_higher_levels(name):
    easy, hard = (make_whole(name, "1", LEVELS[level], TODAY).case for level in (1, 5))
    assert len(hard.evidence) == len(easy.evidence) + LEVELS[5].noise
