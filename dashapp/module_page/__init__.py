"""The page factory: every module's worklist, record, charts and read-only view, from its declaration.

The number of callbacks does not grow with modules: they are registered once and look the module up.
"""

from collections.abc import Callable

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page import (
    changing,
    charted_records,
    charts,
    composer_callbacks,
    export_of_people,
    feedback_callbacks,
    form_callbacks,
    form_page,
    peek,
    people,
    picking,
    read_page,
    transfer,
    worklist,
)
from dashapp.services.access import access
from dashapp.web.copies import in_copies
from dashapp.web.router import Page
from storage.errors import NotFound

WRITING = frozenset({"new", "<record_id>/edit", "import"})


def add_module(clockstart: Clockstart, module: Module) -> None:
    """Give a module its addresses (CONTRACTS §3)."""
    slug, left_out = module.slug, module.own_pages | (WRITING if module.made_by == "service" else set())
    in_copies_too = {
        "": worklist.page,
        "new": form_page.new_page,
        "charts": charts.page,
        "charts/records": charted_records.page,
        "<record_id>": read_page.page,
        "<record_id>/edit": form_page.edit_page,
    }
    made = {"charts/export": export_of_people.page, "import": transfer.page}
    seen_of_others = {"": people.worklist_page, "<record_id>": people.record_page}
    for below, make in in_copies_too.items():
        if below not in left_out:
            clockstart.router.add(join_address(f"/{slug}", below), in_copies(clockstart, of_module(make, slug)))
    for below, make in made.items():
        if below not in left_out:
            clockstart.router.add(join_address(f"/{slug}", below), make(clockstart, module))
    for below, make in seen_of_others.items():
        if f"people/{below}" not in module.own_pages:
            clockstart.router.add(join_address(f"/people/<uid>/{slug}", below), make(clockstart, module))


def of_module(make: Callable[[Clockstart, Module], Page], slug: str) -> Callable[[Clockstart], Page]:
    """A page of a module as it is where one works: a practice copy may have it otherwise, or not at all."""

    def make_page(here: Clockstart) -> Page:
        module = here.registry.find(slug)
        if module is None:
            raise NotFound(access.NO_SUCH_PAGE)
        return make(here, module)

    return make_page


def join_address(base: str, below: str) -> str:
    return f"{base}/{below}" if below else base


def register_callbacks(app: Dash, clockstart: Clockstart) -> None:
    """The callbacks that serve every module, once per app."""
    form_callbacks.register(app, clockstart)
    changing.register(app)
    composer_callbacks.register(app, clockstart)
    picking.register(app, clockstart)
    worklist.register(app, clockstart)
    peek.register(app)
    transfer.register(app, clockstart)
    export_of_people.register(app)
    feedback_callbacks.register(app, clockstart)


__all__ = ["Page", "add_module", "of_module", "register_callbacks"]
