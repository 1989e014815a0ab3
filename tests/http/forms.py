"""A record form without a browser: what the page would send when somebody saves, and what comes back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from dashapp.services.records.checking import flatten
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from tests.whole_site import CALLBACK, Visitor, name_outputs

DNA: Mapping[str, Any] = {
    "patient_name": "Nora Field",
    "nhs_number": "9990000018",
    "appointment_date": "2026-05-12",
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "action": "rebook_contact_awaited",
}


@dataclass
class RecordForm:
    """One opened form. `answers` are stored values by question; `typed` overrides boxes by path."""

    visitor: Visitor
    slug: str = "dna-management"
    record_id: str = field(default_factory=new_id)
    seen_rev: int = 0
    operation: str = field(default_factory=new_id)
    answers: Mapping[str, Any] = field(default_factory=lambda: dict(DNA))
    typed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, Any]:
        names = ("slug", "record_id", "operation", "seen_rev")
        return {name: getattr(self, name) for name in names}

    @property
    def boxes(self) -> dict[str, Any]:
        module = self.visitor.site.clockstart.registry.find(self.slug)
        questions = module.questions if module else ()
        return {**flatten(questions, self.answers), **self.typed}

    def save(self, **changed: Any) -> Answer:
        """Press Save. After a confirmed save the form stands on the new version, as the page does."""
        output = find_output(self.visitor, f"{ids.FORM_STATUS}.children")
        answers = [{"id": {"answer": path}, "property": "value", "value": value} for path, value in self.boxes.items()]
        body = {
            "output": output,
            "outputs": name_outputs(output),
            "inputs": [slot(ids.SAVE, "n_clicks", 1), slot(ids.SAVE_AND_ADD, "n_clicks", 0)],
            "state": [
                slot(ids.FORM_STATE, "data", {**self.state, **changed}),
                slot(ids.DRAFT_KEPT, "data", None),
                answers,
            ],
            "changedPropIds": [f"{ids.SAVE}.n_clicks"],
        }
        response = self.visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": self.visitor.token})
        answer = Answer(response)
        state = answer.read(ids.FORM_STATE, "data")
        if state:
            self.seen_rev, self.operation = state["seen_rev"], state["operation"]
        return answer

    def keep_draft(self) -> Answer:
        """What the page sends some seconds after typing."""
        values = {f"{ids.FORM_TYPED}.data": self.boxes, f"{ids.FORM_STATE}.data": self.state}
        return Answer(self.visitor.call(f"{ids.DRAFT_KEPT}.data", values))

    def remove(self) -> Answer:
        return Answer(self.call_first(ids.REMOVE_CONFIRM, {f"{ids.REMOVE_CONFIRM}.n_clicks": 1}))

    def call_first(self, input_id: str, values: Mapping[str, Any]) -> TestResponse:
        """The callback that this input sets off."""
        output = find_by_input(self.visitor, input_id)
        states = {f"{ids.FORM_STATE}.data": self.state, f"{ids.READ_STATE}.data": self.state}
        return self.visitor.call(output, {**values, **states})


@dataclass(frozen=True)
class Answer:
    """What a callback answered."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    def read(self, identifier: str, prop: str = "children") -> Any:
        """What one output was set to; None when it was left alone."""
        given = self.response.get_json() if self.status == 200 else {}
        return given.get("response", {}).get(identifier, {}).get(prop)

    @property
    def told(self) -> str:
        """The status region in words."""
        return " ".join(list_words(self.read(ids.FORM_STATUS)))

    @property
    def problems(self) -> dict[str, str]:
        """Question → sentence."""
        return {one["path"]: one["sentence"] for one in self.read(ids.FORM_PROBLEM_LIST, "data") or []}


def list_words(part: Any) -> Iterator[str]:
    """Every text in a serialised component, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from list_words(one)
    elif isinstance(part, Mapping):
        yield from list_words(part.get("props", {}).get("children"))


def list_parts(part: Any) -> Iterator[Mapping[str, Any]]:
    """The properties of every component of a page."""
    if isinstance(part, list):
        for one in part:
            yield from list_parts(one)
    elif isinstance(part, Mapping):
        properties = part.get("props", {})
        yield properties
        yield from list_parts(properties.get("children"))


def slot(identifier: str, prop: str, value: Any) -> dict[str, Any]:
    return {"id": identifier, "property": prop, "value": value}


def find_output(visitor: Visitor, name: str) -> str:
    """The callback that has this output first."""
    return next(key for key in visitor.site.app.callback_map if key.lstrip(".").startswith(name))


def find_by_input(visitor: Visitor, identifier: str) -> str:
    """The callback that this input sets off."""
    for output, declared in visitor.site.app.callback_map.items():
        if any(one["id"] == identifier for one in declared["inputs"]):
            return output
    raise LookupError(identifier)


def press(visitor: Visitor, pattern: Mapping[str, str], state: Mapping[str, Any] | None = None) -> TestResponse:
    """Press one button whose id is a pattern, such as `{"restore": …, "slug": …}`."""
    any_of = json.dumps({name: ["ALL"] for name in pattern}, sort_keys=True, separators=(",", ":"))
    output = find_by_input(visitor, any_of)
    declared = visitor.site.app.callback_map[output]
    given = {one["id"]: one for one in declared["state"]}
    body = {
        "output": output,
        "outputs": name_outputs(output),
        "inputs": [[{"id": dict(pattern), "property": "n_clicks", "value": 1}]],
        "state": [slot(name, one["property"], dict(state or {})) for name, one in given.items()],
        "changedPropIds": [f"{json.dumps(dict(pattern), sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": visitor.token})


def send_file(visitor: Visitor, slug: str, name: str, data: bytes) -> str:
    """Choose a file on a module's import page and import it; what the page then says."""
    contents = f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}"
    values = {
        f"{ids.IMPORT_FILE}.contents": contents,
        f"{ids.IMPORT_FILE}.filename": name,
        f"{ids.IMPORT_STATE}.data": {"slug": slug},
    }
    previewed = Answer(visitor.call(find_by_input(visitor, ids.IMPORT_FILE), values))
    assert previewed.status == 200, previewed.response.text
    shown = previewed.read(ids.IMPORT_PROGRESS)
    if not any(part.get("id") == ids.IMPORT_START for part in list_parts(shown)):
        return " ".join(list_words(shown))
    answer = Answer(
        visitor.call(find_by_input(visitor, ids.IMPORT_START), {**values, f"{ids.IMPORT_START}.n_clicks": 1})
    )
    assert answer.status == 200, answer.response.text
    return " ".join(list_words(answer.read(ids.IMPORT_PROGRESS)))
