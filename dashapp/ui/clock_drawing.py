"""The clock at the width of a page: the wait as a bar of weeks, its limit, today, and what happened over it.

Plain positioned elements in percent, so that words are never scaled; the look and the measures are in
`assets/clock.css`. `render_clock` draws one clock, `render_clocks` several on one axis of days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashapp.ui.clock_labels import Label, list_phone, place_labels, thin
from dashapp.ui.icons import render_icon
from dashapp.ui.ribbon import render_shape
from dashapp.values.ribbon import SHAPE_WORDS, Axis, Line, Mark, Ribbon, Stretch, list_days
from words.phrases import in_words, plural

LEAST_DAYS = 42
BEYOND, AFTER = 0.26, 0.04
"""How much of the axis lies past a limit that is still to come, and past today or the end where there is none."""
MARK_GAP, MONTH_GAP, TODAY_ROOM, PHONE_ROOM, STOP_ROOM = 1.7, 8.0, 10.0, 18.0, 42.0
NAMES = 272
"""Pixels that the names of several clocks take (`.cs-clocks-row` in `assets/clock.css`)."""
WORDS_FIT = {"wide": 12.0, "short": 6.0}
"""The percent of the width that words inside a stretch need, whole and shortened."""


def render_clock(ribbon: Ribbon, words: str) -> html.Div:
    """One clock; `words` say the same to those who do not see it."""
    axis = fit_page_axis([ribbon])
    tried = (
        [one.tried for one in ribbon.stretches],
        [one.tried for one in ribbon.marks],
        [one.tried for one in ribbon.lines],
    )
    is_tried = any(map(any, tried))
    parts = [
        *render_labels(list_labels(ribbon, axis), [axis.place(line.placed_on) for line in list_targets(ribbon)]),
        *render_marks(ribbon, axis),
        render_bar(ribbon, axis),
        *(render_line(line, axis) for line in ribbon.lines),
        *render_today(ribbon, axis),
        *render_months(ribbon, axis),
    ]
    look = "cs-clock-drawing cs-clock-trying" if is_tried else "cs-clock-drawing"
    drawing = html.Div(parts, className=look, **{"aria-hidden": "true"})
    return html.Div(drawing, className="cs-clock-frame", role="img", **{"aria-label": words})


def render_clocks(ribbons: Sequence[tuple[str, Ribbon]]) -> html.Div:
    """Several clocks (28, 31, 62 days) under each other on one axis, the events once above all of them."""
    axis = fit_page_axis([ribbon for _, ribbon in ribbons])
    shown = max((ribbon for _, ribbon in ribbons), key=lambda ribbon: len(ribbon.marks))
    running = next((ribbon for _, ribbon in ribbons if ribbon.end is None), None)
    over = [*render_labels(list_mark_labels(shown, axis), (), lanes=1), *render_marks(shown, axis)]
    under = [*(render_today(replace(running, how=""), axis) if running else []), *render_months(running or shown, axis)]
    return html.Div(
        [
            html.Div(
                html.Div(over, className="cs-clocks-over"), className="cs-clocks-events", **{"aria-hidden": "true"}
            ),
            *(render_one_of(title, ribbon, axis) for title, ribbon in ribbons),
            html.Div(
                html.Div(under, className="cs-clocks-under"), className="cs-clocks-days", **{"aria-hidden": "true"}
            ),
        ],
        className="cs-clocks",
        style={"--cs-rows": len(ribbons)},
    )


def render_one_of(title: str, ribbon: Ribbon, axis: Axis) -> html.Div:
    """One of several clocks: its name and how it is going, and its bar with the limit named next to its line."""
    how = [render_icon(ribbon.status), html.Strong(ribbon.how)] if ribbon.status else [ribbon.how]
    name = [html.Strong(title), html.Span(how, className=f"cs-clocks-how cs-clocks-{ribbon.status or 'note'}")]
    limits = [render_limit(line, axis, axis.place(ribbon.today)) for line in list_targets(ribbon)]
    bar = [render_bar(ribbon, axis), *(render_line(line, axis) for line in ribbon.lines), *limits]
    drawing = html.Div(bar, className="cs-clocks-bar", role="img", **{"aria-label": ribbon.words})
    return html.Div([html.Div(name, className="cs-clocks-words"), drawing], className="cs-clocks-row")


def render_limit(line: Line, axis: Axis, today: float) -> html.Span:
    """On the right of its line, or inside the bar where the edge or today's line is there."""
    words = f"{line.label.removeprefix('Day ')}: {short_day(line.date)}"
    place = axis.place(line.placed_on)
    side = "left" if place > 85 or 0 <= today - place < 12 else "right"
    return html.Span(words, className=f"cs-clocks-limit cs-side-{side}", style={"left": f"{place}%"})


def fit_page_axis(ribbons: Sequence[Ribbon]) -> Axis:
    """The axis that holds every day, with room past the limit, where days are still to come, or past today."""
    days = [day for ribbon in ribbons for day in (*list_days(ribbon), *(line.placed_on for line in ribbon.lines))]
    first, last = min(days), max(days)
    span = max(LEAST_DAYS, (last - first).days)
    ahead = any(line.placed_on == last and line.date >= ribbon.today for ribbon in ribbons for line in ribbon.lines)
    return Axis(first, round(span * (1 + (BEYOND if ahead else AFTER))))


def list_targets(ribbon: Ribbon) -> list[Line]:
    return [line for line in ribbon.lines if line.kind == "target"]


def short_day(day: date) -> str:
    """ "21 Dec"."""
    return f"{day.day} {day:%b}"


def list_labels(ribbon: Ribbon, axis: Axis) -> list[Label]:
    """What is named over the bar, what matters most first: the limit, what is tried, what moved the clock, the rest."""
    flags = [
        Label(
            say_limit(line, ribbon.today),
            axis.place(line.placed_on),
            "cs-clock-flag" + " cs-tried" * line.tried,
            flag=True,
            essential=True,
            short=f"{line.label}: {short_day(line.date)}",
        )
        for line in sorted(list_targets(ribbon), key=lambda line: not line.tried)
    ]
    others = [
        Label(line.label, axis.place(line.placed_on), "cs-clock-quiet")
        for line in ribbon.lines
        if line.kind == "milestone"
    ]
    return [*flags, *list_mark_labels(ribbon, axis), *others]


def say_limit(line: Line, today: date) -> str:
    day = short_day(line.date) if line.date.year == today.year else f"{short_day(line.date)} {line.date.year}"
    if line.gone:
        return f"{line.label}, {day}: no longer applies"
    if line.tried:
        return f"{line.label}: {day}"
    return f"{line.label}: {day} {'is' if line.date >= today else 'was'} the last day"


def list_mark_labels(ribbon: Ribbon, axis: Axis) -> list[Label]:
    """The marks by how much they matter: tried, those that moved the clock, then the newest."""
    ranked = rank_marks(ribbon.marks)
    first = next((mark for mark in sorted(ribbon.marks, key=lambda mark: mark.date) if mark.moved), None)
    return [
        Label(
            f"{mark.label}, {short_day(mark.date)}",
            axis.place(mark.date),
            "cs-tried" * mark.tried,
            essential=mark.tried or mark is first,
            short=f"{SHAPE_WORDS[mark.shape]}, {short_day(mark.date)}",
        )
        for mark in ranked
    ]


def rank_marks(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (not mark.tried, not mark.moved, -mark.date.toordinal()))


def render_labels(labels: Sequence[Label], lines: Sequence[float], lanes: int = 2) -> list[html.Span]:
    taken = 0 if lanes == 2 else NAMES
    placed = [one for one in place_labels(labels, lines, taken) if lanes == 2 or one.lane == 1]
    drawn, on_phone = [], list_phone(placed, lines)
    for label, lane, side, wide in placed:
        short = on_phone.get(label, label.words)
        words = label.words if short == label.words else render_both(label.words, short)
        hidden = " cs-only-wide" * wide + " cs-not-phone" * (label not in on_phone)
        where = {"left": f"{label.place}%", "--cs-lane": lane if lanes == 2 else 0}
        drawn.append(html.Span(words, className=f"cs-clock-label cs-side-{side} {label.look}{hidden}", style=where))
        if not label.flag:
            drawn.append(
                html.Span(className=f"cs-clock-leader{' cs-tried' * ('cs-tried' in label.look)}{hidden}", style=where)
            )
    return drawn


def render_marks(ribbon: Ribbon, axis: Axis) -> list[html.Span]:
    """One row of shapes; of several on nearly the same day the one that matters most."""
    ranked = rank_marks(ribbon.marks)
    shown = [ranked[index] for index in thin([axis.place(mark.date) for mark in ranked], MARK_GAP)]
    return [render_mark(mark, axis.place(mark.date)) for mark in sorted(shown, key=lambda mark: mark.date)]


def render_mark(mark: Mark, place: float) -> html.Span:
    look = f"cs-clock-mark cs-clock-mark-{mark.shape}" + " cs-mark-moved" * mark.moved + " cs-tried" * mark.tried
    title = f"{in_words(mark.date)}: {mark.label} ({SHAPE_WORDS[mark.shape].lower()})"
    return html.Span(render_shape(mark.shape), className=look, style={"left": f"{place}%"}, title=title)


def render_bar(ribbon: Ribbon, axis: Axis) -> html.Div:
    """The track from the start of the clock on: what ran, what is left, what lies past the limit."""
    start = axis.place(ribbon.start)
    led_up = [html.Span(className="cs-clock-before", style={"right": f"{100 - start}%"})] if start > 0 else []
    return html.Div(
        [
            *led_up,
            html.Span(className="cs-clock-track", style={"left": f"{start}%"}),
            *render_ahead(ribbon, axis),
            *(part for stretch in ribbon.stretches for part in render_stretch(stretch, axis)),
            *render_weeks(ribbon, axis),
        ],
        className="cs-clock-bar",
    )


def render_ahead(ribbon: Ribbon, axis: Axis) -> Iterator[html.Span]:
    """The days left until the limit, and the days after it, where the clock should not be."""
    target = next((line for line in list_targets(ribbon) if not (line.tried or line.gone)), None)
    if target is None or target.date < ribbon.today or ribbon.end is not None:
        return
    today, limit = axis.place(ribbon.today), axis.place(target.placed_on)
    left = (target.date - ribbon.today).days
    words = render_inside(f"{plural(left, 'day')} left", f"{left} d", limit - today)
    yield html.Span(words, className="cs-clock-left", style=span(today, limit))
    yield html.Span(className="cs-clock-beyond", style=span(limit, 100))


def span(left: float, right: float) -> dict[str, str]:
    return {"left": f"{left}%", "width": f"{round(right - left, 2)}%"}


def render_inside(words: str, short: str, width: float) -> list[Component]:
    """Words inside a stretch: whole where they fit, shortened on a phone or in a small one."""
    if width < WORDS_FIT["short"]:
        return []
    if width < WORDS_FIT["wide"]:
        return [html.Span(short, className="cs-clock-inside")]
    return render_both(words, short, "cs-clock-inside ")


def render_both(words: str, short: str, look: str = "") -> list[Component]:
    """Whole words, and short ones for a phone."""
    return [html.Span(words, className=f"{look}cs-not-phone"), html.Span(short, className=f"{look}cs-only-phone")]


def render_stretch(stretch: Stretch, axis: Axis) -> Iterator[html.Span]:
    left, right = axis.place(stretch.start), axis.place(stretch.end)
    days = (stretch.end - stretch.start).days
    inside: list[Component] = []
    if stretch.kind == "nullified":
        inside = render_inside(f"Nullified: {plural(days, 'day')} do not count", f"{days} d", (right - left) / 2.5)
    elif stretch.kind == "adjusted":
        inside = render_inside(f"−{plural(days, 'day')}", f"−{days}", right - left)
    elif stretch.kind == "monitoring":
        inside = render_inside("Active monitoring", "AM", (right - left) / 1.5)
    elif stretch.kind == "asked":
        inside = render_inside("What will the clock do?", "And now?", (right - left) / 1.5)
    look = f"cs-clock-stretch cs-clock-{stretch.kind}" + " cs-tried" * stretch.tried
    week = round(700 / days, 3) if days else 100
    yield html.Span(inside, className=look, style={**span(left, right), "--cs-week": f"{week}%"})


def render_weeks(ribbon: Ribbon, axis: Axis) -> Iterator[html.Span]:
    """Every sixth week of the period that runs, or ran last, named in the bar where no line is over its name."""
    kinds = {"running", "over"}
    ran = [stretch for stretch in ribbon.stretches if stretch.kind in kinds and not stretch.tried]
    if not ran:
        return
    end = ran[-1].end
    start = max((one.start for one in ran if one.kind == "running"), default=ran[-1].start)
    weeks = (end - start).days // 7
    step = 6 if axis.days <= 300 else 12 if axis.days <= 600 else 26
    for week in range(step, weeks + 1, step):
        at = axis.place(start + timedelta(weeks=week))
        crossed = any(-0.5 < axis.place(line.placed_on) - at < 4 for line in ribbon.lines)
        named = [html.Span(f"{week} w")] if axis.place(end) - at > 4 and not crossed else []
        yield html.Span(named, className="cs-clock-week", style={"left": f"{at}%"})


def render_line(line: Line, axis: Axis) -> html.Span:
    look = f"cs-clock-line cs-clock-line-{line.kind}" + " cs-tried" * line.tried + " cs-gone" * line.gone
    return html.Span(className=look, style={"left": f"{axis.place(line.placed_on)}%"})


def render_today(ribbon: Ribbon, axis: Axis) -> list[html.Span]:
    """Today with its knob while anything goes on; otherwise the day it stopped."""
    goes_on = is_going_on(ribbon)
    day = ribbon.today if goes_on or ribbon.end is None else ribbon.end
    place = axis.place(day)
    name = html.Span(
        say_today(ribbon) if goes_on else f"Stopped {short_day(day)}",
        className=f"cs-clock-today-name cs-anchor-{find_anchor(place)}",
        style={"left": f"{place}%"},
    )
    pointer = html.Span(className="cs-clock-today", style={"left": f"{place}%"})
    return [pointer, name] if goes_on else [name]


def find_anchor(place: float) -> str:
    """At which of its points the name of today is at its place: at either end it lies to one side."""
    return "start" if place < 7 else "end" if place > 86 else "middle"


def is_going_on(ribbon: Ribbon) -> bool:
    return ribbon.end is None or any(one.kind in {"monitoring", "waiting", "asked"} for one in ribbon.stretches[-1:])


def say_today(ribbon: Ribbon) -> list[Component | str]:
    return ["Today", html.Span(f", {ribbon.how}", className="cs-not-phone")] if ribbon.how else ["Today"]


def render_months(ribbon: Ribbon, axis: Axis) -> Iterator[html.Span]:
    """The months under the bar, thinned to what fits; none under the words for today."""
    day = ribbon.today if is_going_on(ribbon) or ribbon.end is None else ribbon.end
    taken, phone_room = axis.place(day), PHONE_ROOM if day == ribbon.today else STOP_ROOM
    room = TODAY_ROOM if find_anchor(taken) == "middle" else TODAY_ROOM * 1.5
    months = [month for month in list_months(axis) if axis.place(month) < 100]
    every = max(1, round(len(months) * MONTH_GAP / 100 + 0.49))
    for index, month in enumerate(months):
        place = axis.place(month)
        yield html.Span(className="cs-clock-tick", style={"left": f"{place}%"})
        if index % every == 0 and abs(place - taken) > room and place < 91:
            name = (
                [html.Span(f"{month:%b} ", className="cs-not-phone"), month.year] if month.month == 1 else f"{month:%b}"
            )
            crowded = (len(months) > 6 and index // every % 2) or abs(place - taken) < phone_room
            odd = " cs-not-phone" * bool(crowded)
            yield html.Span(name, className=f"cs-clock-month{odd}", style={"left": f"{place}%"})


def list_months(axis: Axis) -> list[date]:
    """The first day of each month on the axis."""
    last = axis.first + timedelta(days=axis.days)
    count = (last.year - axis.first.year) * 12 + last.month - axis.first.month
    place = axis.first.year * 12 + axis.first.month - 1
    months = [date(at // 12, at % 12 + 1, 1) for at in range(place, place + count + 1)]
    return [month for month in months if month >= axis.first]
