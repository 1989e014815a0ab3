"""Clockstart: `python app.py` starts store, worker and web server; `create_app(settings)` builds the web app.

The process that starts the others stays small: pages, charts and rules are imported by those that serve them, while the
store reads its files.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from server.logs import configure_logging
from storage.launching import begun_early

if TYPE_CHECKING:
    from types import FrameType

    from dash import Dash

    from dashapp.context import PracticeClock
    from dashapp.settings import Settings
    from storage import Store


def create_app(
    settings: Settings | None = None, store: Store | None = None, clock: PracticeClock | None = None
) -> Dash:
    """The whole web app over one store; without arguments as the environment says (see `dashapp.factory`)."""
    from dashapp import factory

    return factory.create_app(settings, store, clock)


def main() -> None:
    """Start everything and serve until interrupted. The store is begun first: it reads its files during the imports."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, leave)
    configure_logging("INFO")
    with begun_early(os.environ):
        from server.supervise import serve

        serve()


def leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
