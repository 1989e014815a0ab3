"""From what was typed to answers a module accepts: reading a form or a file row, and saying what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from dashapp.declare.module import Module
from dashapp.services.records.date_boxes import FITS, date_in_boxes, filled_box, find_wrong_boxes, read_date_boxes
from words.nhs_number import NhsNumber, check_nhs_number
from words.pasted import plain_figure, plain_spacing
from words.phrases import without_capital
from words.questions import Answers, Ask, ChoicesBy, Question, without_blanks
from words.written_dates import BOXES


@dataclass(frozen=True, slots=True)
class Problem:
    """What stops a record from being saved: the question (by its path in the form) and a sentence to act on.

    `confirm` marks a problem the person may settle by saying that it is meant so; `boxes` are those of a date's three
    that are wrong, none where the date as a whole is.
    """

    field: str
    sentence: str
    confirm: bool = False
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers held to a module: what would be stored, the model when it is accepted, and the problems when not."""

    values: dict[str, Any]
    record: Answers | None
    problems: tuple[Problem, ...]


def read_form(questions: Iterable[Question], typed: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The answers in a form's flat values: `{"seen_on.day": "3", …, "offers.0.team": "A"}` → nested answers.

    A date is `day/month/year` as typed, so that what is wrong with it can be said; unanswered questions are left out.
    """
    answers: dict[str, Any] = {}
    for question in questions:
        path = prefix + question.name
        if question.kind == "date":
            answers[question.name] = read_date_boxes(typed, path)
        elif question.kind == "repeat":
            rows = [read_form(question.parts, typed, f"{path}.{key}.") for key in list_row_keys(typed, path)]
            answers[question.name] = [row for row in rows if row]
        else:
            answers[question.name] = read_value(question, typed.get(path))
    return without_blanks(answers)


SPACED = frozenset({"nhs_number", "time"})
FIGURES = frozenset({"whole", "number"})


def read_value(question: Question, value: Any) -> Any:
    """What was typed or pasted, without the space around it: figures as numbers are read, numbers and times with plain
    spaces and dashes."""
    if not isinstance(value, str):
        return value
    if question.kind in FIGURES:
        return plain_figure(value)
    return (plain_spacing(value) if question.kind in SPACED else value).strip()


def list_row_keys(typed: Mapping[str, Any], path: str) -> list[str]:
    """The keys of a repeating group's rows that hold anything, in the order of the form."""
    start = f"{path}."
    keys: dict[str, None] = {}
    for name, value in typed.items():
        if name.startswith(start) and value not in (None, "", []):
            keys.setdefault(name[len(start) :].split(".", 1)[0])
    return sorted(filter(str.isdecimal, keys), key=int)


def path_in_form(typed: Mapping[str, Any], path: str) -> str:
    """Where a question of a stored group stands in the form: rows that were taken away leave gaps in its numbers."""
    found: list[str] = []
    for part in path.split("."):
        keys = list_row_keys(typed, ".".join(found)) if part.isdigit() else []
        found.append(keys[int(part)] if part.isdigit() and int(part) < len(keys) else part)
    return ".".join(found)


def check_answers(
    module: Module, answers: Mapping[str, Any], confirmed: frozenset[str] = frozenset(), today: date | None = None
) -> Checked:
    """Hold answers to the module's record. Answers to questions that are not asked are left out; unknown ones are kept.

    `confirmed` names the questions whose unlikely answer the person has said is meant so; `today` is given on saving,
    where answers are held to the calendar as well.
    """
    asked = leave_out_unasked(module.questions, answers)
    problems = [
        *dates_in_parts(module.questions, asked),
        *needed_but_missing(module.questions, asked),
        *chosen_from_another_list(module.questions, asked),
    ]
    record = None
    try:
        record = module.record.model_validate(asked)
    except ValidationError as error:
        known = {problem.field for problem in problems}
        problems += [problem for problem in say_errors(module, error) if problem.field not in known]
    problems += [problem for problem in could_be_real(module, asked) if problem.field not in confirmed]
    if record is not None and module.contradictions is not None:
        problems += [Problem(field, sentence) for field, sentence in module.contradictions(record, today)]
    in_order = sorted((in_boxes(module, asked, one) for one in problems), key=lambda one: place_of(module, one.field))
    if problems or record is None:
        return Checked(dict(asked), None, tuple(in_order))
    return Checked(as_stored(record), record, ())


def leave_out_unasked(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those whose question the other answers do not call for."""
    kept = without_blanks(answers)
    for question in questions:
        if question.name in kept and not question.is_asked(kept):
            del kept[question.name]
        elif question.parts and isinstance(kept.get(question.name), list):
            kept[question.name] = [leave_out_of_row(question, row) for row in kept[question.name]]
    return kept


def leave_out_of_row(question: Question, row: Any) -> Any:
    """A member of a group without the answers its own answers do not call for."""
    return leave_out_unasked(question.parts, row) if isinstance(row, dict) else row


def list_members(questions: Iterable[Question], answers: Mapping[str, Any]) -> Iterator[tuple[str, Question, Any]]:
    """Every member of every group: its path, ending in a dot, the group and the member's answers."""
    for question in questions:
        if question.parts:
            rows = answers.get(question.name)
            for index, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, dict):
                    yield f"{question.name}.{index}.", question, row


def in_boxes(module: Module, answers: Mapping[str, Any], problem: Problem) -> Problem:
    """The problem of a date with the boxes that are wrong."""
    path = problem.field.split(".")
    question = find_question(module.questions, path)
    if question is None or question.kind != "date":
        return problem
    return replace(problem, boxes=find_wrong_boxes(value_at(answers, path)))


def value_at(answers: Any, path: Sequence[str]) -> Any:
    for part in path:
        known = isinstance(answers, list) and part.isdecimal() and int(part) < len(answers)
        answers = answers[int(part)] if known else answers.get(part) if isinstance(answers, dict) else None
    return answers


def needed_but_missing(questions: Sequence[Question], answers: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Questions that are asked because of another answer and must then be answered."""
    problems = [
        Problem(prefix + question.name, missing_sentence(question))
        for question in questions
        if isinstance(question.ask, Ask)
        and question.ask.needed
        and question.name not in answers
        and question.is_asked(answers)
    ]
    for path, group, row in list_members(questions, answers):
        problems += needed_but_missing(group.parts, row, prefix + path)
    return problems


def chosen_from_another_list(
    questions: Sequence[Question], answers: Mapping[str, Any], prefix: str = ""
) -> list[Problem]:
    """Choices that belong to another answer than the one given."""
    problems = []
    for path, group, row in list_members(questions, answers):
        problems += chosen_from_another_list(group.parts, row, prefix + path)
    for question in questions:
        by = question.ask.choices if isinstance(question.ask, Ask) else None
        if not isinstance(by, ChoicesBy) or question.name not in answers:
            continue
        offered = by.lists.get(str(answers.get(by.field)), {})
        given = answers[question.name]
        if given in question.choices and given not in offered:
            label = question.choices[given]
            sentence = f"{question.label}: {label} is not one of the answers offered here"
            problems.append(Problem(prefix + question.name, sentence))
    return problems


def dates_in_parts(questions: Iterable[Question], answers: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Dates with an empty box, or a two-figure year: say which, rather than "not a date"."""
    problems: list[Problem] = []
    for question in questions:
        value = answers.get(question.name)
        if question.kind == "repeat" and isinstance(value, list):
            for index, row in enumerate(value):
                inside = row if isinstance(row, dict) else {}
                problems += dates_in_parts(question.parts, inside, f"{prefix}{question.name}.{index}.")
        if question.kind == "date" and isinstance(value, str) and value.count("/") == 2:
            missing = [part for part, text in zip(BOXES, value.split("/"), strict=True) if not text]
            if len(missing) == 2 and not FITS[filled_box(value)].fullmatch(value.strip("/").casefold()):
                problems.append(Problem(prefix + question.name, SENTENCES["not_a_date"].format(label=question.label)))
            elif missing:
                sentence = f"{question.label} must include a {' and a '.join(missing)}"
                problems.append(Problem(prefix + question.name, sentence))
            elif len(value.split("/")[2]) < 4:
                problems.append(Problem(prefix + question.name, f"{question.label} must have a year of four figures"))
    return problems


SENTENCES: Mapping[str, str] = {
    "not_a_date": "{label} must be a date, such as 12 6 2026",
    "no_such_date": "{label} must be a real date: there is no {answer}",
    "short_year": "{label} must have a year of four figures: {answer} could be two dates",
    "year_out_of_reach": "{label} must be between 1900 and 2100",
    "not_a_time": "{label} must be a time, such as 14:30",
    "not_a_choice": "{label}: choose one of the answers offered; {answer} is not one of them",
    "too_long": "{label} must be {longest} characters or fewer; it has {length}",
    "control_characters": "{label} has characters that are not text",
    "not_an_nhs_number": "{label}: {reason}",
    "int_parsing": "{label} must be a whole number",
    "int_type": "{label} must be a whole number",
    "int_from_float": "{label} must be a whole number",
    "float_parsing": "{label} must be a number",
    "float_type": "{label} must be a number",
    "greater_than_equal": "{label} must be {ge} or more",
    "less_than_equal": "{label} must be {le} or less",
    "greater_than": "{label} must be more than {gt}",
    "less_than": "{label} must be less than {lt}",
    "finite_number": "{label} must be a number",
    "string_type": "{label} must be text",
    "list_type": "{label} must be a list of answers",
    "model_type": "{label} must be a set of answers",
    "dict_type": "{label} must be a set of answers",
}


def say_errors(module: Module, error: ValidationError) -> list[Problem]:
    """pydantic's errors as problems, in sentences a person can act on."""
    return [say_error(module, item) for item in error.errors(include_url=False, include_input=False)]


def say_error(module: Module, item: Mapping[str, Any]) -> Problem:
    path = [str(part) for part in item["loc"] if not str(part).startswith(("function-", "nullable"))]
    question = find_question(module.questions, path)
    field = ".".join(path)
    if question is None:
        return Problem(field, f"{field}: {item['msg']}")
    if item["type"] == "missing":
        return Problem(field, missing_sentence(question))
    template = SENTENCES.get(item["type"])
    if template is None:
        return Problem(field, f"{question.label} cannot be used: {item['msg']}")
    return Problem(field, template.format(label=question.label, **numbers_in_words(item.get("ctx", {}))))


def numbers_in_words(context: Mapping[str, Any]) -> dict[str, Any]:
    return {name: number_in_words(value) for name, value in context.items()}


def number_in_words(value: Any) -> Any:
    """ "1,000" for 1000 and for 1000.0; anything but a number as it is."""
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return f"{int(value):,}" if is_whole else value


def missing_sentence(question: Question) -> str:
    """What to do about an unanswered question."""
    if question.kind in {"choice", "ticks", "pick"}:
        return f"Choose an answer: {question.ask.question}"
    return f"Enter the {without_capital(question.label)}"


def find_question(questions: Sequence[Question], path: Sequence[str]) -> Question | None:
    """The question at a path such as ["offers", "0", "team"]; a list's member index is passed over."""
    if not path:
        return None
    question = next((question for question in questions if question.name == path[0]), None)
    if question is None or not question.parts or len(path) < 3:
        return question
    return find_question(question.parts, path[2:]) or question


def place_of(module: Module, field: str) -> tuple[int, str]:
    """Where a field stands in the form, so that problems are listed in the order they are met."""
    order = [name for section in module.sections for name in section.fields]
    name = field.split(".", 1)[0]
    return (order.index(name) if name in order else len(order), field)


def could_be_real(module: Module, answers: Mapping[str, Any]) -> list[Problem]:
    """A valid NHS number outside the synthetic range is questioned before it is stored (RULEBOOK L1)."""
    sentence = (
        "NHS number: this number could be a real person's. Use a made-up number that starts 999, "
        "or say that this one is not a real person's"
    )
    return [
        Problem(path, sentence, confirm=True)
        for path, number in list_numbers(module.questions, answers)
        if number.valid and not number.is_synthetic
    ]


def list_numbers(
    questions: Sequence[Question], answers: Mapping[str, Any], prefix: str = ""
) -> list[tuple[str, NhsNumber]]:
    """Every NHS number given, with the path of its question, those inside groups included."""
    numbers = [
        (prefix + question.name, check_nhs_number(str(answers[question.name])))
        for question in questions
        if question.kind == "nhs_number" and question.name in answers
    ]
    for path, group, row in list_members(questions, answers):
        numbers += list_numbers(group.parts, row, prefix + path)
    return numbers


def as_stored(record: Answers) -> dict[str, Any]:
    """The answers as JSON holds them: ISO dates, times as 14:30, nothing for what was not answered."""
    return {name: stored_value(value) for name, value in without_blanks(record.model_dump()).items()}


def stored_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return [stored_value(item) for item in value]
    if isinstance(value, dict):
        return {name: stored_value(item) for name, item in without_blanks(value).items()}
    return value


def flatten(questions: Iterable[Question], answers: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Stored answers as a form's flat values: the opposite of `read_form`."""
    typed: dict[str, Any] = {}
    for question in questions:
        value = answers.get(question.name)
        path = prefix + question.name
        if value in (None, "", []):
            continue
        if question.kind == "date":
            typed |= date_in_boxes(path, str(value))
        elif question.kind == "repeat" and isinstance(value, list):
            for index, row in enumerate(value):
                typed |= flatten(question.parts, row if isinstance(row, dict) else {}, f"{path}.{index}.")
        else:
            typed[path] = [str(item) for item in value] if isinstance(value, list) else value_in_box(question, value)
    return typed


def value_in_box(question: Question, value: Any) -> str:
    """A stored value as it is typed: an NHS number in its groups, a whole number without a point."""
    text = f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else str(value)
    if question.kind == "nhs_number" and len(text) == 10 and text.isdigit():
        return f"{text[:3]} {text[3:6]} {text[6:]}"
    return text
