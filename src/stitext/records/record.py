"""What all records share, and the words that their fields take."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Stance = Literal["concrete", "mention", "negative"]
Verdict = Literal["addressed", "mentioned", "unaddressed", "not_assessed"]
BlockKind = Literal["heading", "paragraph", "item", "row", "cell"]
AnalysisMode = Literal["auto", "full"]

STANCES: tuple[Stance, ...] = ("concrete", "mention", "negative")
VERDICTS: tuple[Verdict, ...] = ("addressed", "mentioned", "unaddressed", "not_assessed")


class Record(BaseModel):
    """What all records share: they are frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
