"""Promise: label ids are permanent. An id may be retired, never renamed or used again for something else."""

from pathlib import Path

from stitext.framework import load_framework

# Written once by hand from the codebook; nothing regenerates it.
LABEL_IDS = Path(__file__).with_name("label_ids.txt")


def test_shipped_framework_has_the_permanent_labels_in_order_with_their_kinds_and_groups():
    permanent = [tuple(line.split("\t")) for line in LABEL_IDS.read_text(encoding="utf-8").splitlines()]
    framework = load_framework("sti-international/1")
    assert [(label.id, label.kind, label.group) for label in framework.labels] == permanent
    assert len(permanent) == 16 + 18 + 12
