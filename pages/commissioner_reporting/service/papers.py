"""The board's page from a list as known now, and from a kept return."""

from auth.actor import Actor
from dashapp.context import Clockstart
from pages.commissioner_reporting.service.board import BoardPage
from pages.commissioner_reporting.service.compared import figures_of_lines
from pages.commissioner_reporting.service.figures import list_months
from pages.commissioner_reporting.service.kept import KeptReturn, list_kept
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.report_query import month_before
from pages.commissioner_reporting.service.series import AS_KNOWN, name_line
from rules.returns.pathways import Month
from words.phrases import in_words


def page_of_list(clockstart: Clockstart, listed: ReportedList) -> BoardPage:
    """The page of a list under its filters."""
    asked = listed.asked
    narrowed = [name_line(asked.given.line)] if asked.given.line else []
    narrowed += [f"commissioner {asked.given.commissioner}"] if asked.given.commissioner else []
    return BoardPage(
        month=asked.month,
        lines=listed.lines(),
        before=listed.lines(month_before(asked.month)),
        trend=[(one.month, one.list.rate_within_18) for one in list_months(listed)],
        list_words=", ".join([asked.scope.words, *narrowed]),
        prepared=f"From the list as known on {in_words(clockstart.today)}.",
        signed="",
        made_at=clockstart.now,
        notes=(AS_KNOWN,),
    )


def page_of_kept(clockstart: Clockstart, actor: Actor, one: KeptReturn) -> BoardPage:
    """The page of a kept return; its trend is that of the kept returns of the same list."""
    others: dict[Month, KeptReturn] = {}
    for kept in list_kept(clockstart, actor):
        if (kept.owner, kept.scope_key) == (one.owner, one.scope_key) and kept.month.first <= one.month.first:
            others.setdefault(kept.month, kept)
    others[one.month] = one
    before = others.get(month_before(one.month))
    months = sorted(others, key=lambda month: month.first)[-13:]
    signed = one.sign_off
    return BoardPage(
        month=one.month,
        lines=one.lines,
        before=before.lines if before else None,
        trend=[(month, figures_of_lines(others[month].lines).rate_within_18) for month in months],
        list_words=one.scope_words,
        prepared=f"Prepared by {one.prepared_by} on {in_words(one.prepared_at.date())}.",
        signed=f"Signed off by {signed.name} ({signed.role}) on {in_words(signed.at.date())}." if signed else "",
        made_at=clockstart.now,
        notes=(one.note,) if one.note else (),
    )
