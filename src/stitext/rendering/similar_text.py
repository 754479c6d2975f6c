"""Similar projects for the terminal: how many were found, then one card for each."""

from __future__ import annotations

from stitext.records import SimilarProject, SimilarProjects
from stitext.rendering.quotes import display_quote
from stitext.rendering.similar_phrases import (
    SimilarMessages,
    project_facts,
    result_facts,
    similar_headline,
    similar_messages_in,
)
from stitext.rendering.wrapping import wrap_text
from stitext.settings import Language


def render_similar_text(found: SimilarProjects, *, language: Language = "ja", width: int = 80) -> str:
    """Write similar projects as plain text.

    Parameters
    ----------
    found
        The projects.
    language
        Language of all that is not the draft's or the records' wording.
    width
        Columns to fill, at least 40; wide characters count two.

    Returns
    -------
    str
        Text with a line break at its end.
    """
    messages = similar_messages_in(language)
    lines = wrap_text(similar_headline(found, messages), width)
    catalogue = found.provenance.catalogue
    facts = [found.query.document] if found.query.document else []
    if catalogue is not None:
        facts.append(messages.catalogue.format(id=catalogue.id, n=catalogue.n_projects))
    lines += wrap_text(display_quote(messages.joiner.join(facts)), width)
    lines += wrap_text(messages.limits if found.projects else messages.none_advice, width)
    for note in found.notes:
        lines += wrap_text(f"! {display_quote(note.message)}", width)
    for rank, project in enumerate(found.projects, start=1):
        lines += _card(rank, project, messages, width, from_draft=found.query.document is not None)
    return "\n".join(lines) + "\n"


def _card(rank: int, project: SimilarProject, messages: SimilarMessages, width: int, *, from_draft: bool) -> list[str]:
    score = f"{messages.score} {project.score:.2f}"
    lines = ["", *_block(f"{rank}. {project.id} {project.title} [{score}]", width, indent=0, hang=3)]
    lines += _block(project_facts(project, messages), width, indent=3)
    lines += _block(project.source_url, width, indent=3) if project.source_url else []
    ours = messages.ours if from_draft else messages.ours_asked
    if project.similar:
        lines += _block(messages.similar, width, indent=3)
    for pair in project.similar:
        lines += _block(f"{messages.theirs}「{pair.theirs}」", width, indent=5, hang=2)
        lines += _block(f"{ours}「{pair.ours}」({pair.score:.2f})", width, indent=5, hang=2)
    lines += _block(messages.reusable if project.reusable else messages.no_results, width, indent=3)
    for result in project.reusable:
        kind = f" [{result.kind}]" if result.kind else ""
        lines += _block(f"・{result.result}{kind}", width, indent=5, hang=2)
        for name, value in result_facts(result, messages, from_draft=from_draft):
            lines += _block(f"{name}: {value}", width, indent=7, hang=2)
    return lines


def _block(text: str, width: int, *, indent: int, hang: int = 0) -> list[str]:
    first, *rest = wrap_text(display_quote(text), width - indent - hang)
    return [" " * indent + first, *(" " * (indent + hang) + line for line in rest)]
