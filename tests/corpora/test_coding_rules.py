"""The promises of the coding rules' card: unchanged, a rule for every label, words that occur."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from stitext.analysis.analyze import analyze
from stitext.corpus import load_corpus, load_splits
from stitext.framework import load_framework
from stitext.tagging.coding_rules import Rule, apply_coding_rules, load_coding_rules, parse_coding_rules

CORPORA = Path(__file__).parents[2] / "corpora"
FOLDER = CORPORA / "coding-rules"
RULES = FOLDER / "sti-international.txt"


def test_checksums_hold_and_cover_every_file():
    recorded = dict(reversed(line.split("  ", 1)) for line in (FOLDER / "CHECKSUMS").read_text().splitlines())
    assert set(recorded) == {path.name for path in FOLDER.iterdir()} - {"CHECKSUMS", "DATA_CARD.md"}
    assert {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in recorded} == recorded


def test_data_card_names_language_license_and_limits():
    _, front, body = (FOLDER / "DATA_CARD.md").read_text(encoding="utf-8").split("---\n", 2)
    assert "language: [ja]" in front
    assert "license: apache-2.0" in front
    for heading in ("## Known flaws", "## Personal data", "## Forbidden use"):
        assert heading in body


def test_every_label_has_a_rule_in_the_framework_s_order():
    labels = [label.id for label in load_framework("sti-international/1").labels]
    assert list(load_coding_rules(RULES).codes) == labels


def words_of(rule: Rule) -> set[str]:
    found: set[str] = set(getattr(rule, "lemmas", ()))
    for part in (*getattr(rule, "rules", ()), *([rule.rule] if hasattr(rule, "rule") else [])):
        found |= words_of(part)
    return found


@pytest.mark.model
def test_nearly_all_words_occur_and_every_rule_finds_something(analyzer):
    held_out = set(load_splits(CORPORA / "sentences").test)
    documents = [gold.document for gold in load_corpus(CORPORA / "sentences") if gold.key not in held_out]
    sentences = [sentence.tokens.lemmas for document in documents for sentence in analyze(document, analyzer).sentences]
    rules = load_coding_rules(RULES)
    words = set().union(*map(words_of, rules.codes.values()))
    assert len(words - {lemma for lemmas in sentences for lemma in lemmas}) < 0.02 * len(words)
    n_found = apply_coding_rules(sentences, rules).sum(axis=0)
    assert min(n_found) >= 3
    assert max(n_found) < len(sentences) / 20


def test_an_unknown_sign_in_the_file_would_be_refused_with_its_line():
    lines = RULES.read_text(encoding="utf-8").split("\n")
    row = next(number for number, line in enumerate(lines) if line.startswith("輸出+管理"))
    lines[row] += " | <>変数-->1"
    with pytest.raises(Exception, match=f"{row + 1} 行目"):
        parse_coding_rules("\n".join(lines), RULES.name)
