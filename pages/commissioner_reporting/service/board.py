"""One page for a board: the month against the standard, the list by treatment function, the trend. PDF by reportlab."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.graphics.charts.lineplots import LinePlot
from reportlab.graphics.shapes import Drawing, Line, String
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pages.commissioner_reporting.service.compared import figures_of_lines, total_of
from pages.commissioner_reporting.service.report_query import month_before
from rules.codes import RETURN_LINES
from rules.organisations import NON_ENGLISH
from rules.rates import TOO_FEW as TOO_FEW_FOR_RATE
from rules.rates import say_count, say_percent, say_rate
from rules.returns.layout import Part, ReturnLine
from rules.returns.measures import Figures, clearance_weeks
from rules.returns.pathways import Month
from rules.returns.suppression import suppress
from rules.standards import Measure, standard_on, target_on
from words.phrases import in_words, with_capital

INK, TEAL, LINE, MUTED = colors.HexColor("#17212b"), colors.HexColor("#0b6e6e"), colors.HexColor("#d5dde4"), "#4a5864"
BREACH = colors.HexColor("#b42318")
HIDDEN = "*"
TOO_FEW = (
    "Most treatment functions have fewer than 5 people waiting: they are not shown, so that nobody can be recognised."
)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What the page is made of. `trend` is month and share within 18 weeks, oldest first; `signed` who signed it off,
    "" while nobody has; `notes` are sentences for the foot."""

    month: Month
    lines: Sequence[ReturnLine]
    before: Sequence[ReturnLine] | None
    trend: Sequence[tuple[Month, float | None]]
    list_words: str
    prepared: str
    signed: str
    made_at: datetime
    notes: Sequence[str] = ()


def write_pdf(page: BoardPage) -> bytes:
    """The PDF, one page of A4."""
    data = io.BytesIO()
    title = f"Waiting times, {page.month.first:%B %Y}"
    document = SimpleDocTemplate(
        data, pagesize=A4, leftMargin=14 * mm, rightMargin=14 * mm, topMargin=14 * mm, bottomMargin=12 * mm,
        title=title, author="Clockstart", subject=page.list_words,
    )  # fmt: skip
    document.build([*head(page, title), *headline(page), *middle(page), *functions(page), *foot(page)])
    return data.getvalue()


def style(name: str, size: float, **more: Any) -> ParagraphStyle:
    base = {"fontName": "Helvetica", "fontSize": size, "leading": size * 1.3, "textColor": INK, "alignment": TA_LEFT}
    return ParagraphStyle(name, **{**base, **more})


TITLE = style("title", 19, fontName="Helvetica-Bold")
HEADING = style("heading", 11, fontName="Helvetica-Bold", spaceBefore=7, spaceAfter=3)
BODY, SMALL = style("body", 9.5), style("small", 7.6, textColor=MUTED)


def head(page: BoardPage, title: str) -> list[Flowable]:
    """What it is of, and the month in one sentence."""
    said = f"{with_capital(page.list_words)}. Position on {in_words(page.month.last)}."
    return [Paragraph(title, TITLE), Paragraph(said, BODY), Spacer(1, 4), Paragraph(say_month(page), BODY)]


def say_month(page: BoardPage) -> str:
    """The month in two sentences, for those who read nothing else."""
    now, standard = figures_of_lines(page.lines), standard_on(Measure.RTT_18_WEEKS, page.month.last)
    if now.share_within_18 is None or standard is None:
        return "Nobody was waiting."
    rate, waited = now.rate_within_18, "had waited 18 weeks or less"
    if rate is None:
        said = f"<b>{say_count(now.within_18, now.total)}</b> people waiting {waited}. {TOO_FEW_FOR_RATE}"
    else:
        verdict = "meets" if standard.is_met(rate) else "does not meet"
        said = (
            f"<b>{say_rate(now.within_18, now.total)}</b> people waiting {waited}, "
            f"which {verdict} the standard of {100 * standard.value:g}%."
        )
    if page.before is None:
        return said
    was = figures_of_lines(page.before)
    change = int(now.total - was.total)
    grew = "is as long as" if not change else f"is {abs(change):,} {'longer' if change > 0 else 'shorter'} than"
    return (
        f"{said} The list {grew} a month before; {int(now.over_52):,} had waited over 52 weeks ({int(was.over_52):,})."
    )


def headline(page: BoardPage) -> list[Flowable]:
    """Measures as a table: now, a month before, what is asked."""
    now = figures_of_lines(page.lines)
    was = figures_of_lines(page.before) if page.before is not None else None
    standard, target = (find(Measure.RTT_18_WEEKS, page.month.last) for find in (standard_on, target_on))
    completed = total_of(page.lines, Part.PART_1A) + total_of(page.lines, Part.PART_1B)
    clearance = clearance_weeks(now.total, completed, page.month.last.day)
    asked = f"standard {100 * standard.value:g}%" if standard else ""
    asked += f", plan {100 * target.value:g}%" if target else ""
    rows = [
        ["", f"{page.month.first:%B %Y}", f"{month_before(page.month).first:%B %Y}", "Asked"],
        ["Waiting", whole(now.total), whole(was and was.total), ""],
        ["Within 18 weeks", share(now), share(was), asked],
        ["Median, 92nd percentile (weeks)", weeks(now), weeks(was), ""],
        ["Over 52, 65, 78, 104 weeks", long_waits(now), long_waits(was), ""],
        ["Completed in the month, new periods", f"{completed:,}, {total_of(page.lines, Part.PART_3):,}", "", ""],
        ["Weeks to clear the list at this rate", "–" if clearance is None else f"{clearance:.1f}", "", ""],
    ]
    widths = [58 * mm, 34 * mm, 34 * mm, 52 * mm]
    table = Table(rows, colWidths=widths, style=plain_style(numbers=(1, 2)), hAlign="LEFT")
    return [Paragraph("The month", HEADING), table]


def plain_style(numbers: tuple[int, ...]) -> TableStyle:
    """Hair lines, a bold head, numbers to the right."""
    rules: list[Any] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 8.6),
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8.6),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, TEAL),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 2.1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.1),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]
    rules += [("ALIGN", (column, 0), (column, -1), "RIGHT") for column in numbers]
    return TableStyle(rules)


def whole(number: float | None) -> str:
    return "–" if number is None else f"{int(number):,}"


def share(figures: Figures | None) -> str:
    return "–" if figures is None else say_percent(figures.within_18, figures.total, "%")


def weeks(figures: Figures | None) -> str:
    if figures is None or figures.median_weeks is None or figures.p92_weeks is None:
        return "–"
    return f"{figures.median_weeks:.1f}, {figures.p92_weeks:.1f}"


def long_waits(figures: Figures | None) -> str:
    if figures is None:
        return "–"
    over = (figures.over_52, figures.over_65, figures.over_78, figures.over_104)
    return ", ".join(f"{int(count):,}" for count in over)


def middle(page: BoardPage) -> list[Flowable]:
    """The trend, when there are two months to draw it of."""
    points = [(place, 100 * value) for place, (_, value) in enumerate(page.trend) if value is not None]
    if len(points) < 2:
        return []
    return [Paragraph("Within 18 weeks, month by month", HEADING), draw_trend(page, points)]


def draw_trend(page: BoardPage, points: list[tuple[int, float]]) -> Drawing:
    """A line from nought to a hundred with the standard across it, both named beside their ends."""
    width, height, left, bottom = 178 * mm, 40 * mm, 10 * mm, 6 * mm
    drawing, plot = Drawing(width, height), LinePlot()
    plot.x, plot.y, plot.width, plot.height = left, bottom, width - 48 * mm, height - bottom - 3 * mm
    plot.data = [points]
    plot.lines[0].strokeColor, plot.lines[0].strokeWidth = TEAL, 1.8
    last = len(page.trend) - 1
    plot.xValueAxis.valueMin, plot.xValueAxis.valueMax = 0, last
    plot.xValueAxis.valueSteps = list(range(0, last + 1, 3))
    plot.xValueAxis.labelTextFormat = lambda place: f"{page.trend[int(place)][0].first:%b %Y}"
    plot.yValueAxis.valueMin, plot.yValueAxis.valueMax, plot.yValueAxis.valueStep = 0, 100, 25
    plot.yValueAxis.labelTextFormat = "%d%%"
    for axis in (plot.xValueAxis, plot.yValueAxis):
        axis.labels.fontSize, axis.labels.fontName, axis.strokeColor = 7, "Helvetica", LINE
    drawing.add(plot)
    right = left + plot.width
    for words, value, colour in list_ends(page, points[-1][1]):
        up = bottom + plot.height * value / 100
        drawing.add(String(right + 4, up - 2.5, words, fontName="Helvetica", fontSize=7.5, fillColor=colour))
    standard = standard_on(Measure.RTT_18_WEEKS, page.month.last)
    if standard:
        up = bottom + plot.height * standard.value
        drawing.add(Line(left, up, right, up, strokeColor=BREACH, strokeWidth=0.9, strokeDashArray=(3, 2)))
    return drawing


def list_ends(page: BoardPage, newest: float) -> list[tuple[str, float, Any]]:
    """The names at the right: this list and the standard, kept apart where they would touch."""
    standard = standard_on(Measure.RTT_18_WEEKS, page.month.last)
    if standard is None:
        return [(f"This list {newest:.1f}%", newest, TEAL)]
    asked = 100 * standard.value
    place = newest if abs(newest - asked) >= 9 else asked - 9 if newest < asked else asked + 9
    return [(f"This list {newest:.1f}%", min(place, 104), TEAL), (f"Standard {asked:g}%", asked, BREACH)]


def functions(page: BoardPage) -> list[Flowable]:
    """The list by treatment function: within 18 weeks, over 18 and over 52, small numbers hidden."""
    codes = [code for code in RETURN_LINES if total_of(page.lines, Part.PART_2, code)]
    if not codes:
        return []
    figures = [figures_of_lines(page.lines, code) for code in codes]
    counts = [[int(one.within_18), int(one.over_18 - one.over_52), int(one.over_52)] for one in figures]
    cells, totals, below, whole_total = suppress(counts)
    if sum(total is None for total in totals) > len(codes) / 2:
        return [Paragraph("By treatment function", HEADING), Paragraph(TOO_FEW, BODY)]
    rows = [["Treatment function", "Waiting", "18 weeks or less", "Over 18 to 52", "Over 52", "Within 18 weeks"]]
    for code, one, row, total in zip(codes, figures, cells, totals, strict=True):
        name = RETURN_LINES[code].removesuffix(" Service").removesuffix(" Services")
        percentage = share(one) if None not in row and total is not None else HIDDEN
        rows.append([name, *map(shown, (total, *row)), percentage])
    rows.append(["All", *map(shown, (whole_total, *below)), share(figures_of_lines(page.lines))])
    look = plain_style(numbers=(1, 2, 3, 4, 5))
    look.add("FONT", (0, -1), (-1, -1), "Helvetica-Bold", 8)
    look.add("FONT", (0, 1), (-1, -2), "Helvetica", 7.8)
    for side in ("TOPPADDING", "BOTTOMPADDING"):
        look.add(side, (0, 0), (-1, -1), 1.1)
    widths = [58 * mm, 22 * mm, 26 * mm, 24 * mm, 20 * mm, 28 * mm]
    return [Paragraph("By treatment function", HEADING), Table(rows, colWidths=widths, style=look, hAlign="LEFT")]


def shown(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def foot(page: BoardPage) -> list[Flowable]:
    """What is counted, what is hidden, who prepared it and who signed it off."""
    said = [
        f"Open RTT pathways (Part 2) of English commissioners; {NON_ENGLISH} is left out, as in published figures. "
        f"{HIDDEN} hides counts of 1 to 4, and another number next to one that would stand alone.",
        *page.notes,
        f"{page.prepared} {page.signed or 'Not signed off.'} Made {in_words(page.made_at.date())} with Clockstart, a "
        "training product: not an official statistic.",
    ]
    return [Spacer(1, 5), *(Paragraph(sentence, SMALL) for sentence in said)]
