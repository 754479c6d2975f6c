"""Flat OpenDocument files of manuscripts, which LibreOffice turns into PDF, Word, RTF and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from manuscript import Part

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("presentation", "presentation"),
    )
)
_NOTE = re.compile(r"\[\[(.+?)\]\]")


class Look(NamedTuple):
    """How a document is set; lengths in millimetres, sizes in points."""

    font: str = "Noto Serif CJK JP"
    heading_font: str = "Noto Sans CJK JP"
    size: float = 10.5
    page: tuple[float, float] = (210, 297)
    margin: float = 25
    columns: int = 1
    vertical: bool = False
    header: str = ""
    footer: str = ""  # "page" for a number, "dash" for - 1 -
    heading: str = "styled"  # styled, bold, plain
    spread: int = 0  # headings up to this level are spaced out
    full_width_first: int = 0  # so many parts stand over the columns
    justified: bool = True


def text_document(parts: Sequence[Part], look: Look) -> str:
    """Return a text document of a manuscript."""
    body: list[str] = []
    index = 0
    while index < len(parts):
        if look.columns > 1 and index == look.full_width_first:
            body.append('<text:section text:style-name="Columns" text:name="Columns">')
        part = parts[index]
        if part.kind in ("row", "cell"):
            last = index
            while last < len(parts) and parts[last].kind in ("row", "cell"):
                last += 1
            body.append(_table(parts[index:last]))
            index = last
            continue
        body.append(_paragraph(part, look))
        index += 1
    if look.columns > 1:
        body.append("</text:section>")
    return _flat(
        "text", f"<office:text>{''.join(body)}</office:text>", _styles(look), _page(look), automatic=_automatic(look)
    )


def _paragraph(part: Part, look: Look) -> str:
    if part.kind == "heading":
        text = escape(spaced_out(part.texts[0], part.level, look.spread))
        level = max(part.level, 1)
        if look.heading == "styled" and part.level:
            return f'<text:h text:style-name="Heading{level}" text:outline-level="{level}">{text}</text:h>'
        style = "Title" if part.level == 0 else {"bold": "Bold", "plain": "Plain"}.get(look.heading, "Plain")
        return f'<text:p text:style-name="{style}">{text}</text:p>'
    text = "".join(_with_notes(sentence, part.texts[i + 1 : i + 2]) for i, sentence in enumerate(part.texts))
    return f'<text:p text:style-name="{"Item" if part.kind == "item" else "Body"}">{text}</text:p>'


def _with_notes(sentence: str, following: Sequence[str]) -> str:
    pieces = _NOTE.split(sentence)
    out = [
        escape(piece)
        if index % 2 == 0
        else '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f'<text:p text:style-name="Footnote">{escape(piece)}</text:p></text:note-body></text:note>'
        for index, piece in enumerate(pieces)
    ]
    latin = following and re.search(r"[A-Za-z.]$", sentence) and following[0][0].isascii()
    return "".join(out) + (" " if latin else "")


def spaced_out(text: str, level: int, spread: int) -> str:
    """Space out a short heading, as typists did, leaving its number."""
    if level > spread - 1 or not spread:
        return text
    number = re.match(r"(第?\s?[\dⅠ-Ⅻ０-９一二三四五六七八九十.．]+章?[\s　]*)?", text)
    head = number.group() if number else ""
    return head + "　".join(text[len(head) :].replace("　", "")) if len(text) - len(head) <= 12 else text


def _table(rows: Sequence[Part]) -> str:
    n_columns = max(len(row.texts) for row in rows)
    columns = f'<table:table-column table:number-columns-repeated="{n_columns}"/>'
    lines = [
        "<table:table-row>"
        + "".join(
            '<table:table-cell table:style-name="Cell" office:value-type="string">'
            f'<text:p text:style-name="InCell">{escape(cell)}</text:p></table:table-cell>'
            for cell in row.texts
        )
        + "</table:table-row>"
        for row in rows
    ]
    head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>" if len(lines) > 1 else lines[0]
    return f"<table:table>{columns}{head}{''.join(lines[1:])}</table:table>"


def _style(name: str, paragraph: str, text: str, *, parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{above}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _fonts(font: str, size: float) -> str:
    return (
        f'fo:font-family="{font}" style:font-family-asian="{font}" fo:font-size="{size}pt" '
        f'style:font-size-asian="{size}pt" fo:language="en" style:language-asian="ja" style:country-asian="JP"'
    )


def _styles(look: Look) -> str:
    body = _fonts(look.font, look.size)
    bold = 'fo:font-weight="bold" style:font-weight-asian="bold"'
    align = "justify" if look.justified else "start"
    headings = "".join(
        _style(
            f"Heading{level}",
            'fo:margin-top="3mm" fo:margin-bottom="1mm" fo:keep-with-next="always"',
            f"{_fonts(look.heading_font, look.size + 3 - level)} {bold}",
        ).replace('style:family="paragraph"', f'style:family="paragraph" style:default-outline-level="{level}"', 1)
        for level in (1, 2, 3)
    )
    return (
        _style("Body", f'fo:text-indent="{look.size}pt" fo:text-align="{align}" style:punctuation-wrap="simple"', body)
        + _style("Item", f'fo:margin-left="{2 * look.size}pt" fo:text-indent="-{look.size}pt"', body)
        + _style("Plain", 'fo:margin-top="2mm"', body)
        + _style("Bold", 'fo:margin-top="2mm"', f"{body} {bold}")
        + _style("InCell", 'fo:margin="0mm"', _fonts(look.font, look.size - 0.5))
        + _style("Footnote", 'fo:margin-left="4mm" fo:text-indent="-4mm"', _fonts(look.font, look.size - 2.5))
        + _style("Running", 'fo:text-align="center"', _fonts(look.font, look.size - 2))
        + _style(
            "Title",
            'fo:text-align="center" fo:margin-bottom="6mm"',
            f"{_fonts(look.heading_font, look.size + 5)} {bold}",
        )
        + headings
        + '<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-value="0" '
        'text:start-numbering-at="document"/>'
    )


def _automatic(look: Look) -> str:
    return (
        f'<style:style style:name="Columns" style:family="section"><style:section-properties>'
        f'<style:columns fo:column-count="{look.columns}" fo:column-gap="7mm"/>'
        "</style:section-properties></style:style>"
        '<style:style style:name="Cell" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>'
    )


def _page(look: Look) -> tuple[str, str]:
    width, height = look.page
    writing = "tb-rl" if look.vertical else "lr-tb"
    grid = (
        f'<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="{width}mm" '
        f'fo:page-height="{height}mm" fo:margin="{look.margin}mm" style:writing-mode="{writing}" '
        f'style:print-orientation="{"landscape" if width > height else "portrait"}"/>'
        "<style:header-style><style:header-footer-properties fo:min-height='8mm' fo:margin-bottom='4mm'/>"
        "</style:header-style>"
        "<style:footer-style><style:header-footer-properties fo:min-height='8mm' fo:margin-top='4mm'/>"
        "</style:footer-style>"
        "</style:page-layout>"
    )
    number = "<text:page-number/>"
    foot = {"page": number, "dash": f"- {number} -", "": ""}[look.footer]
    header = f'<style:header><text:p text:style-name="Running">{escape(look.header)}</text:p></style:header>'
    footer = f'<style:footer><text:p text:style-name="Running">{foot}</text:p></style:footer>'
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"{header if look.header else ''}{footer if foot else ''}</style:master-page>"
    )
    return grid, master


def _flat(kind: str, body: str, styles: str, page: tuple[str, str], *, automatic: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:styles>{styles}</office:styles>'
        f"<office:automatic-styles>{page[0]}{automatic}</office:automatic-styles>"
        f"<office:master-styles>{page[1]}</office:master-styles><office:body>{body}</office:body></office:document>"
    )


def spreadsheet(sheets: dict[str, Sequence[Sequence[str]]]) -> str:
    """Return a workbook of rows."""
    tables = []
    for name, rows in sheets.items():
        lines = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        tables.append(f'<table:table table:name="{escape(name)}">{lines}</table:table>')
    return _flat("spreadsheet", f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet>", "", ("", ""))


def presentation(parts: Sequence[Part]) -> str:
    """Return slides: the title and each heading of level 1 begin one, with the items under it."""
    slides: list[list[Part]] = []
    for part in parts:
        if part.kind == "heading":
            slides.append([])
        slides[-1].append(part)
    layout = (
        '<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="254mm" '
        'fo:page-height="190mm" fo:margin="0mm"/></style:page-layout>'
    )
    master = '<style:master-page style:name="Standard" style:page-layout-name="Page"/>'
    pages = "".join(
        f'<draw:page draw:name="s{number}" draw:master-page-name="Standard">'
        '<draw:frame presentation:class="title" presentation:style-name="big" '
        'svg:x="20mm" svg:y="15mm" svg:width="214mm" '
        f'svg:height="25mm"><draw:text-box><text:p text:style-name="Big">{escape(slide[0].texts[0])}</text:p>'
        "</draw:text-box></draw:frame>"
        + (
            '<draw:frame presentation:class="outline" svg:x="20mm" svg:y="50mm" svg:width="214mm" svg:height="120mm">'
            "<draw:text-box>"
            + "".join(f'<text:p text:style-name="Point">{escape("".join(part.texts))}</text:p>' for part in slide[1:])
            + "</draw:text-box></draw:frame>"
            if len(slide) > 1
            else ""
        )
        + "</draw:page>"
        for number, slide in enumerate(slides, 1)
    )
    styles = _style("Big", "", _fonts("Noto Sans CJK JP", 28)) + _style("Point", "", _fonts("Noto Sans CJK JP", 18))
    return _flat("presentation", f"<office:presentation>{pages}</office:presentation>", styles, (layout, master))
