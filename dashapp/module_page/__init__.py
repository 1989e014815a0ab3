"""The page factory: every module's worklist, record, charts and read-only view, from its declaration.

The number of callbacks does not grow with modules: they are registered once and look the module up.
"""

from __future__ import annotations

from dash import Dash

from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.module_page import (
    charted_records,
    charts,
    feedback_callbacks,
    form_callbacks,
    pathway,
    people,
    picking,
    record,
    transfer,
    worklist,
)
from dashapp.router import Page


def add_module(clockstart: Clockstart, module: Module) -> None:
    """Give a module its addresses (CONTRACTS §3)."""
    slug, router = module.slug, clockstart.router
    router.add(f"/{slug}", worklist.page(clockstart, module))
    router.add(f"/{slug}/new", record.new_page(clockstart, module))
    router.add(f"/{slug}/charts", charts.page(clockstart, module))
    router.add(f"/{slug}/charts/records", charted_records.page(clockstart, module))
    router.add(f"/{slug}/import", transfer.page(clockstart, module))
    router.add(f"/{slug}/<record_id>", record.page(clockstart, module))
    router.add(f"/people/<uid>/{slug}", people.worklist_page(clockstart, module))
    router.add(f"/people/<uid>/{slug}/<record_id>", people.record_page(clockstart, module))


def register_callbacks(app: Dash, clockstart: Clockstart) -> None:
    """The callbacks that serve every module, once per app."""
    form_callbacks.register(app, clockstart)
    pathway.register(app, clockstart)
    picking.register(app, clockstart)
    worklist.register(app, clockstart)
    transfer.register(app, clockstart)
    feedback_callbacks.register(app, clockstart)


__all__ = ["Page", "add_module", "register_callbacks"]
