"""The promises of the data cards: files unchanged, labels known, splits by document, evidence in the texts."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from stitext.records import STANCES

CORPORA = Path(__file__).parents[2] / "corpora"
FOLDERS = ("examples", "drafts", "sentences", "projects")
EXAMPLES = ("thin-xenoturbella.txt", "good-hazelnut-stinkbug.docx", "messy-cable-sensing.pdf")

CONSIDERATION_POINTS = frozenset(
    f"C{group}.{n}" for group, last in ((1, 3), (2, 4), (3, 4), (4, 7)) for n in range(1, last + 1)
)
PURPOSES = frozenset(f"P{group}.{n}" for group, last in ((1, 6), (2, 5), (3, 5)) for n in range(1, last + 1))
DIRECTIONS = frozenset(f"D{group}.{n}" for group, last in ((1, 5), (2, 7)) for n in range(1, last + 1))
GOLD_VERDICTS = frozenset(("addressed", "mentioned", "unaddressed"))

GOLD_FILES = (
    *(CORPORA / "examples" / f"{Path(name).stem}.gold.json" for name in EXAMPLES),
    *sorted(path for path in (CORPORA / "drafts").glob("*.json") if path.name != "splits.json"),
)


def without_white_space(text: str) -> str:
    return "".join(text.split())


def docx_text(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def draft_text(gold_file: Path) -> str:
    stem = gold_file.name.removesuffix(".json").removesuffix(".gold")
    (path,) = (p for p in gold_file.parent.glob(f"{stem}.*") if p.suffix != ".json")
    if path.suffix == ".docx":
        return docx_text(path)
    if path.suffix == ".pdf":
        return pdf_text(path)
    return path.read_text(encoding="utf-8")


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def sentence_rows() -> tuple[dict[str, Any], ...]:
    lines = (CORPORA / "sentences" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def document_keys() -> list[str]:
    return list(dict.fromkeys(f"{row['part']}/{row['doc']}" for row in sentence_rows()))


@pytest.mark.parametrize("folder", FOLDERS)
def test_checksums_hold_and_cover_every_data_file(folder: str) -> None:
    root = CORPORA / folder
    lines = (root / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    present = {p.name for p in root.iterdir() if p.is_file()} - {"CHECKSUMS", "DATA_CARD.md"}
    assert set(recorded) == present
    assert {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in recorded} == recorded


@pytest.mark.parametrize("folder", FOLDERS)
def test_data_card_names_language_license_and_limits(folder: str) -> None:
    card = (CORPORA / folder / "DATA_CARD.md").read_text(encoding="utf-8")
    _, front, body = card.split("---\n", 2)
    assert "language: [ja]" in front
    assert "license: apache-2.0" in front
    for heading in ("## Known flaws", "## Personal data", "## Forbidden use"):
        assert heading in body


def test_sentences_carry_known_labels_and_stances_once_each() -> None:
    known = CONSIDERATION_POINTS | PURPOSES | DIRECTIONS
    for row in sentence_rows():
        assert list(row) == ["part", "doc", "genre", "n", "section", "text", "labels"]
        ids = [label["id"] for label in row["labels"]]
        assert set(ids) <= known
        assert len(ids) == len(set(ids)), row
        assert {label["stance"] for label in row["labels"]} <= set(STANCES)
        assert row["text"].strip()


def test_sentences_are_sorted_by_part_and_in_document_order() -> None:
    rows = sentence_rows()
    assert [row["part"] for row in rows] == sorted(row["part"] for row in rows)
    neighbors = list(pairwise(rows))
    assert all(a["n"] < b["n"] for a, b in neighbors if (a["part"], a["doc"]) == (b["part"], b["doc"]))
    changes = sum((a["part"], a["doc"]) != (b["part"], b["doc"]) for a, b in neighbors)
    assert changes + 1 == len(document_keys()), "a document's lines lie together"


def test_every_direction_has_a_hundred_and_fifty_sentences_most_of_them_in_programme_texts() -> None:
    parts = [
        (label["id"], row["part"]) for row in sentence_rows() for label in row["labels"] if label["id"] in DIRECTIONS
    ]
    for direction in DIRECTIONS:
        found = [part for label_id, part in parts if label_id == direction]
        assert len(found) >= 150, direction
        assert sum(part in "GJKLT" for part in found) >= 0.8 * len(found), direction


def test_revisions_lead_to_the_labels_that_stand() -> None:
    rows = {(row["part"], row["doc"], row["n"]): row["labels"] for row in sentence_rows()}
    lines = (CORPORA / "sentences" / "revisions.jsonl").read_text(encoding="utf-8").splitlines()
    for revision in map(json.loads, lines):
        assert rows[revision["part"], revision["doc"], revision["n"]] == revision["after"]
        assert revision["before"] != revision["after"]


def test_sentence_splits_are_by_document_disjoint_and_complete() -> None:
    splits = load(CORPORA / "sentences" / "splits.json")
    sets = [set(splits["test"]), *(set(fold) for fold in splits["folds"])]
    assert len(sets) == 1 + 5
    assert all(not a & b for a, b in combinations(sets, 2))
    assert sum(len(s) for s in sets) == len(splits["test"]) + sum(len(fold) for fold in splits["folds"])
    assert set().union(*sets) == set(document_keys())


def test_sentence_splits_are_balanced_over_parts() -> None:
    splits = load(CORPORA / "sentences" / "splits.json")
    for part in sorted({row["part"] for row in sentence_rows()}):
        sizes = [sum(key.startswith(f"{part}/") for key in fold) for fold in splits["folds"]]
        assert max(sizes) - min(sizes) <= 1, part
        tested = sum(key.startswith(f"{part}/") for key in splits["test"])
        assert 0.08 <= tested / (tested + sum(sizes)) <= 0.12, part


def test_sentence_splits_follow_the_hash_that_the_card_names() -> None:
    splits = load(CORPORA / "sentences" / "splits.json")
    by_part: dict[str, list[str]] = {}
    for key in document_keys():
        by_part.setdefault(key[0], []).append(key)
    test: list[str] = []
    rest: list[str] = []
    for part in sorted(by_part):
        ordered = sorted(by_part[part], key=lambda k: hashlib.sha256(f"stitext-sentences-1:{k}".encode()).hexdigest())
        n_test = (len(ordered) + 5) // 10
        test += ordered[:n_test]
        rest += ordered[n_test:]
    assert splits["test"] == sorted(test)
    assert splits["folds"] == [sorted(rest[i::5]) for i in range(5)]


def test_draft_splits_follow_the_hash_and_are_disjoint_and_complete() -> None:
    splits = load(CORPORA / "drafts" / "splits.json")
    ids = [path.stem for path in (CORPORA / "drafts").glob("*.json") if path.name != "splits.json"]
    ordered = sorted(ids, key=lambda i: hashlib.sha256(f"stitext-drafts-1:{i}".encode()).hexdigest())
    earlier, later = [i for i in ordered if i[0] in "ef"], [i for i in ordered if i[0] == "g"]
    assert (len(earlier), len(later)) == (26, 24)
    assert splits["test"] == sorted(earlier[:8] + later[:6])
    assert splits["development"] == sorted(earlier[8:] + later[6:])


@pytest.mark.parametrize("gold_file", GOLD_FILES, ids=lambda path: path.stem)
def test_gold_file_judges_every_point_and_its_evidence_is_in_the_text(gold_file: Path) -> None:
    gold = load(gold_file)
    text = without_white_space(draft_text(gold_file))
    assert gold["id"] == gold_file.name.removesuffix(".json").removesuffix(".gold")
    assert set(gold["consideration"]) == CONSIDERATION_POINTS
    assert set(gold["purposes"]) == PURPOSES
    assert {type(pursued) for pursued in gold["purposes"].values()} == {bool}
    for point, judged in gold["consideration"].items():
        assert set(judged) == {"verdict", "evidence", "why"}
        assert judged["verdict"] in GOLD_VERDICTS
        assert judged["evidence"] or judged["verdict"] == "unaddressed", point
        missing = [e for e in judged["evidence"] if not without_white_space(e) or without_white_space(e) not in text]
        assert not missing, point


def test_example_pdf_has_its_fonts_embedded_and_several_pages() -> None:
    data = (CORPORA / "examples" / "messy-cable-sensing.pdf").read_bytes()
    assert data.count(b"/FontDescriptor") >= 2
    assert data.count(b"/FontFile") >= 2
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == 3


def test_example_text_is_hard_wrapped() -> None:
    lines = (CORPORA / "examples" / "thin-xenoturbella.txt").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 45
    assert sum(not line.endswith(("。", ":")) for line in lines if len(line) >= 38) > 20
