"""What a web server imports: `dashapp.wsgi:make_server()`."""

from __future__ import annotations

from flask import Flask

from app import create_app


def make_server() -> Flask:
    """The Flask server of an app made from the environment."""
    return create_app().server
