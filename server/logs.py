"""The log of every process: a JSON object a line on standard error, with the request's trace id.

Records name people and answers hold what they typed, and neither belongs into a log. So a line has its words, what a
call puts into `about` (ids, counts, kinds), and of an error its class and where it was raised, never what it says.
"""

import logging
import sys
import traceback
from datetime import UTC, datetime
from logging.config import dictConfig
from typing import Any

import orjson

FRAMES = 12


class JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            **getattr(record, "about", {}),
        }
        if trace := find_trace():
            line["trace"] = trace
        if record.exc_info and record.exc_info[1] is not None:
            line |= tell_error(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def find_trace() -> str | None:
    """Of the request that is being answered. Flask is not imported for it: a process without Flask answers none, and
    the one that starts the store should not wait for it."""
    flask = sys.modules.get("flask")
    return getattr(flask.g, "trace", None) if flask and flask.has_request_context() else None


def tell_error(error: BaseException) -> dict[str, Any]:
    """The classes of an error and of what led to it, and where it was raised, innermost last."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < FRAMES:
        kinds.append(type(one).__qualname__)
        one = one.__cause__ or one.__context__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"error": kinds, "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def make_config(level: str) -> dict[str, Any]:
    """For `dictConfig`, and for gunicorn, whose own remarks on its processes come only with DEBUG."""
    others = "INFO" if level == "DEBUG" else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "WARNING", "handlers": ["lines"]},
        "loggers": {
            "clockstart": {"level": level, "handlers": []},
            "gunicorn.error": {"level": others, "handlers": [], "propagate": True},
            # gunicorn tells every address as soon as it is given a configuration, and an address can hold a secret
            "gunicorn.access": {"level": "ERROR", "handlers": [], "propagate": True},
        },
    }


def configure_logging(level: str) -> None:
    """Once in each process, before anything is logged."""
    dictConfig(make_config(level))
