"""What stops a form from being saved: a summary above the h1 and a sentence beside each question.

`assets/form.js` moves the focus to the summary when it appears and puts "Error: " before the page's title.
Source of the pattern: NHS design system, error summary and error message.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence a person can act on; `field` is the question, `control_id` the first faulty control, on this
    page or on the one at `page`."""

    field: str
    sentence: str
    control_id: str
    page: str = ""


def render_problems(problems: Sequence[Problem], *, title: str = "There is a problem") -> html.Div:
    """The summary, each problem a link to its control; an empty slot when there are none."""
    if not problems:
        return html.Div(className="cs-problems-slot")
    items = [html.Li(html.A(problem.sentence, href=f"{problem.page}#{problem.control_id}")) for problem in problems]
    return html.Div([html.H2(title), html.Ul(items)], className="cs-problems", role="alert", tabIndex=-1)


def problem_id(control_id: str) -> str:
    """The identifier of the sentence beside a question, for the control's `aria-describedby`."""
    return f"{control_id}-problem"


def render_failure(sentence: str, *, trace: str = "") -> Component:
    """Something went wrong that no answer can mend; `trace` lets support find it in the log."""
    told = [html.H2("Your work has not been saved"), html.P(sentence)]
    if trace:
        told.append(html.P(f"Reference {trace}", className="cs-quiet"))
    return html.Div(told, className="cs-problems", role="alert", tabIndex=-1)
