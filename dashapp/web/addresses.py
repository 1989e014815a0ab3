"""The address of a record and back. Any identifier is one part of an address, and is read from it as it was.

It is percent-encoded, as browsers do. What percent-encoding does not carry through every browser, proxy and server is
written with `~` and two figures first: `/` (`~2F`), control characters, `.` and `..`, `~` itself, and identifiers that
are the name of a page (`new` is `~6Eew`).
"""

import re
from urllib.parse import quote, unquote

from werkzeug.routing import BaseConverter

BELOW_A_LIST = frozenset(
    {
        "new",
        "charts",
        "import",
        "lists",
        "map",
        "queries",
        "contacts",
        "misses",
        "second-reading",
        "services",
        "snapshots",
        "papers",
    }
)
OF_REPORTS = frozenset({"coming-up", "keep", "kept", "measures", "pathways", "published", "standards"})
PAGE_NAMES = BELOW_A_LIST | OF_REPORTS
"""What stands in the place of a record's identifier in the address of a page."""
ESCAPED = re.compile("~([0-9A-F]{2})")


def escape(identifier: str) -> str:
    """The identifier without what percent-encoding cannot carry; the same for nearly all."""
    text = re.sub(r"[~/\x00-\x1f\x7f]", lambda found: escape_letter(found[0]), identifier)
    return escape_letter(text[0]) + text[1:] if text in {".", "..", *PAGE_NAMES} else text


def escape_letter(letter: str) -> str:
    return f"~{ord(letter):02X}"


def unescape(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def write_segment(identifier: str) -> str:
    """An identifier as one part of an address."""
    return quote(escape(identifier), safe="")


def read_segment(segment: str) -> str:
    """The identifier that one part of an address stands for."""
    return unescape(unquote(segment))


def record_address(base: str, record_id: str) -> str:
    """Where a record is read, below the address of its list."""
    return f"{base}/{write_segment(record_id)}"


def edit_address(base: str, record_id: str) -> str:
    """Where its answers are changed."""
    return f"{record_address(base, record_id)}/edit"


class EncodedSegment(BaseConverter):
    """One part of an address as it was sent, for routes that are matched before anything is decoded."""

    def to_python(self, value: str) -> str:
        return read_segment(value)

    def to_url(self, value: str) -> str:
        return write_segment(value)


class DecodedSegment(BaseConverter):
    """One part of an address that the server has decoded already: `<record:record_id>` in routes of Flask's."""

    def to_python(self, value: str) -> str:
        return unescape(value)

    def to_url(self, value: str) -> str:
        return write_segment(value)
