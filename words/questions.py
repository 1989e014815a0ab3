"""What a record asks, and how an answer is read.

A record is a pydantic model derived from `Answers`; each field is its question, under the heading before it:

    appointment_date: date = ask("When was the appointment?", heading="The appointment")
    notice_given: YesNo | None = ask("Did the patient give any notice?")
    offers: list[Offer] = repeat("Dates offered", "date offered")

A field that cannot be None is required. Choices are stored as short slugs and shown as labels, dates in ISO form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from inspect import get_annotations
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple, Self, Union, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, core_schema

from words import written_dates
from words.nhs_number import check_nhs_number
from words.pasted import close_directions, plain_spacing
from words.phrases import with_capital

LONGEST_LINE = 200
LONGEST_TEXT = 5_000

Choices = Mapping[str, str]


class Offered(NamedTuple):
    """What a question that picks a record lists, id → words; `open` when others can be searched for and made there."""

    choices: Choices
    open: bool


NOTHING_OFFERED = Offered({}, open=False)


class Answers(BaseModel):
    """A record's answers. Fields a model does not know are kept, never dropped."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True, validate_default=False)

    def __init_subclass__(cls, **others: Any) -> None:
        """Turn each question into a field, before pydantic collects the fields."""
        super().__init_subclass__(**others)
        for name, annotation in get_annotations(cls, locals={}, eval_str=True).items():
            asked = cls.__dict__.get(name)
            if isinstance(asked, Asked):
                setattr(cls, name, asked.as_field(annotation))

    @classmethod
    def of(cls, **answers: Any) -> Self:
        """A record of these answers, taken as they are; the other questions are not answered."""
        none = {name: None for name, field in cls.model_fields.items() if field.is_required()}
        return cast(Self, cls.model_construct(None, **none | answers))

    def but(self, **answers: Any) -> Self:
        """The same record with some answers changed."""
        return self.model_copy(update=answers)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question where a record declares it. `default` is the answer when none is given."""

    word: Ask | Repeat
    default: Any = ...

    def as_field(self, annotation: Any) -> Any:
        """A question that may be left out has a default: none, or an empty list."""
        if get_origin(annotation) is list:
            field: Any = Field(default_factory=list)
        else:
            is_optional = self.default is ... and type(None) in get_args(annotation)
            field = Field(default=None if is_optional else self.default)
        field.metadata.append(self.word)
        return field


@dataclass(frozen=True, slots=True)
class When:
    """Ask only if the answer to `field` is one of `values` (of a group of ticks: any of them)."""

    field: str
    values: tuple[str, ...]

    def is_met(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.field)
        return any(value in self.values for value in given) if isinstance(given, list) else given in self.values


def when(field_name: str, *values: str) -> When:
    """`when("cancelled_by", "patient")`."""
    return When(field_name, values)


@dataclass(frozen=True, slots=True)
class ChoicesBy:
    """A list of choices that depends on the answer to another question: answer → choices."""

    field: str
    lists: Mapping[str, Choices]

    @property
    def all(self) -> Choices:
        return {slug: label for choices in self.lists.values() for slug, label in choices.items()}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `choices` are slug → label; `pick` lets the person choose one of their own records of a module.

    `heading` begins a new section of the form.
    `needed` makes a question that is asked only sometimes (`when`) required when it is asked.
    `rule` is the ident of the rule behind the question, `help` the hint under it. `keeps_text` leaves text that is not
    one of the choices as it is stored, for a finding to ask about: it was written before the choices were closed.
    """

    question: str
    help: str = ""
    label: str = ""
    heading: str = ""
    choices: Choices | ChoicesBy | None = None
    when: When | None = None
    needed: bool = False
    long: bool = False
    nhs_number: bool = False
    pick: str = ""
    rule: str = ""
    keeps_text: bool = False

    @property
    def choice_labels(self) -> Choices:
        """Every slug this question can store, with its label."""
        if self.choices is None:
            return MappingProxyType({})
        return self.choices.all if isinstance(self.choices, ChoicesBy) else self.choices

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read the answer as its type asks, then hold it to the question's choices and length."""
        wanted = bare_type(source)
        schema = handler(source)
        if wanted is date:
            schema = core_schema.no_info_before_validator_function(read_date_answer, schema)
        elif wanted is time:
            schema = core_schema.no_info_before_validator_function(read_time_answer, schema)
        return core_schema.no_info_after_validator_function(self.check_answer, schema)

    def check_answer(self, answer: Any) -> Any:
        """The answer, tidied; PydanticCustomError when it is too long, not a choice, or not an NHS number."""
        if answer is None:
            return None
        if self.choices is not None:
            return self.check_choice(answer)
        if self.nhs_number:
            return check_nhs_number_answer(answer)
        if isinstance(answer, str):
            return check_text(answer, LONGEST_TEXT if self.long else LONGEST_LINE)
        return answer

    def check_choice(self, answer: Any) -> Any:
        """One slug, or a list of them, however it was written (`find_choice`)."""
        if isinstance(answer, list):
            return [self.check_choice(item) for item in answer]
        slug = find_choice(self.choice_labels, answer)
        if slug is not None:
            return slug
        if self.keeps_text and isinstance(answer, str):
            return check_text(answer, LONGEST_LINE)
        raise PydanticCustomError("not_a_choice", "{answer} is not one of the choices", {"answer": str(answer)[:60]})


def find_choice(labels: Choices, answer: Any) -> Any:
    """The choice that is meant, or None. Its label is taken for it, as people type labels into spreadsheets, and the
    code of a treatment function without the letters before it: 110 is C_110."""
    if answer in labels:
        return answer
    said = plain_spacing(str(answer)).strip().casefold()
    return next((slug for slug, label in labels.items() if said in ways_to_say(slug, label)), None)


def ways_to_say(slug: str, label: str) -> set[str]:
    code = slug.casefold()
    return {label.casefold(), code, code.removeprefix("c_") if code.startswith("c_") else code}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeating group: the field is a list of another `Answers` model. `one` names a member: "offer"; `columns` are
    the answers that a table of them shows, where it cannot show all."""

    title: str
    one: str
    help: str = ""
    heading: str = ""
    when: When | None = None
    columns: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        return self.title


def ask(question: str, *, default: Any = ..., **words: Any) -> Any:
    """A field that asks a question; `words` are those of `Ask`."""
    return Asked(Ask(question, **words), default)


def repeat(title: str, one: str, **words: Any) -> Any:
    """A field that holds a repeating group; `words` are those of `Repeat`."""
    return Asked(Repeat(title, one, **words))


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """Choices that a type carries: an answer of that type is one of them."""

    choices: Choices

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        check = Ask("", choices=self.choices).check_answer
        return core_schema.no_info_after_validator_function(check, handler(source))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the form and the questions under it, by name."""

    title: str
    fields: tuple[str, ...]


def list_sections(questions: Sequence[Question]) -> tuple[Section, ...]:
    """The sections of a record; ValueError when its first question has no heading."""
    sections: list[tuple[str, list[str]]] = []
    for question in questions:
        if question.ask.heading:
            sections.append((question.ask.heading, []))
        if not sections:
            raise ValueError(f"{question.name} comes before the first heading")
        sections[-1][1].append(question.name)
    return tuple(Section(title, tuple(names)) for title, names in sections)


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a record as the form, the files and the documentation see it."""

    name: str
    kind: str
    required: bool
    ask: Ask | Repeat
    parts: tuple[Question, ...] = ()
    model: type[Answers] | None = None

    @property
    def label(self) -> str:
        return (self.ask.label if isinstance(self.ask, Ask) else self.ask.title) or as_label(self.name)

    @property
    def choices(self) -> Choices:
        return self.ask.choice_labels if isinstance(self.ask, Ask) else MappingProxyType({})

    @property
    def asked_when(self) -> When | None:
        return self.ask.when

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the answers so far call for this question."""
        return self.ask.when is None or self.ask.when.is_met(answers)


def list_questions(model: type[Answers]) -> tuple[Question, ...]:
    """The questions of a record model in their order; ValueError for a field without a question."""
    return tuple(make_question(name, info) for name, info in model.model_fields.items())


def make_question(name: str, info: FieldInfo) -> Question:
    word = next((item for item in info.metadata if isinstance(item, (Ask, Repeat))), None)
    if word is None:
        raise ValueError(f"The field {name} has no question: declare it with ask or repeat")
    if isinstance(word, Repeat):
        member = next(iter(get_args(info.annotation)))
        return Question(name, "repeat", False, word, list_questions(member), member)
    carried = find_carried(info.annotation, *info.metadata)
    if carried is not None:
        word = replace(word, choices=carried.choices)
    return Question(name, kind_of(word, info.annotation), info.is_required(), word)


def find_carried(*parts: Any) -> OneOf | None:
    """The choices that a type carries, also inside `X | None` and `list[X]`."""
    for part in parts:
        if found := part if isinstance(part, OneOf) else find_carried(*get_args(part)):
            return found
    return None


def kind_of(ask: Ask, annotation: Any) -> str:
    """What sort of control the question needs."""
    if ask.pick:
        return "pick"
    if ask.choices is not None:
        return "ticks" if get_origin(annotation) is list else "choice"
    if ask.nhs_number:
        return "nhs_number"
    wanted = bare_type(annotation)
    kinds = {date: "date", time: "time", int: "whole", float: "number"}
    return kinds.get(wanted, "long" if ask.long else "text")


def bare_type(annotation: Any) -> Any:
    """The type inside `X | None` and `Annotated[X, …]`."""
    if get_origin(annotation) is Annotated:
        return bare_type(get_args(annotation)[0])
    members = [member for member in get_args(annotation) if member is not type(None)]
    is_optional = len(members) < len(get_args(annotation)) or get_origin(annotation) is Union
    return bare_type(members[0]) if is_optional and members else annotation


def as_label(name: str) -> str:
    """`appointment_date` → "Appointment date"."""
    return with_capital(name.replace("_", " "))


def read_date_answer(answer: Any) -> Any:
    """A date as people write it; never from a bare number, which is not a date anyone meant."""
    if answer is None or isinstance(answer, date):
        return answer
    try:
        return written_dates.read_day(str(answer))
    except written_dates.NotADay as problem:
        raise PydanticCustomError(problem.kind, "{answer} cannot be read", {"answer": problem.said}) from None


TIME_PATTERN = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(:\d{2})?")


def read_time_answer(answer: Any) -> Any:
    """A time of day from "14:30" or "14.30"."""
    if answer is None or isinstance(answer, time):
        return answer
    found = TIME_PATTERN.fullmatch(plain_spacing(str(answer)).strip())
    if found and int(found["hour"]) < 24 and int(found["minute"]) < 60:
        return time(int(found["hour"]), int(found["minute"]))
    raise PydanticCustomError("not_a_time", "{answer} is not a time", {"answer": str(answer)[:20]})


def check_text(answer: str, longest: int) -> str:
    """The text when it is short enough and has no control characters but line breaks and tabs."""
    if len(answer) > longest:
        raise PydanticCustomError("too_long", "too long", {"longest": longest, "length": len(answer)})
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in answer):
        raise PydanticCustomError("control_characters", "control characters", {})
    return close_directions(answer)


def check_nhs_number_answer(answer: Any) -> str:
    """Ten digits that pass the check; the reason in words otherwise (RULEBOOK L1)."""
    number = check_nhs_number(str(answer))
    if not number.valid:
        raise PydanticCustomError("not_an_nhs_number", "{reason}", {"reason": number.reason})
    return str(number.normalised)


def choices(*labels: str, **slugs: str) -> Choices:
    """Choices from labels alone, slug made from the label ("No answer" → no_answer), or slug="label" pairs."""
    made = {re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_"): label for label in labels}
    return MappingProxyType({**made, **slugs})


def as_choices(words: Mapping[str, str]) -> Choices:
    """Choices from a rule book's words, slug → words: the same with a capital letter."""
    return MappingProxyType({slug: with_capital(said) for slug, said in words.items()})


KNOWN: Final = ("yes", "no")
"""Any other answer to a question of yes or no, and none, is "not known", never "no"."""
YES_NO: Choices = choices("Yes", "No")
YES_NO_UNKNOWN: Choices = choices("Yes", "No", not_known="Not known")
YesNo = Annotated[str, OneOf(YES_NO)]
YesNoUnknown = Annotated[str, OneOf(YES_NO_UNKNOWN)]


def without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were given: no None, no empty text, no empty list."""
    return {name: value for name, value in values.items() if value is not None and value != "" and value != []}
