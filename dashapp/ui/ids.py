"""The ids that callbacks and pages share, in one place."""

import json
from collections.abc import Mapping

from dash import ALL, MATCH

SAVE = "record-save"
SAVE_AND_ADD = "record-save-and-add"
FORM = "record-form"
FORM_STATE = "record-form-state"
READ_STATE = "record-read-state"
READ_STATUS = "record-read-status"
DETAILS = "record-details"
CHANGE_ASKED = "record-change-asked"
FORM_STATUS = "record-form-status"
FORM_PROBLEMS = "record-form-problems"
FORM_PROBLEM_LIST = "record-form-problem-list"
FORM_MEANING = "record-form-meaning"
FORM_CONFLICT = "record-form-conflict"
FORM_TYPED = "record-form-typed"
DRAFT_TICK = "record-draft-tick"
DRAFT_KEPT = "record-draft-kept"
TYPED_HERE = "typed-here"
TYPED_HERE_KEPT = "typed-here-kept"
REMOVE = "record-remove"
REMOVE_CONFIRM = "record-remove-confirm"
REMOVE_DIALOG = "record-remove-dialog"
NAVIGATE = "navigate"
NOTHING = "nothing"
ADDRESS = "address"
PAGE = "page"
PAGE_TITLE = "page-title"
MENU_COUNTS = "menu-counts"
GRID_FIND = "worklist-find"
GRID = "worklist-grid"
VIEW_NAME = "view-name"
PEEK = "peek"
PEEK_ASKED = "peek-asked"
VIEW_ASKED = "view-asked"
VIEW_STATUS = "view-status"
GRID_MORE = "worklist-more"
GRID_ROWS = "worklist-rows"
BIG_GRID = "worklist-big-grid"
BIG_GRID_SCOPE = "worklist-big-grid-scope"
PATHWAY = "record-pathway"
PICK_ASKED = "pick-asked"
PICK_FOUND = "pick-found"
PICK_SHOWN = "pick-shown"
PICK_NEW = "pick-new"
PICK_NEW_FORM = "pick-new-form"
PICK_NEW_STATE = "pick-new-state"
PICK_NEW_STATUS = "pick-new-status"
PICK_CREATE = "pick-create"
IMPORT_FILE = "import-file"
IMPORT_STATE = "import-state"
IMPORT_TICK = "import-tick"
IMPORT_PROGRESS = "import-progress"
IMPORT_STOP = "import-stop"
IMPORT_BACK = "import-back"
IMPORT_COLUMN = "import-column"
IMPORT_ROWS = "import-rows"
IMPORT_START = "import-start"
REVIEW_STATE = "review-state"
REVIEW_VERDICT = "review-verdict"
REVIEW_TEXT = "review-text"
REVIEW_KEEP = "review-keep"
REVIEW_RELEASE = "review-release"
REVIEW_STATUS = "review-status"
REVIEW_PROBLEMS = "review-problems"
REVIEW_LIST = "review-list"
NOTE_STATE = "note-state"
NOTE_TEXT = "note-text"
NOTE_ADD = "note-add"
NOTE_STATUS = "note-status"
NOTE_LIST = "note-list"
WAITING_STATE = "waiting-state"
WAITING_TICK = "waiting-tick"
WAITING_PROGRESS = "waiting-progress"
WAITING_DONE = "waiting-done"
WAITING_STOP = "waiting-stop"

ALL_ANSWERS = {"answer": ALL}
ALL_PROBLEMS = {"problem": ALL}


def answer(path: str) -> dict[str, str]:
    return {"answer": path}


def problem(path: str) -> dict[str, str]:
    return {"problem": path}


def repeat_rows(name: str | object) -> dict[str, object]:
    return {"repeat": name, "part": "rows"}


def repeat_add(name: str | object) -> dict[str, object]:
    return {"repeat": name, "part": "add"}


def repeat_row(path: str | object = MATCH) -> dict[str, object]:
    return {"row": path, "part": "place"}


def repeat_remove(path: str | object = MATCH) -> dict[str, object]:
    return {"row": path, "part": "take-away"}


def composer(part: str | object, slug: str | object, record_id: str | object) -> dict[str, object]:
    """A part of the composer of one record; a callback gives MATCH for what it serves."""
    return {"composer": part, "slug": slug, "record": record_id}


def in_document(dash_id: Mapping[str, object]) -> str:
    """The id as the document carries it, for labels and links."""
    return json.dumps(dash_id, sort_keys=True, separators=(",", ":"))


def field_id(path: str) -> str:
    """The id of the container around a question."""
    return f"field-{path}"
