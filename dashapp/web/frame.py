"""The frame around every page: navigation for this person, banners, who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.registry import JOURNEY
from dashapp.services.access import access
from dashapp.services.records.records import RULES_VERSION
from dashapp.ui.banners import render_banner, render_demo_banner, render_not_durable_banner, render_viewing_as_banner
from dashapp.ui.session_dialog import render_session_dialog
from dashapp.ui.shell import Footing, NavGroup, NavItem, SignedIn, render_shell
from storage.connection import NO_ROOM, check_ready

SYNCED_EVERY_SECOND = (
    "The store writes to disk every second: a power cut could take with it what was saved in the last second before it."
)


def render_frame(clockstart: Clockstart, actor: Actor, content: Sequence[Component]) -> Component:
    """The shell with what this person may open."""
    return render_shell(
        list(content),
        groups=list_groups(clockstart, actor),
        person=SignedIn(actor.name, actor.role.capitalize()),
        today=clockstart.today,
        practice_date=clockstart.clock.fixed_today is not None,
        footing=Footing(app_version(), RULES_VERSION, (("Your account", "/account"), ("About RTT rules", "/rules"))),
        banners=list_banners(clockstart, actor),
        dialogs=[render_session_dialog(actor.page_of, actor.viewer.email if actor.viewer else actor.email)],
    )


def list_groups(clockstart: Clockstart, actor: Actor) -> list[NavGroup]:
    """Home, then the journey: in each stage the modules, then the other pages, those open to most people first; a group
    nobody can open is left out."""
    items: dict[str, list[NavItem]] = {stage: [] for stage in ("", *JOURNEY)}
    for module in access.list_open(clockstart, actor):
        items[module.journey].append(NavItem(module.slug, module.title, module.address))
    for nav in sorted(clockstart.registry.nav, key=lambda nav: (-len(nav.roles), nav.title)):
        if nav.in_menu and actor.role in nav.roles:
            items[nav.stage].append(NavItem(nav.address.strip("/"), nav.title, nav.address))
    return [NavGroup(stage, tuple(found)) for stage, found in items.items() if found]


def list_banners(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """What is unusual right now."""
    banners: list[Component] = []
    if clockstart.settings.demo:
        banners.append(render_demo_banner())
    if actor.viewing:
        banners.append(render_viewing_as_banner(actor.name, "/view-as/stop"))
    readiness = check_ready(clockstart.store.client)
    if readiness.reason == NO_ROOM:
        return banners  # said above each page, also those opened after this one
    if not readiness.ok:
        banners.append(render_not_durable_banner(readiness.reason))
    elif readiness.fsync == "everysec":
        banners.append(render_banner("note", SYNCED_EVERY_SECOND))
    return banners


@cache
def app_version() -> str:
    """The version in the project's metadata, or of the checkout."""
    try:
        return version("clockstart")
    except PackageNotFoundError:
        return "0.1"
