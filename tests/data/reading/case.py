"""Cases: the files of a golden case with what is to be read of them, as they are written to its folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from manuscript import Gold


class Draft(NamedTuple):
    """One file: its bytes and what is to be read of it."""

    name: str
    data: bytes
    sentences: Sequence[Gold] = ()
    left_out: Sequence[tuple[str, str]] = ()  # reason and wording, some of all
    warnings: Sequence[str] = ()
    error: str = ""
    template: str = ""
    same_as: str = ""
    notes: Sequence[str] = ()  # sentences of footnotes, which may stand anywhere
    members: Sequence[tuple[str, Sequence[Gold]]] = ()  # of a zip file or a mail: name and sentences

    def expected(self) -> dict[str, Any]:
        """Return what is to be read, as it is written."""
        found: dict[str, Any] = {"file": self.name}
        if self.error or self.same_as:
            return found | ({"error": self.error} if self.error else {"same_as": self.same_as})
        if self.template:
            found["template"] = self.template
        if self.members:
            found["members"] = [
                {"name": name, "sentences": [list(item) for item in sentences]} for name, sentences in self.members
            ]
            return found
        found["sentences"] = [list(item) for item in self.sentences]
        found["headings"] = [item.text for item in self.sentences if item.kind == "heading"]
        if self.notes:
            found["notes"] = list(self.notes)
        found["left_out"] = [list(item) for item in self.left_out]
        found["warnings"] = list(self.warnings)
        return found


class Case(NamedTuple):
    """A folder of files."""

    name: str
    edges: Sequence[str]
    drafts: Sequence[Draft]
    extra: Sequence[tuple[str, bytes]] = ()  # such as an empty form

    def write(self, folder: Path) -> None:
        """Write the files and ``expected.json``."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in [*((draft.name, draft.data) for draft in self.drafts), *self.extra]:
            (folder / name).write_bytes(data)
        expected = {"edges": list(self.edges), "documents": [draft.expected() for draft in self.drafts]}
        # One sentence a line, so that a change shows as what it is.
        text = json.dumps(expected, ensure_ascii=False, indent=1)
        (folder / "expected.json").write_text(_compact(text) + "\n", encoding="utf-8")


def _compact(text: str) -> str:
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        stripped = line.strip()
        if inside:
            lines[-1] += (" " if lines[-1][-1] == "," else "") + stripped
            inside = not stripped.startswith("]")
        elif stripped == "[" and lines:
            lines.append(line)
            inside = True
        else:
            lines.append(line)
    return "\n".join(lines)
