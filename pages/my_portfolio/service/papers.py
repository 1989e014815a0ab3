"""A sealed copy as a file: the JSON its digest is of, and a PDF by reportlab."""

import io
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import orjson
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from pages.my_portfolio.service.snapshots import Snapshot, digest_of
from practice.competencies import COMPETENCIES

STYLES = getSampleStyleSheet()


def write_json(found: Snapshot) -> bytes:
    return orjson.dumps(found.told, option=orjson.OPT_SORT_KEYS)


def write_pdf(found: Snapshot) -> bytes:
    """A4: who and when, the statement, each piece of work with what was found in it and said of it, the digest."""
    data, told = io.BytesIO(), found.told
    parts = [
        say("Title", told["title"]),
        say(
            "Normal",
            f"{told['name']}, submitted {told['submitted_on']}, for {told['period_from']} to {told['period_to']}.",
        ),
        say("Normal", f"Digest (SHA-256): {digest_of(told)}. Rule books {told['rules_version']}."),
        say("Heading2", "Statement"),
        say("Normal", told["statement"]),
        say("Heading2", "Work"),
        *(part for one in told["evidence"] for part in write_work(one)),
    ]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 18 * mm)
    SimpleDocTemplate(data, pagesize=A4, title=str(told["title"]), author="Clockstart", **margins).build(parts)
    return data.getvalue()


def write_work(one: Mapping[str, Any]) -> list[Flowable]:
    shows = COMPETENCIES[one["competency"]].title if one["competency"] in COMPETENCIES else ""
    return [
        say("Heading3", f"{one.get('name') or one.get('outside') or ''}: {shows}"),
        say("Normal", one["why"]),
        *(say("Normal", f"Found in it: {found['text']}") for found in one.get("findings", ())),
        *(say("Normal", f"Feedback, {said['grade']}: {said['text']}") for said in one.get("feedback", ())),
    ]


def say(style: str, text: Any) -> Paragraph:
    return Paragraph(escape(str(text)), STYLES[style])


FORMS: Mapping[str, tuple[str, Callable[[Snapshot], bytes]]] = {
    "json": ("application/json", write_json),
    "pdf": ("application/pdf", write_pdf),
}
