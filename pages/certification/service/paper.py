"""The certificate on paper: one page of PDF by reportlab, with a QR code that leads to where it is checked."""

import io

import qrcode  # type: ignore[import-untyped]
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from dashapp.services.practice.certificates import Certificate
from words.phrases import in_words

INK, TEAL, MUTED = colors.HexColor("#17212b"), colors.HexColor("#0b6e6e"), colors.HexColor("#4a5864")


def style(size: float, *, bold: bool = False, colour: colors.Color = INK) -> ParagraphStyle:
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle("", fontName=font, fontSize=size, leading=size * 1.4, textColor=colour, alignment=TA_CENTER)


def write_pdf(certificate: Certificate, address: str) -> bytes:
    """The PDF, one page of A4; `address` is where the number is checked."""
    data, holds = io.BytesIO(), f"Issued {in_words(certificate.issued_on)}, until {in_words(certificate.expires_on)}"
    document = SimpleDocTemplate(
        data,
        pagesize=landscape(A4),
        topMargin=30 * mm,
        bottomMargin=10 * mm,
        title=f"Certificate {certificate.number}",
        author="Clockstart",
    )
    rules = f"Marked by the rule books of edition {certificate.rules_version}. {certificate.score} % right."
    parts: list[Flowable] = [
        Paragraph("Certificate", style(34, bold=True, colour=TEAL)),
        Spacer(1, 8 * mm),
        Paragraph(escape(certificate.name), style(26, bold=True)),
        Spacer(1, 4 * mm),
        Paragraph(f"has passed the elective care paper for the job of {certificate.title.lower()}", style(14)),
        Spacer(1, 6 * mm),
        Paragraph(holds, style(12)),
        Paragraph(rules, style(11, colour=MUTED)),
        Spacer(1, 6 * mm),
        draw_code(address, 38 * mm),
        Spacer(1, 2 * mm),
        Paragraph(certificate.number, style(16, bold=True)),
        Paragraph(f"Check it at {escape(address)}", style(9, colour=MUTED)),
        Paragraph("A training certificate: no NHS body has issued it.", style(9, colour=MUTED)),
    ]
    document.build(parts)
    return data.getvalue()


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def draw_code(address: str, size: float) -> Drawing:
    """The address as a QR code with its quiet zone, `size` points wide."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    cell, picture = size / len(rows), Drawing(size, size)
    picture.hAlign = "CENTER"
    for down, row in enumerate(rows, start=1):
        for across, is_dark in enumerate(row):
            if is_dark:
                place = across * cell, size - down * cell
                picture.add(Rect(*place, cell, cell, fillColor=INK, strokeColor=INK, strokeWidth=0.1))
    return picture
