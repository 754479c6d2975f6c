"""Drafts and requests → past projects: the catalogue's index is kept at hand, searched, and its hits made into cards.

The index lies in the user's data folder. It is built when it is first asked for, brought up to its catalogue when that
changes, and refused where encoder, tagger or framework are not those that made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from stitext.analysis.analyze import load_analyzer
from stitext.embedding import load_encoder
from stitext.errors import ModelError, UsageError
from stitext.projects import index as indices
from stitext.projects.asking import Asked, asked_sentences
from stitext.projects.catalogue import iter_catalogue, load_catalogue
from stitext.projects.countries import countries_in
from stitext.projects.index import Making, ProjectIndex, Source
from stitext.projects.ranking import DRAFT_THRESHOLD, THRESHOLD
from stitext.projects.reuse import Situation, reuse_card
from stitext.projects.search import Filters, ask, n_without_year, nearest_texts, search
from stitext.projects.units import Unit, split_sentences, title_of, units_document
from stitext.projects.wording import Wording
from stitext.records import (
    CoverageReport,
    Document,
    FrameworkInfo,
    ModelInfo,
    Note,
    PointCoverage,
    PointProject,
    SimilarProjects,
    SimilarQuery,
    SimilarRequest,
    TaggedDocument,
)
from stitext.resources import Resources, make_wording, provenance
from stitext.settings import Settings, data_path
from stitext.tagging.tagger import Tagger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

N_POINT_PROJECTS = 3

TagDocument = Callable[[Document, Resources], TaggedDocument]


def find_similar(
    request: SimilarRequest, resources: Resources, tag: TagDocument, *, tagged: TaggedDocument | None = None
) -> SimilarProjects:
    """Find past projects whose results a draft or a request could reuse.

    Parameters
    ----------
    request
        What is asked beside the draft, and which projects come into question.
    resources
        From ``load_resources``.
    tag
        Tags a document; asked when the index has to be built.
    tagged
        The draft.

    Returns
    -------
    SimilarProjects
        Best first.

    Raises
    ------
    UsageError
        If neither draft nor text nor point asks.
    """
    asked = _asked(request, resources, tagged)
    index = ready_index(resources, tag)
    filters = _filters(request, resources)
    notes = []
    if filters.since is not None:
        n_left_out = n_without_year(index, filters)
        if n_left_out:
            notes.append(_year_note(n_left_out, resources))
    wording = resources.wording
    # Projects that hold a point are wanted for the point, be their matter near or far.
    threshold = DRAFT_THRESHOLD if tagged is not None else THRESHOLD
    if request.point:
        threshold = 0.0
    title = next((place for place, each in enumerate(asked) if each.is_title), None)
    question = ask([each.text for each in asked], wording, title=title)
    hits = search(question, index, wording, filters=filters, n_hits=request.k, threshold=threshold)
    named = countries_in("\n".join(each.text for each in asked))
    situation = Situation(
        asked=tuple(each.quote for each in asked),
        vectors=wording.queries([each.text for each in asked]),
        from_draft=tagged is not None,
        countries=request.countries or named,
        points=frozenset(label.id for label in resources.framework.points),
        year=datetime.now(UTC).year,
        language=resources.settings.language,
    )
    return SimilarProjects(
        query=SimilarQuery(
            document=None if tagged is None else tagged.document.name,
            asked=situation.asked,
            request=request,
        ),
        projects=tuple(reuse_card(hit, situation) for hit in hits),
        notes=tuple(notes),
        provenance=provenance(resources).model_copy(update={"catalogue": index.info.catalogue}),
    )


def add_projects(report: CoverageReport, tagged: TaggedDocument, resources: Resources) -> CoverageReport:
    """Lay past projects that dealt with them beside the points that a draft leaves unaddressed.

    Only an index that is there already is asked; building one takes longer than a check.

    Parameters
    ----------
    report
        The report on the draft.
    tagged
        The draft.
    resources
        From ``load_resources``.

    Returns
    -------
    CoverageReport
        With up to three projects under each such point, nearest to the draft first; the report as it was where there
        is no index. A note says where there is one that does not fit.
    """
    path = index_path(resources.settings.catalogue)
    if not (path / "info.json").is_file() or all(point.verdict != "unaddressed" for point in report.points):
        return report
    try:
        index = _open(path, resources)
    except ModelError as error:
        return report.model_copy(update={"notes": (*report.notes, Note(code=error.code, message=error.message))})
    asked = asked_sentences(tagged)
    vector = resources.wording.queries(["\n".join(each.text for each in asked)])[0]
    points = tuple(
        _with_projects(point, vector, index) if point.verdict == "unaddressed" else point for point in report.points
    )
    facts = report.provenance.model_copy(update={"catalogue": index.info.catalogue})
    return report.model_copy(update={"points": points, "provenance": facts})


def ready_index(resources: Resources, tag: TagDocument, *, rebuild: bool = False) -> ProjectIndex:
    """Open the index of the catalogue in use, built or brought up to date where it has to be.

    Parameters
    ----------
    resources
        From ``load_resources``.
    tag
        Tags a document.
    rebuild
        Whether to make it anew in any case.

    Returns
    -------
    ProjectIndex
        Ready to search.

    Raises
    ------
    ModelError
        If the index was made by another encoder, tagger or framework.
    CorpusError
        If the catalogue can't be read.
    """
    catalogue = catalogue_path(resources.settings.catalogue)
    path = index_path(resources.settings.catalogue)
    if next(iter_catalogue(catalogue), None) is None:
        load_catalogue(catalogue)  # says that it is empty
    making = _making(resources, tag)
    if rebuild or not (path / "info.json").is_file():
        return indices.build_index(path, iter_catalogue(catalogue), making, source=catalogue_source(catalogue))
    index = _open(path, resources)
    if index.info.source != _state(catalogue):
        return indices.update_index(index, iter_catalogue(catalogue), making, source=catalogue_source(catalogue))
    return index


def load_wording(settings: Settings) -> Wording:
    """Load what searches need where nothing is tagged: encoder, tokenizer and terms.

    Parameters
    ----------
    settings
        Which encoder.

    Returns
    -------
    Wording
        For an index without labels.
    """
    return make_wording(load_encoder(settings.encoder), load_analyzer())


def catalogue_path(name: str) -> Path:
    """Return the file of a catalogue: a shipped one by its id, any other by its path."""
    shipped = data_path() / "corpora" / name / "projects.jsonl"
    return shipped if shipped.is_file() and not Path(name).is_file() else Path(name)


def index_path(name: str) -> Path:
    """Return the folder of a catalogue's index, which need not exist."""
    catalogue = catalogue_path(name).resolve()
    is_shipped = catalogue.is_relative_to(data_path().resolve())
    digest = hashlib.sha256(str(catalogue).encode()).hexdigest()[:8]
    folder = name if is_shipped else f"{catalogue.stem}-{digest}"
    return platformdirs.user_data_path("stitext") / "indexes" / folder


def _asked(request: SimilarRequest, resources: Resources, tagged: TaggedDocument | None) -> tuple[Asked, ...]:
    """Return the sentences that ask."""
    if tagged is not None:
        return asked_sentences(tagged)
    if request.text.strip():
        return tuple(Asked(sentence, sentence) for sentence in split_sentences(request.text))
    if request.point:
        label = resources.framework.label(request.point)
        return (Asked(label.clause.text, f"{label.interpretation.short_name} {label.clause.text}"),)
    raise UsageError(
        "何に似た課題を探すのかが分かりません。ファイルか、--text か、--point を指定してください。",
        code="nothing-asked",
    )


def _filters(request: SimilarRequest, resources: Resources) -> Filters:
    return Filters(
        countries=request.countries,
        programme=request.programme,
        field=request.field,
        since=request.since,
        labels=tuple(_label_group(each, resources) for each in (request.point, request.purpose) if each),
    )


def _label_group(label_id: str, resources: Resources) -> tuple[str, ...]:
    """Return a label, or the aims of a purpose (``P2``), by their ids."""
    framework = resources.framework
    known = {label.id for label in (*framework.points, *framework.aims)}
    group = tuple(sorted(each for each in known if each == label_id or each.startswith(f"{label_id}.")))
    return group or (framework.label(label_id).id,)  # an unknown id is refused there, with those that there are


def _with_projects(point: PointCoverage, vector: NDArray[np.float32], index: ProjectIndex) -> PointCoverage:
    found = nearest_texts(vector, point.id, index, n_projects=N_POINT_PROJECTS)
    projects = tuple(
        PointProject(
            id=project.id,
            title=title_of(project),
            programme=project.programme,
            countries=project.countries,
            year=project.fiscal_year,
            text=text,
            source_url=project.source_url,
        )
        for project, text in found
    )
    return point.model_copy(update={"projects": projects})


def _open(path: Path, resources: Resources) -> ProjectIndex:
    index = indices.open_index(path, resources.wording)
    made_by = (index.info.tagger, index.info.framework)
    if made_by != (_tagger(resources), _framework(resources)):
        names = [getattr(each, "id", "-") for each in (*made_by, _tagger(resources), _framework(resources))]
        raise ModelError(
            f"課題の索引 {path} の項目は、モデル {names[0]}（枠組み {names[1]}）が付けたもので、"
            f"今のモデル {names[2]}（枠組み {names[3]}）のものではありません。"
            f"`{indices.REBUILD}` で作り直してください。",
            code="index-labels-mismatch",
        )
    return index


def _making(resources: Resources, tag: TagDocument) -> Making:
    def label(units: Sequence[Unit]) -> list[tuple[str, ...]]:
        # All at once: one by one, the parser would take several times as long. What the tagger takes for the sentence
        # before a title is then another project's, and a record takes no promise back.
        tagged = tag(units_document(units), resources)
        return [
            tuple(each.id for each in sentence.labels if each.stance != "negative") for sentence in tagged.sentences
        ]

    return Making(resources.wording, label, _tagger(resources), _framework(resources))


def _tagger(resources: Resources) -> ModelInfo | None:
    return resources.tagger.info if isinstance(resources.tagger, Tagger) else None


def _framework(resources: Resources) -> FrameworkInfo:
    return FrameworkInfo(id=resources.framework.id, version=resources.framework.version)


def catalogue_source(path: Path) -> Source:
    """Tell a catalogue's file by its name, SHA-256, size and time."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(id=path.name, sha256=sha256, state=_state(path))


def _state(path: Path) -> str:
    facts = path.stat()
    return f"{facts.st_size} bytes, {facts.st_mtime_ns} ns"


def _year_note(n_left_out: int, resources: Resources) -> Note:
    message = {
        "ja": f"採択年度が記録にない課題 {n_left_out} 件は、--since により除きました。",
        "en": f"{n_left_out} projects whose year is not known were left out by --since.",
    }
    return Note(code="year-unknown", message=message[resources.settings.language])
