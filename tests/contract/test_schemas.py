"""Promise: the JSON that others build on keeps its shape, and its schema travels with the package."""

import json

import pytest

from stitext.reading.readout import Readout
from stitext.records import CoverageReport, Record, SimilarProjects, Tag, TaggedDocument, TagLine
from stitext.settings import PACKAGE_PATH

SCHEMAS = {"check": CoverageReport, "tag": TagLine, "read": Readout, "similar": SimilarProjects}


@pytest.mark.parametrize("name", SCHEMAS)
def test_shipped_schema_is_that_of_the_record(name, expected):
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    expected(text, PACKAGE_PATH / "schemas" / f"{name}.schema.json")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_in_the_documentation(name, repository):
    documentation = (repository / "docs" / "json.md").read_text(encoding="utf-8")
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    tables = [schema, *schema.get("$defs", {}).values()]
    fields = {field for table in tables for field in table["properties"]}
    assert not [field for field in sorted(fields) if f"`{field}`" not in documentation]


def all_records(base=Record):
    for derived in base.__subclasses__():
        if derived.__module__.startswith("stitext.records."):
            yield derived
        yield from all_records(derived)


@pytest.mark.parametrize("record", tuple(all_records()), ids=lambda record: record.__name__)
def test_record_is_frozen_and_refuses_unknown_fields(record):
    assert record.model_config["frozen"] is True
    assert record.model_config["extra"] == "forbid"


def test_record_round_trips_to_json():
    line = TagLine(
        document="案.txt",
        sentence_id="s0001",
        page=None,
        section="１．目的",
        start=3,
        end=9,
        text="𠮷野で採る。",
        labels=(Tag(id="P2.4", stance="concrete", score=0.25, why=("採る",)),),
    )
    assert TagLine.model_validate_json(line.model_dump_json()) == line


def test_tagged_document_round_trips_to_json():
    from tests.builders import MODEL, tagged_of

    tag = Tag(id="C4.4", stance="mention", score=0.5)
    tagged = tagged_of(("指標を置く。", (tag,)), ("以上。", ()))
    again = TaggedDocument.model_validate_json(tagged.model_dump_json())
    assert again == tagged
    assert again.model == MODEL
