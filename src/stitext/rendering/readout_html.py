"""A readout as one HTML page: the text in its order, with what was left out in its place and why."""

from __future__ import annotations

import functools
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from stitext.reading.readout import ReadLeftOut, Readout, ReadSentence
from stitext.rendering import readout_phrases as phrases
from stitext.rendering.quotes import display_quote
from stitext.settings import Language

_DEEPEST = 6  # HTML knows no deeper headings


class _Part(NamedTuple):
    """A sentence, with its level where it is a heading, or a stretch that was left out."""

    sentence: ReadSentence | None
    left_out: ReadLeftOut | None
    level: int


def render_readout_html(readout: Readout, *, language: Language = "ja") -> str:
    """Write a readout as a self-contained HTML page.

    Parameters
    ----------
    readout
        What was read.
    language
        Language of all that is not the document's wording.

    Returns
    -------
    str
        A whole page. All that stands in the document is escaped, and a content security policy forbids any script
        and any request.
    """
    parts = [
        *(_Part(sentence, None, min(len(sentence.section_path) + 3, _DEEPEST)) for sentence in readout.sentences),
        *(_Part(None, item, 0) for item in readout.left_out),
    ]
    return _template().render(
        readout=readout,
        parts=sorted(parts, key=_start),
        messages=phrases.readout_messages_in(language),
        phrases=phrases,
        quote=display_quote,
    )


def _start(part: _Part) -> int:
    item = part.sentence or part.left_out
    return 0 if item is None else item.start


@functools.cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("stitext.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("readout.html.j2")
