"""The promises of the catalogue's card: ids stay, no doubt is lost, kinds are those of the rules, reports are apart."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from stitext.projects.catalogue import load_catalogue
from stitext.projects.countries import country_code
from stitext.projects.kinds import result_kind

FOLDER = Path(__file__).parents[2] / "corpora" / "projects"


@pytest.fixture(scope="module")
def projects():
    return load_catalogue(FOLDER / "projects.jsonl")


@pytest.fixture(scope="module")
def sentences():
    return [json.loads(line) for line in (FOLDER / "report_sentences.jsonl").read_text(encoding="utf-8").splitlines()]


def test_ids_are_permanent(projects):
    assert [project.id for project in projects] == [f"P{number:03d}" for number in range(1, 290)]


def test_every_record_tells_source_day_license_and_a_title(projects):
    for project in projects:
        assert project.source_url.startswith("http")
        assert re.match(r"\d{4}-\d{2}-\d{2} ", project.seen)
        assert project.license
        assert project.title_ja or project.title_en
        assert all(country_code(code) == code for code in project.countries)
        assert "JP" not in project.countries


def test_no_doubt_is_lost(projects):
    assert sum(bool(project.doubts) for project in projects) == 172
    assert all(doubt.strip() for project in projects for doubt in project.doubts)


def test_kinds_of_results_are_those_that_the_card_counts(projects):
    results = [result for project in projects for result in project.results]
    assert sum(bool(project.results) for project in projects) == 91
    card = (FOLDER / "DATA_CARD.md").read_text(encoding="utf-8")
    counts = Counter(result.kind for result in results)
    assert f"{len(results)} results" in card
    for kind, n in counts.items():
        assert f"{kind or 'none'} {n}" in card
    assert [result.text for result in results if result_kind(result.text) != result.kind] == []


def test_labelled_reports_are_whole_and_split_by_report(sentences):
    splits: dict[str, set[str]] = {}
    numbers: dict[str, list[int]] = {}
    for row in sentences:
        assert list(row) == ["document", "split", "n", "section", "text", "is_result"]
        assert row["text"].strip()
        splits.setdefault(row["document"], set()).add(row["split"])
        numbers.setdefault(row["document"], []).append(row["n"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert all(len(names) == 1 for names in splits.values())
    assert Counter(name for names in splits.values() for name in names) == {"train": 6, "dev": 5, "test": 5}
