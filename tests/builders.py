"""Records made by hand, for tests that need no model and no file."""

from __future__ import annotations

import hashlib

from stitext.records import (
    Candidate,
    CoverageReport,
    Document,
    DocumentInfo,
    DocumentLabel,
    Evidence,
    FrameworkInfo,
    ModelInfo,
    NormalizedText,
    Note,
    PointCoverage,
    Provenance,
    PurposeCoverage,
    Sentence,
    Stance,
    Tag,
    TaggedDocument,
    TaggedSentence,
    Verdict,
    VerdictSummary,
)

MODEL = ModelInfo(id="sti-tagger-1", sha256="ab" * 32)
FRAMEWORK = FrameworkInfo(id="sti-international", version="1")
PROVENANCE = Provenance(
    stitext="0.1.0",
    framework=FRAMEWORK,
    tagger=MODEL,
    encoder=ModelInfo(id="static-ja-1", sha256="ef" * 32),
    analysis="auto",
    settings_sha256="01" * 32,
)


def document_of(*lines: str, name: str = "draft.txt") -> Document:
    """One paragraph and one sentence for each line; the lines are in NFKC already."""
    text = "\n".join(lines)
    sentences, start = [], 0
    for n, line in enumerate(lines):
        end = start + len(line)
        sentences.append(
            Sentence(
                sentence_id=f"s{n + 1:04}",
                start=start,
                end=end,
                normalized_start=start,
                normalized_end=end,
                kind="paragraph",
                block=n,
                page=1,
                section="1. 目的",
                section_path=("1. 目的",),
            )
        )
        start = end + 1
    return Document(
        name=name,
        format="text",
        encoding="utf-8",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        n_pages=None,
        text=text,
        normalized=NormalizedText(text=text, runs=((0, 0), (len(text), len(text)))),
        sentences=tuple(sentences),
    )


def label_of(label_id: str, *, held: float = 0.9, concrete: float = 0.9) -> DocumentLabel:
    """What a document says of a label, with both thresholds at 0.5."""
    return DocumentLabel(id=label_id, held=held, concrete=concrete, held_threshold=0.5, concrete_threshold=0.5)


def tagged_of(
    *lines: tuple[str, tuple[Tag, ...]],
    name: str = "draft.txt",
    document_labels: tuple[DocumentLabel, ...] = (),
    candidates: tuple[Candidate, ...] = (),
    assessable: bool = True,
    warnings: tuple[Note, ...] = (),
) -> TaggedDocument:
    """A tagged document from (sentence, its tags)."""
    document = document_of(*(text for text, _ in lines), name=name)
    return TaggedDocument(
        document=document,
        sentences=tuple(
            TaggedSentence(sentence_id=sentence.sentence_id, labels=labels)
            for sentence, (_, labels) in zip(document.sentences, lines, strict=True)
        ),
        candidates=candidates,
        document_labels=document_labels,
        assessable=assessable,
        model=MODEL,
        warnings=warnings,
    )


def evidence_of(
    quote: str,
    *,
    stance: Stance | None = "concrete",
    score: float = 0.87,
    page: int | None = 3,
    why: tuple[str, ...] = (),
) -> Evidence:
    """A quote from section 2 of a draft."""
    return Evidence(
        sentence_id="s0007",
        quote=quote,
        page=page,
        section="2. 実施体制",
        start=120,
        end=120 + len(quote),
        stance=stance,
        score=score,
        why=why,
    )


def point_of(
    point_id: str,
    verdict: Verdict,
    *evidence: Evidence,
    considered: tuple[Evidence, ...] = (),
    name: str = "研究インテグリティや技術流出防止の観点から必要十分かつ適切な手続きがとられているか。",
    short_name: str = "流出防止の手続き",
) -> PointCoverage:
    """A consideration point; its score follows the verdict."""
    return PointCoverage(
        id=point_id,
        name=name,
        short_name=short_name,
        verdict=verdict,
        score={"addressed": 0.91, "mentioned": 0.55, "unaddressed": 0.12, "not_assessed": 0.0}[verdict],
        evidence=evidence,
        considered=considered,
        advice="" if verdict == "addressed" else "輸出管理の確認を誰がいつ行うかを書き足してください。",
    )


def purpose_of(purpose_id: str, name: str, *evidence: Evidence) -> PurposeCoverage:
    """A purpose or aim, pursued where it has evidence."""
    return PurposeCoverage(
        id=purpose_id, name=name, pursued=bool(evidence), score=0.9 if evidence else 0.05, evidence=evidence
    )


def report_of(
    *points: PointCoverage,
    purposes: tuple[PurposeCoverage, ...] = (),
    tagger: ModelInfo | None = MODEL,
    warnings: tuple[Note, ...] = (),
    name: str = "draft.docx",
) -> CoverageReport:
    """A report on a draft, with the counts that its points give."""
    verdicts = [point.verdict for point in points]
    return CoverageReport(
        document=DocumentInfo(
            name=name,
            format="docx",
            encoding=None,
            sha256="cd" * 32,
            n_pages=None,
            n_sentences=42,
            warnings=warnings,
        ),
        framework=FRAMEWORK,
        purposes=purposes,
        points=points,
        summary=VerdictSummary(
            addressed=verdicts.count("addressed"),
            mentioned=verdicts.count("mentioned"),
            unaddressed=verdicts.count("unaddressed"),
            not_assessed=verdicts.count("not_assessed"),
        ),
        provenance=PROVENANCE.model_copy(update={"tagger": tagger}),
    )
