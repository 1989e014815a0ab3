"""What a page is asked for: a record of questions that an address carries.

A query is a model derived from `Query`; each field is its question, as in `words.questions`, and has a default:

    since: date | None = narrow("From", default=None, says="from {}")
    module: str = narrow("Module", says="in {}")
    whose: str = ask("Whose list", default="own")
    page: PageNumber = place(1)

`narrow` is a filter, shown in words that can be taken off; `place` is where one is in what was found, and goes when
anything else changes. `Query.read` reads an address, `query` and `at` write one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, NamedTuple, Self
from urllib.parse import urlencode

from pydantic import ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError

from words.phrases import in_words
from words.questions import Answers, Ask, Asked, Choices, Question, list_questions

NO_CHOICES: Mapping[str, Choices] = {}
PageNumber = Annotated[int, Field(ge=1, lt=10**6)]
MonthText = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
"""A month as addresses and charts have it: 2026-04."""


@dataclass(frozen=True, slots=True)
class Narrow(Ask):
    """A question that narrows what is found: `says` is the answer in words ("in {}"; empty where it is no condition,
    such as an order), `none` what no answer means."""

    says: str = "{}"
    none: str = "Any"


@dataclass(frozen=True, slots=True)
class Place(Ask):
    """Where one is in what was found."""


def narrow(question: str, *, default: Any = "", **words: Any) -> Any:
    """A field that narrows what is found; `words` are those of `Narrow`."""
    return Asked(Narrow(question, **words), default)


def place(default: Any) -> Any:
    """A field that says where one is in what was found, such as a page number."""
    return Asked(Place(""), default)


class Ignored(NamedTuple):
    """Part of an address that could not be understood: its name, what it said, and what is wrong with that."""

    name: str
    text: str
    why: str


class Query(Answers):
    """What a page is asked for. Names that a query does not know are no part of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    _ignored: tuple[Ignored, ...] = PrivateAttr(())

    @classmethod
    @cache
    def questions(cls) -> Mapping[str, Question]:
        """The questions by the names they have in an address: a field `in_` is `in` there."""
        return {question.name.rstrip("_"): question for question in list_questions(cls)}

    @classmethod
    def read(cls, address: Mapping[str, Any]) -> Self:
        """The query of an address, name → value or values. What cannot be understood is left out, and in `ignored`."""
        told = {name: first_of(address.get(name)) for name in cls.questions()}
        given = {cls.questions()[name].name: text for name, text in told.items() if text}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = {str(item["loc"][0]): item["msg"] for item in error.errors(include_url=False)}
        found = cls.model_validate({name: text for name, text in given.items() if name not in wrong})
        found._ignored = tuple(Ignored(name, given[name], why) for name, why in wrong.items())
        return found

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """What the address said and nobody can understand."""
        return self._ignored

    def only(self, *names: str) -> Self:
        """The same query with these answers and no others."""
        return type(self).model_validate({name: value for name in names if (value := getattr(self, name))})

    def named(self, **changed: Any) -> dict[str, str]:
        """Everything that is not as usual, by the names it has in an address, some of it changed (empty: taken off).
        With a change places go, and so does what is not asked any more."""
        known = self.questions()
        kept = {
            name: getattr(self, question.name)
            for name, question in known.items()
            if not (changed and isinstance(question.ask, Place))
        }
        told = kept | {name.rstrip("_"): value for name, value in changed.items()}
        said = {name: str(value) for name, value in told.items() if value and not self.is_usual(name, value)}
        return {name: text for name, text in said.items() if name not in known or known[name].is_asked(said)}

    def is_usual(self, name: str, value: Any) -> bool:
        question = self.questions().get(name)
        return question is not None and str(type(self).model_fields[question.name].default) == str(value)

    def query(self, **changed: Any) -> str:
        """The query as an address carries it, some of it changed."""
        return urlencode(self.named(**changed))

    def at(self, path: str, **changed: Any) -> str:
        """The address of a page with this query, some of it changed."""
        query = self.query(**changed)
        return f"{path}?{query}" if query else path

    def say(self, offered: Mapping[str, Choices] = NO_CHOICES) -> dict[str, str]:
        """Everything that narrows, in words, by name; `offered` are choices that are not written in the question."""
        told = {}
        for name, question in self.questions().items():
            value = getattr(self, question.name)
            if isinstance(question.ask, Narrow) and question.ask.says and value:
                told[name] = question.ask.says.format(say_answer(value, offered.get(name, question.choices)))
        return told


def say_answer(value: Any, choices: Choices) -> str:
    return str(in_words(value)) if isinstance(value, date) else choices.get(value, str(value))


def first_of(value: Any) -> str:
    """The first of the values that an address has of a name, or the only one; empty for none."""
    values: Sequence[Any] = value if isinstance(value, (list, tuple)) else (value,)
    return str(next(iter(values), "") or "").strip()
