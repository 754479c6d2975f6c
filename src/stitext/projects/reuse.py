"""A project that was found → its reuse card: what is alike, which result could serve where, and what stands against it.

Nothing is said that the record does not hold: results, holders and doubts are its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.projects.countries import country_name
from stitext.projects.search import Hit, Text
from stitext.projects.units import title_of
from stitext.records import Project, ProjectResult, ReusableResult, SimilarPair, SimilarProject
from stitext.settings import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

REUSE_POINT = "C4.5"  # 「過去の…成果を活用できるような制度設計となっているか」
N_PAIRS = 2
N_RESULTS = 3
# Sentences below these cosines share no more than the field. Source: pairs of the shipped example drafts, read by us.
LEAST_PAIR = 0.30
LEAST_USE = 0.30
OLD_YEARS = 10  # by our judgement: equipment and software of that age have seldom been kept up

_JA = {
    "old": "採択は {year} 年度で、{n} 年前です。今も使えるかを確かめてください。",
    "no_year": "採択年度は記録にありません。",
    "country": "相手国が違います（この課題: {countries}）。",
    "no_holder": "成果を持つ機関は記録にありません。",
}
_EN = {
    "old": "Adopted in fiscal year {year}, {n} years ago: ask whether it is still in use.",
    "no_year": "The record does not say in which year it was adopted.",
    "country": "Another partner country (this project: {countries}).",
    "no_holder": "The record does not say who holds the result.",
}


class Situation(NamedTuple):
    """What a card depends on beside the project.

    Attributes
    ----------
    asked
        What asked, verbatim, one text for each row of ``vectors``.
    vectors
        Unit rows, shape (n, d), float32.
    from_draft
        Whether a draft asked, so that results can be laid beside its sentences.
    countries
        The partner countries that the request or the draft names.
    points
        Ids of the framework's consideration points.
    year
        This year.
    language
        Language of what is not the record's own words.
    """

    asked: tuple[str, ...]
    vectors: NDArray[np.float32]
    from_draft: bool
    countries: tuple[str, ...]
    points: frozenset[str]
    year: int
    language: Language


def reuse_card(hit: Hit, situation: Situation) -> SimilarProject:
    """Write the card of a project.

    Parameters
    ----------
    hit
        The project as it was found.
    situation
        What was asked, and by whom.

    Returns
    -------
    SimilarProject
        With at most 2 pairs and 3 results, nearest first.
    """
    project = hit.project
    return SimilarProject(
        id=project.id,
        title=title_of(project),
        programme=project.programme,
        countries=project.countries,
        year=project.fiscal_year,
        score=round(hit.score, 4),
        similar=_pairs(hit.texts, situation),
        reusable=_results(hit, situation),
        source_url=project.source_url,
    )


def _pairs(texts: Sequence[Text], situation: Situation) -> tuple[SimilarPair, ...]:
    if not texts or not situation.asked:
        return ()
    nearness = np.stack([text.vector for text in texts]) @ situation.vectors.T
    pairs: list[SimilarPair] = []
    while len(pairs) < N_PAIRS:
        theirs, ours = np.unravel_index(int(np.argmax(nearness)), nearness.shape)
        score = float(nearness[theirs, ours])
        if pairs and score < LEAST_PAIR:  # the nearest pair is shown whatever its score
            break
        pairs.append(
            SimilarPair(
                theirs=texts[int(theirs)].text,
                ours=situation.asked[int(ours)],
                score=round(float(np.clip(score, 0, 1)), 4),
            )
        )
        nearness[theirs, :] = -1
        nearness[:, ours] = -1
    return tuple(pairs)


def _results(hit: Hit, situation: Situation) -> tuple[ReusableResult, ...]:
    texts = [text for text in hit.texts if text.kind == "result"]
    caveats = _caveats(hit.project, situation)
    scored: list[tuple[float, int, ReusableResult]] = []
    for place, (result, text) in enumerate(zip(hit.project.results, texts, strict=True)):
        nearness = situation.vectors @ text.vector if situation.asked else np.zeros(1)
        best = int(np.argmax(nearness))
        score = float(nearness[best])
        if result.kind is None and score < LEAST_USE:
            continue  # a meeting or a plan is nothing to build on, unless the draft speaks of that very thing
        use = situation.asked[best] if situation.from_draft and score >= LEAST_USE else ""
        scored.append((-score, place, _reusable(hit.project, result, text, situation, use=use, caveats=caveats)))
    return tuple(found for _, _, found in sorted(scored, key=lambda item: item[:2])[:N_RESULTS])


def _reusable(
    project: Project,
    result: ProjectResult,
    text: Text,
    situation: Situation,
    *,
    use: str,
    caveats: tuple[str, ...],
) -> ReusableResult:
    points = {label for label in (REUSE_POINT, *text.labels) if label in situation.points}
    page = "" if result.page is None else f" p.{result.page}"
    return ReusableResult(
        result=result.text,
        kind=result.kind,
        use=use,
        holders=(*project.institutions_jp, *project.institutions_partner),
        points=tuple(sorted(points)),
        source=f"{project.source_url}{page}",
        caveats=caveats,
    )


def _caveats(project: Project, situation: Situation) -> tuple[str, ...]:
    words = _JA if situation.language == "ja" else _EN
    caveats = []
    if project.fiscal_year is None:
        caveats.append(words["no_year"])
    elif situation.year - project.fiscal_year >= OLD_YEARS:
        caveats.append(words["old"].format(year=project.fiscal_year, n=situation.year - project.fiscal_year))
    if situation.countries and project.countries and not set(situation.countries) & set(project.countries):
        names = project.countries if situation.language == "en" else map(country_name, project.countries)
        caveats.append(words["country"].format(countries="、".join(names)))
    if not project.institutions_jp and not project.institutions_partner:
        caveats.append(words["no_holder"])
    return (*caveats, *project.doubts)
