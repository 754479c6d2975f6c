"""A readout for the terminal: warnings first, then the text under its headings, then what was left out."""

from __future__ import annotations

from stitext.reading.readout import Readout, ReadSentence
from stitext.rendering.quotes import display_quote
from stitext.rendering.readout_phrases import (
    ReadoutMessages,
    facts,
    place_of,
    readout_messages_in,
    reason_of,
    warning_text,
)
from stitext.rendering.wrapping import wrap_text
from stitext.settings import Language

_DEEPEST = 6  # indents; deeper headings stand where the sixth does


def render_readout_text(readout: Readout, *, language: Language = "ja", width: int = 80) -> str:
    """Write a readout as plain text.

    Parameters
    ----------
    readout
        What was read.
    language
        Language of all that is not the document's wording.
    width
        Columns to fill, at least 40; wide characters count two.

    Returns
    -------
    str
        Text with a line break at its end.
    """
    messages = readout_messages_in(language)
    lines = wrap_text(facts(readout, messages), width)
    if readout.warnings:
        lines += ["", f"■ {messages.warnings}"]
        for note in readout.warnings:
            lines += _hung("- ", warning_text(note, messages), width)
    lines += ["", f"■ {messages.body}"]
    for sentence in readout.sentences:
        lines += _hung(_lead(sentence, messages), display_quote(sentence.text), width)
    if readout.left_out:
        lines += ["", f"■ {messages.left_out}"]
        for item in readout.left_out:
            place = place_of(item, messages)
            lead = f"[{reason_of(item, messages)}{' ' + place if place else ''}] "
            lines += _hung(lead, display_quote(item.text), width)
    return "\n".join(lines) + "\n"


def _lead(sentence: ReadSentence, messages: ReadoutMessages) -> str:
    """Return what stands before a sentence: its indent under the headings, its id, its kind and its place."""
    indent = "  " * min(len(sentence.section_path), _DEEPEST)
    about = [] if sentence.kind == "paragraph" else [messages.kinds[sentence.kind]]
    place = place_of(sentence, messages)
    about += [place] if place else []
    return f"{indent}{sentence.sentence_id} " + (f"[{messages.joiner.join(about)}] " if about else "")


def _hung(lead: str, text: str, width: int) -> list[str]:
    """Wrap a text behind its lead, its further lines under the lead's indent."""
    indent = len(lead) - len(lead.lstrip(" "))
    wrapped = wrap_text(lead.lstrip(" ") + text, max(width - indent - 2, 20))
    return [" " * indent + wrapped[0], *(" " * (indent + 2) + line for line in wrapped[1:])]
