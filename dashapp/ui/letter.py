"""A letter drafted from a record, as it would be printed. `assets/letter.js` prints it alone; nothing sends it."""

from dash import html
from dash.development.base_component import Component

from dashapp.declare.meaning import Letter
from words.phrases import in_words

LETTER = "letter"


def render_letter(letter: Letter) -> Component:
    """The draft under a heading that says that nothing is sent, with a button that prints the draft alone."""
    return html.Section(
        [
            html.H3("Drafted from this record"),
            html.P(
                "Clockstart sends nothing. Read it, fill the gaps in brackets, then print or copy it.",
                className="cs-quiet",
            ),
            render_draft(letter),
            html.Button("Print the draft", type="button", className="btn btn-secondary", **{"data-print-letter": "1"}),
        ],
        id=LETTER,
        className="cs-letter-section",
    )


def render_draft(letter: Letter) -> Component:
    foot = [html.P(letter.copy, className="cs-quiet")] if letter.copy else []
    return html.Article(
        [
            html.P(in_words(letter.dated)),
            html.P(f"Dear {letter.to}"),
            html.P(html.Strong(letter.subject)),
            *[html.P(paragraph) for paragraph in letter.paragraphs],
            *foot,
            html.P("Practice letter: the patient is made up.", className="cs-quiet"),
        ],
        className="cs-letter",
    )
