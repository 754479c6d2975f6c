"""``TaggedDocument`` and ``Framework`` → ``CoverageReport``: the verdict on each point. Pure: no model, no files.

Source: codebook, "Verdict for a whole document, per consideration point" and "A purpose is pursued".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from stitext.framework import Framework, Group, Label
from stitext.records import (
    Candidate,
    CoverageReport,
    DocumentInfo,
    DocumentLabel,
    Evidence,
    FrameworkInfo,
    PointCoverage,
    Provenance,
    PurposeCoverage,
    Sentence,
    Stance,
    Tag,
    TaggedDocument,
    Verdict,
    VerdictSummary,
)
from stitext.settings import Language

N_CONSIDERED = 3


class FoundTag(NamedTuple):
    """A tag with the place of its sentence in the document; ``is_label`` is false for a candidate."""

    place: int
    tag: Tag
    is_label: bool = True


def check_coverage(
    tagged: TaggedDocument, framework: Framework, provenance: Provenance, *, language: Language
) -> CoverageReport:
    """Decide which points and purposes a document serves.

    Parameters
    ----------
    tagged
        The tagged document.
    framework
        The framework that its labels belong to.
    provenance
        What the result depends on.
    language
        Language of names and advice; quotes stay in the document's.

    Returns
    -------
    CoverageReport
        Points and purposes in the framework's order.
    """
    document = tagged.document
    found = find_tags(tagged)
    whole = {label.id: label for label in tagged.document_labels}
    points = tuple(
        _point(label, tagged, found.get(label.id, []), whole.get(label.id), language) for label in framework.points
    )
    purposes: list[PurposeCoverage] = []
    for group in framework.purposes:
        aims = [
            _aim(label, tagged, found.get(label.id, []), whole.get(label.id), language)
            for label in framework.aims
            if label.group == group.id
        ]
        purposes += [_purpose(group, aims, language), *aims]
    return CoverageReport(
        document=DocumentInfo(
            name=document.name,
            format=document.format,
            encoding=document.encoding,
            sha256=document.sha256,
            n_pages=document.n_pages,
            n_sentences=len(document.sentences),
            warnings=document.warnings + tagged.warnings,
        ),
        framework=FrameworkInfo(id=framework.id, version=framework.version),
        purposes=tuple(purposes),
        points=points,
        summary=VerdictSummary(
            addressed=sum(point.verdict == "addressed" for point in points),
            mentioned=sum(point.verdict == "mentioned" for point in points),
            unaddressed=sum(point.verdict == "unaddressed" for point in points),
            not_assessed=sum(point.verdict == "not_assessed" for point in points),
        ),
        provenance=provenance,
    )


def find_tags(tagged: TaggedDocument) -> dict[str, list[FoundTag]]:
    """Gather what a document says of each label.

    A label whose tags are all negative or taken back, or that has none, also gets its strongest candidate, if that is
    no denial: many points stand in one sentence of a draft, and whether they hold is decided for the document as a
    whole.

    Parameters
    ----------
    tagged
        The tagged document.

    Returns
    -------
    dict
        By label id, in the order of the sentences.
    """
    found: dict[str, list[FoundTag]] = {}
    for place, sentence in enumerate(tagged.sentences):
        for tag in sentence.labels:
            found.setdefault(tag.id, []).append(FoundTag(place, tag))
    place_of = {sentence.sentence_id: place for place, sentence in enumerate(tagged.document.sentences)}
    strongest: dict[str, Candidate] = {}
    for candidate in tagged.candidates:
        if candidate.stance is not None and candidate.stance != "negative":
            strongest.setdefault(candidate.id, candidate)
    for label_id, candidate in strongest.items():
        tags = found.setdefault(label_id, [])
        if candidate.stance is not None and not any(counts(item.tag) for item in tags):
            tag = Tag(id=label_id, stance=candidate.stance, score=candidate.score, why=candidate.why)
            tags.append(FoundTag(place_of[candidate.sentence_id], tag, is_label=False))
    return found


def counts(tag: Tag) -> bool:
    """Tell whether a tag speaks for its label: it is no denial, and no later sentence takes it back.

    Parameters
    ----------
    tag
        A tag.

    Returns
    -------
    bool
        Whether a verdict may rest on it.
    """
    return tag.stance != "negative" and tag.withdrawn_by is None


def decide_verdict(whole: DocumentLabel, stances: Collection[Stance]) -> Verdict:
    """Decide the verdict on one point.

    No verdict stands without a sentence to show for it: the document's probability alone decides nothing.

    Parameters
    ----------
    whole
        The document's probabilities for the point, with their thresholds.
    stances
        The stances of the sentences that have the point's label, without those that a later sentence takes back.

    Returns
    -------
    Verdict
        ``addressed`` or ``mentioned`` where both the document and a sentence say so, else ``unaddressed``.
    """
    held = whole.held >= whole.held_threshold and ("concrete" in stances or "mention" in stances)
    if not held:
        return "unaddressed"
    return "addressed" if whole.concrete >= whole.concrete_threshold and "concrete" in stances else "mentioned"


def _point(
    label: Label, tagged: TaggedDocument, found: list[FoundTag], whole: DocumentLabel | None, language: Language
) -> PointCoverage:
    verdict: Verdict = "not_assessed"
    if whole is not None and tagged.assessable:
        verdict = decide_verdict(whole, {item.tag.stance for item in found if item.tag.withdrawn_by is None})
    interpretation = label.interpretation
    is_held = verdict in ("addressed", "mentioned")
    evidence = [item for item in found if is_held and counts(item.tag)]
    considered = [item for item in found if item.is_label and not (is_held and counts(item.tag))]
    advice = interpretation.advice if language == "ja" else interpretation.advice_en
    return PointCoverage(
        id=label.id,
        name=label.clause.text if language == "ja" else label.clause.text_en,
        short_name=interpretation.short_name if language == "ja" else interpretation.short_name_en,
        verdict=verdict,
        score=0.0 if whole is None else whole.held,
        evidence=_evidence(tagged, evidence),
        considered=_considered(label, tagged, considered, evidence),
        advice="" if verdict == "addressed" else advice,
    )


def _aim(
    label: Label, tagged: TaggedDocument, found: list[FoundTag], whole: DocumentLabel | None, language: Language
) -> PurposeCoverage:
    evidence = [item for item in found if item.is_label and counts(item.tag)]
    pursued = whole is not None and tagged.assessable and whole.held >= whole.held_threshold and bool(evidence)
    return PurposeCoverage(
        id=label.id,
        name=label.clause.text if language == "ja" else label.clause.text_en,
        pursued=pursued,
        score=0.0 if whole is None else whole.held,
        evidence=_evidence(tagged, evidence) if pursued else (),
    )


def _purpose(group: Group, aims: list[PurposeCoverage], language: Language) -> PurposeCoverage:
    return PurposeCoverage(
        id=group.id,
        name=group.clause.text if language == "ja" else group.clause.text_en,
        pursued=any(aim.pursued for aim in aims),
        score=max((aim.score for aim in aims), default=0.0),
        evidence=(),
    )


def _evidence(tagged: TaggedDocument, found: list[FoundTag]) -> tuple[Evidence, ...]:
    order = {"concrete": 0, "mention": 1, "negative": 2}
    ordered = sorted(found, key=lambda item: (order[item.tag.stance], -item.tag.score, item.place))
    return tuple(
        _quote(tagged, item.place, item.tag.score, item.tag.why).model_copy(
            update={
                "stance": item.tag.stance,
                "example": item.tag.example,
                "withdrawn_by": item.tag.withdrawn_by,
            }
        )
        for item in ordered
    )


def _considered(
    label: Label, tagged: TaggedDocument, rejected: list[FoundTag], evidence: list[FoundTag]
) -> tuple[Evidence, ...]:
    place_of = {sentence.sentence_id: place for place, sentence in enumerate(tagged.document.sentences)}
    shown = {tagged.document.sentences[item.place].sentence_id for item in (*rejected, *evidence)}
    near = [
        _quote(tagged, place_of[candidate.sentence_id], candidate.score, candidate.why)
        for candidate in tagged.candidates
        if candidate.id == label.id and candidate.sentence_id not in shown
    ]
    return (*_evidence(tagged, rejected), *near)[:N_CONSIDERED]


def _quote(tagged: TaggedDocument, place: int, score: float, why: tuple[str, ...]) -> Evidence:
    sentence: Sentence = tagged.document.sentences[place]
    return Evidence(
        sentence_id=sentence.sentence_id,
        quote=tagged.document.quote(sentence),
        page=sentence.page,
        section=sentence.section,
        start=sentence.start,
        end=sentence.end,
        stance=None,
        score=score,
        why=why,
    )
