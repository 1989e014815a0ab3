"""Which pathways a record hangs on: the one it is, or those its `link` fields name."""

from collections.abc import Mapping
from typing import Any

PATHWAYS = "patients"
"""The module whose records are pathways (modules.csv)."""
LINK = "link"


def links_of(module: str, record_id: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the pathways, each once; one MDT meeting may feed many through the rows of its lists."""
    if module == PATHWAYS:
        return (record_id,)
    named = [data.get(LINK), *(row.get(LINK) for row in list_rows(data))]
    return tuple(dict.fromkeys(link for link in named if isinstance(link, str) and link))


def list_rows(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The objects in a record's lists."""
    return [row for value in data.values() if isinstance(value, list) for row in value if isinstance(row, Mapping)]
