"""The pages a person finds in the menu, in the groups of their work, and those at its head: pinned, or used last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.registry import JOURNEY
from dashapp.services.access import access
from storage.errors import NotFound

PIN = "pinned:"
USED_LAST = 4


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page with a place of its own. `count` is how many records the person has there, `changed` when one last was."""

    title: str
    address: str
    group: str
    count: int = 0
    changed: str = ""


def list_pages(clockstart: Clockstart, actor: Actor) -> Sequence[MenuPage]:
    """All that the person may open: modules in journey order, then other pages, those open to most people first."""
    return [*list_modules(clockstart, actor), *list_others(clockstart, actor)]


def group_pages(pages: Sequence[MenuPage]) -> dict[str, list[MenuPage]]:
    """By group, in journey order, "" first; a group without a page is left out."""
    groups = {group: [page for page in pages if page.group == group] for group in ("", *JOURNEY)}
    return {group: found for group, found in groups.items() if found}


def list_modules(clockstart: Clockstart, actor: Actor) -> Iterator[MenuPage]:
    summary = clockstart.store.records.summary(actor.uid)
    for module in access.list_open(clockstart, actor):
        own = summary.get(module.store_key)
        count, changed = (own.count, own.last_change) if own else (0, "")
        yield MenuPage(module.short_title or module.title, module.address, module.journey, count, changed)


def list_others(clockstart: Clockstart, actor: Actor) -> Iterator[MenuPage]:
    for nav in sorted(clockstart.registry.nav, key=lambda nav: (-len(nav.roles), nav.title)):
        if nav.in_menu and actor.role in nav.roles:
            yield MenuPage(nav.title, nav.address, nav.stage)


def list_pinned(clockstart: Clockstart, actor: Actor) -> frozenset[str]:
    """The addresses of the pages this person has pinned."""
    notes = clockstart.store.views.list(actor.uid)
    return frozenset(name.removeprefix(PIN) for name in notes if name.startswith(PIN))


def list_at_hand(
    clockstart: Clockstart, actor: Actor, pages: Sequence[MenuPage]
) -> tuple[Sequence[MenuPage], Sequence[MenuPage]]:
    """The pages above the others, and those that are pinned, or used last where none is."""
    chosen = list_pinned(clockstart, actor)
    pinned = [page for page in pages if page.address in chosen]
    return [page for page in pages if not page.group], pinned or list_used_last(pages)


def list_used_last(pages: Sequence[MenuPage]) -> Sequence[MenuPage]:
    """The modules in which the person has changed something, the latest first."""
    used = [page for page in pages if page.count]
    return sorted(used, key=lambda page: page.changed, reverse=True)[:USED_LAST]


def pin(clockstart: Clockstart, actor: Actor, address: str) -> None:
    """Keep a page at the head of the menu. Raises NotFound for one that is not in this person's menu."""
    if address not in {page.address for page in list_pages(clockstart, actor)}:
        raise NotFound(access.NO_SUCH_PAGE)
    clockstart.store.views.put(actor.uid, PIN + address, {})


def unpin(clockstart: Clockstart, actor: Actor, address: str) -> None:
    """A page is no longer at the head of the menu, also one that is closed to the person by now."""
    clockstart.store.views.remove(actor.uid, PIN + address)
