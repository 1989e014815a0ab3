"""Makes the web app: its context, Dash, and every page that `pages/` holds."""

from __future__ import annotations

import importlib
import os
import pkgutil
from types import ModuleType

from dash import Dash

from dashapp import module_page
from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.declare.module import Module
from dashapp.declare.registry import build_registry
from dashapp.services.jobs.jobs import AtOnce, WorkerQueue
from dashapp.settings import Settings, load_settings
from dashapp.web import dash_app
from dashapp.web.observing import Server
from storage import Store, open_store
from storage.connection import connect
from storage.current import store_of_environment

PAGES = "pages"
"""Found by its name: pages import dashapp, never the other way about."""


def create_app(
    settings: Settings | None = None, store: Store | None = None, clock: PracticeClock | None = None
) -> Dash:
    """The whole web app over one store. Two apps in one process share nothing.

    Without arguments the settings come from the environment and the store from CLOCKSTART_REDIS_URL.
    """
    settings = settings or load_settings(os.environ)
    found = find_pages()
    clockstart = Clockstart(
        settings,
        store or find_store(settings),
        build_registry(module for page in found if (module := getattr(page, "MODULE", None)) is not None),
        clock or PracticeClock(settings.today),
        WorkerQueue(settings) if settings.redis_url else AtOnce(),
    )
    server = Server("clockstart")
    server.extensions[EXTENSION] = clockstart
    app = dash_app.make_dash(server, clockstart)
    module_page.register_callbacks(app, clockstart)
    for page in found:
        register_page(app, clockstart, page)
    dash_app.finish(app, clockstart)
    return app


def find_store(settings: Settings) -> Store:
    """The store at the address in the settings, or the one that the environment names."""
    if settings.redis_url:
        return open_store(connect(settings.redis_url), settings.replicas, settings.data_dir)
    return store_of_environment()


def find_pages() -> list[ModuleType]:
    """Every file in `pages/`, imported once, in the order of names."""
    names = sorted(info.name for info in pkgutil.iter_modules(importlib.import_module(PAGES).__path__))
    return [importlib.import_module(f"{PAGES}.{name}") for name in names]


def register_page(app: Dash, clockstart: Clockstart, page: ModuleType) -> None:
    """A page with a shape of its own registers itself; a declared module gets the pages of the factory."""
    module: Module | None = getattr(page, "MODULE", None)
    if module is not None:
        module_page.add_module(clockstart, module)
    if hasattr(page, "register"):
        page.register(app, clockstart)
