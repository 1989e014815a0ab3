"""Any answers a form could hold, sensible or not, for the properties every rule book must keep."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

from hypothesis import strategies as st

from words.questions import Answers, Question, list_questions

Facts = TypeVar("Facts")
Record = TypeVar("Record", bound=Answers)

days = st.dates(date(1995, 1, 1), date(2045, 12, 31))
_KINDS: Mapping[object, st.SearchStrategy[object]] = {
    date: days,
    bool: st.booleans(),
    int: st.integers(-5, 5000),
    float: st.floats(-5, 5000),
    str: st.text(st.characters(exclude_characters="{}"), max_size=25),
    type(None): st.none(),
}


_ANSWERS = {"date": days, "time": st.times(), "whole": _KINDS[int], "number": _KINDS[float]}


def any_of(cls: type[Facts], **known: st.SearchStrategy[object]) -> st.SearchStrategy[Facts]:
    """Facts with every field drawn from its type, or from `known` mixed with junk of its type."""
    hints = get_type_hints(cls)
    names = getattr(cls, "_fields", None) or [field.name for field in fields(cls)]
    drawn = {name: _draw(hints[name]) for name in names if name not in known}
    mixed = {name: strategy | _junk(hints[name]) for name, strategy in known.items()}
    return st.builds(cls, **drawn, **mixed)


def any_record(model: type[Record], **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Record]:
    """A record with any answers its questions allow, sensible or not; those that may be left out are, at times."""
    return st.builds(model.of, **{question.name: _any_answer(question) for question in list_questions(model)} | known)


def _any_answer(question: Question) -> st.SearchStrategy[Any]:
    if question.kind == "repeat" and question.model is not None:
        return st.lists(any_record(question.model), max_size=4)
    answer = st.sampled_from(list(question.choices)) if question.choices else _ANSWERS.get(question.kind, _KINDS[str])
    if question.kind == "ticks":
        return st.lists(answer, unique=True, max_size=4)
    return answer if question.required else st.none() | answer


def pick(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


def _junk(hint: object) -> st.SearchStrategy[object]:
    return st.nothing() if getattr(hint, "__origin__", None) is Mapping else _draw(hint)


def _draw(hint: object) -> st.SearchStrategy[object]:
    if hint in _KINDS:
        return _KINDS[hint]
    if getattr(hint, "__origin__", None) is tuple:
        item = get_args(hint)[0]
        return st.lists(_draw(item) if item in _KINDS else any_of(item), max_size=4).map(tuple)
    return st.one_of(*(_draw(kind) for kind in get_args(hint)))
