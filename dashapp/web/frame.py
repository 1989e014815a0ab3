"""The frame around every page: navigation for this person, banners, who is signed in."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.registry import JOURNEY
from dashapp.services.access import access, menu
from dashapp.services.access.menu import MenuPage
from dashapp.services.records.records import RULES_VERSION
from dashapp.services.work import actions
from dashapp.ui.banners import render_banner, render_not_durable_banner, render_viewing_as_banner
from dashapp.ui.session_dialog import render_session_dialog
from dashapp.ui.shell import Footing, Frame, Menu, NavGroup, NavItem, SignedIn, render_shell
from storage.connection import NO_ROOM, check_ready

SYNCED_EVERY_SECOND = (
    "The store writes to disk every second: a power cut could take with it what was saved in the last second before it."
)


GROUP_SHAPES: Mapping[str, str] = dict(
    zip(JOURNEY, ("list", "diary", "pathway", "mail", "learn", "bars", "swap", "people"), strict=True)
)
TOP_SHAPES: Mapping[str, str] = {"/": "home", "/actions": "todo"}
TO_DO = "/actions"


def render_frame(
    clockstart: Clockstart, actor: Actor, content: Sequence[Component], counts: Mapping[str, int] | None = None
) -> Component:
    """The shell with what this person may open; `counts` where they are known."""
    return render_shell(
        list(content),
        make_frame(clockstart, actor, counts),
        banners=list_banners(clockstart, actor),
        dialogs=[render_session_dialog(actor.page_of, actor.viewer.email if actor.viewer else actor.email)],
    )


def make_frame(clockstart: Clockstart, actor: Actor, counts: Mapping[str, int] | None = None) -> Frame:
    return Frame(
        menu=make_menu(clockstart, actor, counts),
        person=SignedIn(actor.name, actor.role.capitalize()),
        today=clockstart.today,
        footing=Footing(app_version(), RULES_VERSION),
        practice_date=clockstart.clock.fixed_today is not None,
        demo=clockstart.settings.demo,
    )


def make_menu(clockstart: Clockstart, actor: Actor, counts: Mapping[str, int] | None = None) -> Menu:
    """Home and what is to do; what is pinned, or used last where nothing is; then every group with a page in it."""
    pages = menu.list_pages(clockstart, actor)
    counts = counts or count_pages(clockstart, actor)
    _, at_hand = menu.list_at_hand(clockstart, actor, pages)
    title = "Pinned" if menu.list_pinned(clockstart, actor) else "Used last"
    head = NavGroup(title, list_items(at_hand, counts))
    by_group = {group: list_items(found, counts) for group, found in menu.group_pages(pages).items()}
    top = by_group.pop("", ())
    groups = tuple(NavGroup(group, items, GROUP_SHAPES[group]) for group, items in by_group.items())
    return Menu(top, head, groups, tuple(module.address for module in access.list_open(clockstart, actor)))


def list_items(pages: Sequence[MenuPage], counts: Mapping[str, int]) -> tuple[NavItem, ...]:
    return tuple(NavItem(page.title, page.address, find_shape(page), counts.get(page.address, 0)) for page in pages)


def find_shape(page: MenuPage) -> str:
    return TOP_SHAPES.get(page.address) or GROUP_SHAPES.get(page.group, "list")


def count_pages(clockstart: Clockstart, actor: Actor) -> dict[str, int]:
    """The numbers in the menu by address: what is due, and the person's records in each module."""
    modules = {page.address: page.count for page in menu.list_modules(clockstart, actor)}
    return {TO_DO: actions.count_actions(clockstart, actor), **modules}


def list_banners(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """What is unusual right now."""
    banners: list[Component] = []
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
