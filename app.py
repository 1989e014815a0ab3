"""Clockstart: `python app.py` starts store, worker and web server; `create_app(settings)` builds the web app.

The process that starts the others stays small: pages, charts and rules are imported by those that serve them, while the
store reads its files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """Start everything and serve until interrupted."""
    from server.logs import configure_logging
    from server.supervise import serve

    configure_logging("INFO")
    serve()


if __name__ == "__main__":
    main()
