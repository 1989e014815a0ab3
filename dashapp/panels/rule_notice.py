"""The notice that new rule books read some clocks differently, for home and for the page of a person."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.derived import rule_changes
from dashapp.services.derived.rule_changes import Notice
from dashapp.ui.banners import render_banner
from words.phrases import plural

ADDRESS = "/rule-changes"
SEEN_ADDRESS = "/rule-changes/seen"
TITLE = "What new rules changed"


def render_rule_notice(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """One's own, until it is put away; while the worker reads a long list, that it does."""
    job = rule_changes.catch_up(clockstart, actor)
    if job is not None:
        words = "The rule books have changed. Your clocks are being read by them. "
        return [render_banner("note", [words, html.A("See how far it is", href=ADDRESS)])]
    unseen = rule_changes.list_unseen(clockstart, actor.uid)
    return (
        [render_banner("watch", [f"{say_notice(unseen)} ", html.A("See which, and why", href=ADDRESS)])]
        if unseen
        else []
    )


def render_notice_of(clockstart: Clockstart, uid: str) -> list[Component]:
    """A person's, for those who look after them."""
    notices = rule_changes.list_notices(clockstart, uid)
    if not notices:
        return []
    link = html.A("See which, and why", href=f"/people/{uid}{ADDRESS}")
    return [render_banner("note", [f"{say_notice(notices, 'their')} ", link])]


def say_notice(notices: Sequence[Notice], whose: str = "your") -> str:
    """ "12 of your clocks read differently now." and, plainly, of how many no earlier reading was kept."""
    changed = sum(len(notice.changes) for notice in notices)
    known, unread = changed + sum(one.same for one in notices), sum(one.unread for one in notices)
    told = []
    if known:
        verb = "reads" if changed == 1 else "read"
        told.append(
            f"The rule books have changed: {changed:,} of {whose} {plural(known, 'clock')} {verb} differently now."
        )
    if unread:
        begin = "Of a further" if known else "The rule books have changed. Of"
        kept = f"{begin} {plural(unread, 'clock')} no earlier reading was kept"
        told.append(f"{kept}, so whether they read differently cannot be told.")
    return " ".join(told)
