"""Views of a list that a person has named: what its address asks for, kept in their own part of the store."""

from collections.abc import Mapping
from dataclasses import dataclass

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.records.records import new_id
from storage.errors import Refused
from words.queries import Query

AT_MOST, NAME_AT_MOST = 10, 40


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view: its id, the name its person gave it and what it asks for, by the names an address has."""

    id: str
    name: str
    query: Mapping[str, str]

    def at(self, base: str) -> str:
        """Its address."""
        return Query().at(base, **self.query)


def prefix_of(module: Module) -> str:
    return f"list/{module.slug}/"


def list_views(clockstart: Clockstart, actor: Actor, module: Module) -> list[SavedView]:
    """The actor's views of a module's list, by name."""
    prefix = prefix_of(module)
    found = clockstart.store.views.list(actor.uid).items()
    views = [
        SavedView(key.removeprefix(prefix), one["name"], one["query"]) for key, one in found if key.startswith(prefix)
    ]
    return sorted(views, key=lambda view: view.name.casefold())


def save(clockstart: Clockstart, actor: Actor, slug: str, name: str, query: Mapping[str, list[str]]) -> SavedView:
    """Keep what an address asks of a module's list under a name; one of the same name is replaced. Raises Refused."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    told = " ".join(name.split())
    if not 0 < len(told) <= NAME_AT_MOST:
        raise Refused(f"Give the view a name of 1 to {NAME_AT_MOST} letters.")
    asked = module.query.read(query).named(open="")
    if not asked:
        raise Refused("This is the whole list in its usual order. Choose, find or sort something first.")
    known = list_views(clockstart, actor, module)
    same = next((view for view in known if view.name.casefold() == told.casefold()), None)
    if same is None and len(known) >= AT_MOST:
        raise Refused(f"You have {AT_MOST} views of this list. Remove one first.")
    view = SavedView(same.id if same else new_id(), told, asked)
    clockstart.store.views.put(actor.uid, prefix_of(module) + view.id, {"name": told, "query": asked})
    return view


def remove(clockstart: Clockstart, actor: Actor, slug: str, view_id: str) -> None:
    """Take a view away; nothing happens when it is gone already."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    clockstart.store.views.remove(actor.uid, prefix_of(module) + view_id)
