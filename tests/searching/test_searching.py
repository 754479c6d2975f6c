"""The catalogue's index: built when first asked for, kept up to date, refused to another tagger; check only looks."""

import shutil
from dataclasses import replace

import pytest

from stitext import operations
from stitext.errors import CorpusError, FrameworkError, ModelError, UsageError
from stitext.projects.catalogue import catalogue_line
from stitext.records import ModelInfo, SimilarRequest
from stitext.searching import index_path, ready_index
from tests.builders import document_of
from tests.projects.builders import PEAT, PROJECTS, RABIES

pytestmark = pytest.mark.model


@pytest.fixture
def own(resources, tmp_path):
    """The shipped resources with a catalogue of four projects."""
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(map(catalogue_line, PROJECTS)), encoding="utf-8")
    return replace(resources, settings=resources.settings.model_copy(update={"catalogue": str(path)}))


@pytest.fixture(scope="module")
def draft(resources, repository):
    """A draft with unaddressed points."""
    return operations.read(repository / "corpora" / "examples" / "thin-xenoturbella.txt", resources)


def test_draft_finds_a_project_with_a_result_beside_its_sentence(own):
    draft = document_of(
        "泥炭地の火災を防ぐため、泥炭の水位を測る装置を村に置く。", "煙の広がりを衛星で調べる計画である。"
    )
    found = operations.similar(SimilarRequest(k=2), own, document=draft)
    first = found.projects[0]
    assert first.id == "T1"
    assert first.reusable[0].result == PEAT.results[0].text
    assert first.reusable[0].use in found.query.asked
    assert "C4.5" in first.reusable[0].points
    assert found.provenance.catalogue.n_projects == 4
    assert found.query.document == "draft.txt"


def test_index_follows_its_catalogue_without_being_asked(own, tmp_path):
    operations.similar(SimilarRequest(text="狂犬病"), own)
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(map(catalogue_line, (PEAT, RABIES))) + " ", encoding="utf-8")
    found = operations.similar(SimilarRequest(text="肥料の少ない稲作"), own)
    assert found.provenance.catalogue.n_projects == 2
    assert "T4" not in [project.id for project in found.projects]


def test_filters_and_unknown_years_are_reported(own):
    found = operations.similar(SimilarRequest(text="犬の病気をなくす", since=2015, countries=("PH",)), own)
    assert [project.id for project in found.projects] == ["T2"]
    assert found.notes == ()
    found = operations.similar(SimilarRequest(text="泥炭の火災", since=2000), own)
    assert [note.code for note in found.notes] == ["year-unknown"]
    assert "2 件" in found.notes[0].message


def test_nothing_near_gives_none(own):
    assert operations.similar(SimilarRequest(text="歌舞伎の所作を記録する"), own).projects == ()


def test_index_with_labels_of_another_tagger_is_refused(own):
    index = ready_index(own, operations.tag)
    info = index.info.model_copy(update={"tagger": ModelInfo(id="other", sha256="00" * 32)})
    (index.path / "info.json").write_text(info.model_dump_json(), encoding="utf-8")
    with pytest.raises(ModelError, match="stitext similar --rebuild") as caught:
        ready_index(own, operations.tag)
    assert caught.value.code == "index-labels-mismatch"
    assert ready_index(own, operations.tag, rebuild=True).info.tagger == own.tagger.info


def test_check_looks_at_an_index_that_is_there_and_builds_none(own, draft):
    before = operations.check(draft, own)
    assert before.provenance.catalogue is None
    assert not index_path(own.settings.catalogue).exists()
    ready_index(own, operations.tag)
    after = operations.check(draft, own)
    assert after.provenance.catalogue.n_projects == 4
    plain = [point.model_copy(update={"projects": ()}) for point in after.points]
    assert plain == list(before.points)
    for point in after.points:
        assert len(point.projects) <= 3
        assert not point.projects or point.verdict == "unaddressed"


def test_check_says_when_an_index_does_not_fit(own, draft):
    index = ready_index(own, operations.tag)
    info = index.info.model_copy(update={"encoder": ModelInfo(id="other", sha256="00" * 32)})
    (index.path / "info.json").write_text(info.model_dump_json(), encoding="utf-8")
    report = operations.check(draft, own)
    assert [note.code for note in report.notes] == ["encoder-mismatch"]
    assert report.provenance.catalogue is None


def test_broken_catalogue_is_named_by_its_line_and_leaves_no_index(own, tmp_path):
    (tmp_path / "mine.jsonl").write_text(catalogue_line(PEAT) + "{}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="2 行目"):
        operations.similar(SimilarRequest(text="泥炭"), own)
    assert not index_path(own.settings.catalogue).exists()
    assert not list(index_path(own.settings.catalogue).parent.glob(".*"))


def test_unknown_labels_catalogues_and_empty_questions_are_refused(own, tmp_path):
    with pytest.raises(UsageError) as nothing:
        operations.similar(SimilarRequest(), own)
    assert nothing.value.code == "nothing-asked"
    with pytest.raises(FrameworkError):
        operations.similar(SimilarRequest(text="泥炭", point="C9.9"), own)
    gone = own.settings.model_copy(update={"catalogue": str(tmp_path / "gone.jsonl")})
    with pytest.raises(CorpusError) as missing:
        operations.similar(SimilarRequest(text="泥炭"), replace(own, settings=gone))
    assert missing.value.code == "catalogue-missing"
    assert not index_path(gone.catalogue).exists()


def test_shipped_catalogue_and_own_ones_have_folders_of_their_own(tmp_path):
    assert index_path("projects").name == "projects"
    first, second = index_path(str(tmp_path / "a" / "p.jsonl")), index_path(str(tmp_path / "b" / "p.jsonl"))
    assert first != second
    assert first.name.startswith("p-")
    shutil.rmtree(index_path("projects"), ignore_errors=True)
