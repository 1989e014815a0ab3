"""What a web server imports: `server.wsgi:make_server()`."""

import gc
import logging
import os
import sys
from functools import partial

from flask import Flask

from dashapp.settings import SettingsError, load_settings, tell
from server.logs import configure_logging
from server.starting import StartingDoor, find_wait
from storage.diagnosis import find_fault
from storage.errors import StorageError, StoreUnavailable

log = logging.getLogger("clockstart")

CANNOT_LOAD = 4
YOUNG_AT_MOST = 20_000


def make_server() -> Flask:
    """For a web server: the Flask server of an app made from the environment, closed until its store can be worked
    with. Where that cannot be, the process leaves with a sentence and the status by which gunicorn knows that trying
    again is of no use."""
    gc.disable()  # a sixth of the time of the imports, which leave nothing to collect
    try:
        server = make_app()
    except (SettingsError, StorageError, OSError) as problem:
        log.critical("Clockstart cannot start: %s", tell(problem))
        sys.exit(CANNOT_LOAD)
    except Exception:  # a fault in the code, which trying again does not mend either
        log.exception("Clockstart cannot start: the app cannot be made")
        sys.exit(CANNOT_LOAD)
    from dashapp.context import EXTENSION

    clockstart = server.extensions[EXTENSION]
    waits = partial(find_wait, clockstart.store.client, clockstart.settings)
    server.wsgi_app = StartingDoor(server.wsgi_app, waits)  # type: ignore[method-assign]
    rest_collector()
    return server


def make_app() -> Flask:
    """Raises SettingsError, StorageError, OSError. What the app consists of is imported here, after the settings were
    read and the log was set up, so that a fault in it is told like any other."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_level)
    from dashapp.factory import create_app

    try:
        server: Flask = create_app(settings).server
        return server
    except StoreUnavailable as problem:
        fault = find_fault(settings.redis_url)
        raise StoreUnavailable(fault.sentence if fault else problem.sentence) from problem


def rest_collector() -> None:
    """Take everything made so far, which stays as long as the process, out of the garbage collector's sight, and let it
    look less often: a page of thousands of rows otherwise spends a sixth of its time there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_AT_MOST, 20, 20)
    gc.enable()
