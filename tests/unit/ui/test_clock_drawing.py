"""The clock at the width of a page: each day where it belongs, words that do not touch, what is tried in outline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.services.ribbons.rtt_ribbons import make_page_ribbon, say_headline, with_tried
from dashapp.ui.clock_drawing import NAMES, fit_page_axis, render_clock, render_clocks
from dashapp.ui.clock_labels import LOWER, NARROW, PHONE, WIDE, Label, Placed, list_phone, overlap, place_labels, reach
from dashapp.values.ribbon import Mark, Ribbon, Stretch
from rules.events import parse_event
from rules.rtt import read_pathway, what_if
from tests.unit.ui.tree import attribute, find_all, words

START = date(2026, 8, 17)
REFERRED = [parse_event({"event": "referral_received", "date": START})]


def read(days, *more):
    events = [*REFERRED, *(parse_event(one) for one in more)]
    return read_pathway(events, START + timedelta(days)), events


def draw(days, *more):
    clock, events = read(days, *more)
    return render_clock(make_page_ribbon(clock, events), say_headline(clock).line)


def left_of(shown, look):
    (part,) = find_all(shown, look=look)
    return float(part.style["left"].rstrip("%"))


def test_the_limit_is_drawn_at_the_end_of_the_last_day():
    clock, events = read(105)
    ribbon = make_page_ribbon(clock, events)
    shown, axis = render_clock(ribbon, ""), fit_page_axis([ribbon])
    assert left_of(shown, "cs-clock-line-target") == axis.place(START + timedelta(127))
    assert left_of(shown, "cs-clock-today") == axis.place(START + timedelta(105))


@pytest.mark.parametrize(
    ("days", "line"),
    [
        (105, "15 weeks 0 days waited, 21 days left"),
        (125, "17 weeks 6 days waited, 1 day left"),
        (126, "18 weeks 0 days waited, the last day"),
        (127, "18 weeks 1 day waited, 1 day over"),
    ],
)
def test_days_left_and_over_are_those_of_the_limit(days, line):
    assert say_headline(read(days)[0]).line == line


@pytest.mark.parametrize("days", range(280, 400, 4))
def test_the_name_of_today_has_room_where_it_lies_to_one_side(days):
    shown = draw(days)
    today = left_of(shown, "cs-clock-today")
    (name,) = find_all(shown, look="cs-clock-today-name")
    months = [float(one.style["left"].rstrip("%")) for one in find_all(shown, look="cs-clock-month")]
    reaches = 15 if "cs-anchor-end" in name.className else 10
    assert months
    assert all(abs(month - today) > reaches for month in months)


@pytest.mark.parametrize("days", range(100, 300, 20))
def test_the_day_of_a_stop_is_within_the_drawing_of_a_phone_and_over_no_month(days):
    stop = {"event": "patient_declines_treatment", "date": START + timedelta(days)}
    shown = draw(days + 60, stop)
    (name,) = find_all(shown, look="cs-clock-today-name")
    at, long = (
        left_of(shown, "cs-clock-today-name"),
        100 * reach(Placed(Label(words(name), 0), LOWER, "right", False), PHONE)[1] / PHONE,
    )
    left, right = (at - long, at) if "cs-anchor-end" in name.className else (at - long / 2, at + long / 2)
    assert right <= 102
    months = [one for one in find_all(shown, look="cs-clock-month") if "cs-not-phone" not in one.className]
    assert not [one for one in months if left - 6 < float(one.style["left"].rstrip("%")) < right]


def test_the_words_of_the_picture_are_the_wait():
    (picture,) = find_all(draw(105), role="img")
    assert attribute(picture, "aria-label") == "15 weeks 0 days waited, 21 days left"


@pytest.mark.parametrize("days", [124, 133, 191])
def test_no_name_of_a_week_is_under_the_line_of_the_limit(days):
    named = {words(one) for one in find_all(draw(days), look="cs-clock-week")}
    assert "12 w" in named
    assert "18 w" not in named


def test_days_left_are_drawn_before_the_limit_and_days_over_after_it():
    assert "21 days left" in words(draw(105))
    assert find_all(draw(105), look="cs-clock-beyond")
    over = draw(150)
    assert find_all(over, look="cs-clock-over")
    assert not find_all(over, look="cs-clock-left")
    assert "was the last day" in words(over)


def test_active_monitoring_goes_on_until_today_and_a_nullified_clock_waits():
    stopped = {"event": "active_monitoring_start", "date": START + timedelta(60)}
    assert "Active monitoring" in words(draw(105, stopped))
    assert find_all(draw(105, stopped), look="cs-clock-today")
    missed = {"event": "dna", "date": START + timedelta(60), "first": True, "clearly_communicated": True}
    shown = draw(105, missed)
    assert "Nullified: 60 days do not count" in words(shown)
    assert find_all(shown, look="cs-clock-waiting")


def test_a_tried_event_is_an_outline_over_the_real_clock_and_its_limit_falls_away():
    _, events = read(105)
    dna = {"event": "dna", "date": START + timedelta(101), "first": True, "clearly_communicated": True}
    event = parse_event(dna)
    tried = what_if(events, event, START + timedelta(105))
    shown = render_clock(with_tried(tried, events, event), "")
    assert find_all(shown, look="cs-clock-trying")
    assert find_all(shown, look="cs-gone")
    assert "no longer applies" in words(shown)
    assert [one for one in find_all(shown, look="cs-clock-nullified") if "cs-tried" in one.className]
    (mark,) = [one for one in find_all(shown, look="cs-clock-mark") if "cs-tried" in one.className]
    assert mark.title.startswith("26 November 2026: Missed appointment (DNA)")


def test_a_tried_restart_draws_the_new_limit():
    missed = {"event": "dna", "date": START + timedelta(60), "first": True, "clearly_communicated": True}
    _, events = read(105, missed)
    event = parse_event({"event": "patient_contacts_to_rebook", "date": START + timedelta(100)})
    tried = what_if(events, event, START + timedelta(105))
    shown = render_clock(with_tried(tried, events, event), "")
    assert [one for one in find_all(shown, look="cs-clock-line-target") if "cs-tried" in one.className]


def test_several_clocks_share_one_axis_and_each_says_how_it_goes():
    today = START + timedelta(40)
    running = Ribbon(
        START, None, today, stretches=(Stretch(START, today),), words="62", how="22 days left", status="fine"
    )
    later = Ribbon(START + timedelta(20), None, today, stretches=(Stretch(START + timedelta(20), today),), words="31")
    shown = render_clocks([("62 days", running), ("31 days", later)])
    first, second = find_all(shown, look="cs-clock-running")
    assert float(first.style["left"].rstrip("%")) < float(second.style["left"].rstrip("%"))
    assert [attribute(picture, "aria-label") for picture in find_all(shown, role="img")] == ["62", "31"]
    assert "22 days left" in words(shown)


def test_what_led_up_to_the_clock_is_marked_before_it():
    letter = {"event": "gp_referral_letter_written", "date": START - timedelta(6)}
    shown = draw(105, letter)
    assert left_of(shown, "cs-clock-mark-letter") == 0
    assert find_all(shown, look="cs-clock-before")


def test_marks_on_one_day_are_drawn_once_the_one_that_moved_the_clock_first():
    marks = (Mark(START, "note", "Registered"), Mark(START, "start", "Referral received", moved=True))
    shown = render_clock(Ribbon(START, None, START + timedelta(50), marks=marks), "")
    (mark,) = find_all(shown, look="cs-clock-mark")
    assert "Referral received" in mark.title


labels = st.builds(Label, st.text("abc ", min_size=3, max_size=40), st.floats(0, 100))


@given(wanted=st.lists(labels, max_size=14, unique=True), width=st.integers(NARROW, 2 * WIDE))
def test_no_words_touch_at_any_width(wanted, width):
    placed = [one for one in place_labels(wanted) if width >= WIDE or not one.wide]
    for one, other in combinations(placed, 2):
        assert one.lane != other.lane or not overlap(reach(one, width), reach(other, width))


def test_words_over_several_clocks_leave_the_room_of_their_names() -> None:
    words = (("Patient told the result, 2 Apr", 22.7), ("Referral received, 10 Mar", 0.0), ("First seen, 17 Mar", 6.9))
    wanted = [Label(said, place) for said, place in words]
    assert [one.label.words for one in place_labels(wanted) if one.lane == 1] == [words[0][0], words[2][0]]
    assert [one.label.words for one in place_labels(wanted, taken=NAMES) if one.lane == 1] == [words[0][0]]


named = st.builds(
    Label,
    st.text("abc ", min_size=3, max_size=40),
    st.floats(0, 100),
    essential=st.just(True),
    short=st.text("abc", max_size=30),
)
DAY_OF_THE_LIMIT = "18 weeks: 21 Sep"


@given(wanted=st.lists(named, max_size=9, unique=True), line=st.floats(0, 100), is_said=st.booleans())
def test_no_words_touch_a_line_or_leave_the_drawing_of_a_phone(wanted, line, is_said):
    words = "18 weeks: 21 Sep 2026 was the last day"
    limit = Label(words, line, flag=True, essential=True, short=DAY_OF_THE_LIMIT)
    placed = place_labels([limit] * is_said + wanted, [line])
    said = list_phone(placed, [line])
    assert (said.get(limit) == DAY_OF_THE_LIMIT) is is_said
    shown = [one._replace(label=replace(one.label, words=said[one.label])) for one in placed if one.label in said]
    for one in shown:
        left, right = reach(one, PHONE)
        assert 0 <= left < right <= PHONE
        assert one.label.place == line or not left < line * PHONE / 100 < right
    for one, other in combinations(shown, 2):
        assert one.lane != other.lane or not overlap(reach(one, PHONE), reach(other, PHONE))


@pytest.mark.parametrize(("line", "said"), [(70.0, "Clock start, 29 Dec"), (20.0, None)])
def test_a_long_name_is_said_in_short_on_a_phone_and_not_over_the_limit(line, said):
    words = "Booking reference (UBRN) converted in eRS, 29 Dec"
    long = Label(words, 0.0, essential=True, short="Clock start, 29 Dec")
    limit = Label("18 weeks: 4 May 2026 was the last day", line, flag=True, essential=True, short="18 weeks: 4 May")
    placed = [*place_labels([limit], [line]), Placed(long, LOWER, "right", wide=False)]
    assert list_phone(placed, [line]).get(long) == said
