"""`create_app(settings)` builds the web app: settings, store, every page in `pages/`, and Dash around them."""

import os
import pkgutil
from collections.abc import Iterable, Sequence
from importlib import import_module
from types import ModuleType

from dash import Dash

from dashapp import module_page
from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.core import CORE
from dashapp.declare.feature import Feature
from dashapp.declare.module import Module
from dashapp.declare.registry import Registry, build_registry
from dashapp.services.jobs.jobs import AtOnce, WorkerQueue
from dashapp.settings import Settings, load_settings
from dashapp.web import dash_app
from dashapp.web.observing import Server
from storage import Store, open_store
from storage.connection import connect
from storage.current import store_of_environment

PAGES = "pages"


def create_app(
    settings: Settings | None = None, store: Store | None = None, clock: PracticeClock | None = None
) -> Dash:
    """The whole web app over one store. Two apps in one process share nothing.

    Without arguments the settings come from the environment and the store from CLOCKSTART_REDIS_URL.
    """
    settings = settings or load_settings(os.environ)
    registry = find_registry()
    clockstart = Clockstart(
        settings,
        store or find_store(settings),
        registry,
        clock or PracticeClock(settings.today),
        WorkerQueue(settings) if settings.redis_url else AtOnce(),
    )
    server = Server("clockstart")
    server.extensions[EXTENSION] = clockstart
    app = dash_app.make_dash(server, clockstart)
    module_page.register_callbacks(app, clockstart)
    for module in registry:
        module_page.add_module(clockstart, module)
    for feature in registry.features:
        add_feature(app, clockstart, feature)
    dash_app.finish(app, clockstart)
    return app


def find_store(settings: Settings) -> Store:
    """The store at the address in the settings, or the one that the environment names."""
    if settings.redis_url:
        return open_store(connect(settings.redis_url), settings.replicas, settings.data_dir)
    return store_of_environment()


def find_registry() -> Registry:
    """What the files in `pages/` declare, and the app itself."""
    found = find_pages()
    return build_registry(list_modules(found), (CORE, *list_features(found)))


def find_pages() -> list[ModuleType]:
    """Every file in `pages/`, imported once, in the order of names. Named rather than imported, as plug-ins are:
    nothing below pages knows any of them."""
    names = sorted(info.name for info in pkgutil.iter_modules(import_module(PAGES).__path__))
    return [import_module(f"{PAGES}.{name}") for name in names]


def list_modules(found: Iterable[ModuleType]) -> Sequence[Module]:
    return [page.MODULE for page in found if hasattr(page, "MODULE")]


def list_features(found: Iterable[ModuleType]) -> Sequence[Feature]:
    return [page.FEATURE for page in found if hasattr(page, "FEATURE")]


def add_feature(app: Dash, clockstart: Clockstart, feature: Feature) -> None:
    for blueprint in feature.downloads:
        app.server.register_blueprint(blueprint)
    if feature.pages:
        feature.pages(app, clockstart)
