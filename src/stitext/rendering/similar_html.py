"""Similar projects as one HTML page that needs nothing but itself."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from stitext.records import SimilarProjects
from stitext.rendering import similar_phrases
from stitext.rendering.quotes import display_quote
from stitext.settings import Language


def render_similar_html(found: SimilarProjects, *, language: Language = "ja") -> str:
    """Write similar projects as a self-contained HTML page.

    Parameters
    ----------
    found
        The projects.
    language
        Language of all that is not the draft's or the records' wording.

    Returns
    -------
    str
        A whole page; all words of draft and records are escaped, and nothing is loaded.
    """
    return _template().render(
        found=found,
        messages=similar_phrases.similar_messages_in(language),
        phrases=similar_phrases,
        quote=display_quote,
    )


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
    return environment.get_template("similar.html.j2")
