"""A report as one HTML page that needs nothing but itself: no script, no font, no request to anywhere."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from stitext.records import CoverageReport
from stitext.rendering import phrases
from stitext.rendering.messages import messages_in
from stitext.rendering.quotes import display_quote
from stitext.settings import Language


def render_report_html(report: CoverageReport, *, language: Language = "ja") -> str:
    """Write a report as a self-contained HTML page.

    Parameters
    ----------
    report
        The report.
    language
        Language of all that is not the draft's or the policy document's wording.

    Returns
    -------
    str
        A whole page. All that stands in the draft is escaped, and a content security policy forbids any script and
        any request.
    """
    return _template().render(
        report=report,
        messages=messages_in(language),
        phrases=phrases,
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
    return environment.get_template("report.html.j2")
