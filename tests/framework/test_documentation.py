"""The page on the format shows a framework that can be loaded, and names every problem."""

import re
from pathlib import Path

from stitext.framework import load_framework, validate_framework

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "framework-format.md"


def test_example_of_the_page_is_a_sound_framework(tmp_path):
    policy, interpretation = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    (tmp_path / "interpretation.toml").write_text(interpretation, encoding="utf-8")

    assert validate_framework(tmp_path) == ()
    assert load_framework(str(tmp_path)).id == "daigaku-research-data"


def test_page_names_every_problem_code():
    modules = (ROOT / "src" / "stitext" / name for name in ("framework.py", "framework_files.py"))
    source = "".join(module.read_text(encoding="utf-8") for module in modules)
    codes = set(re.findall(r'(?:problem\(|: \(|code=)"([a-z-]+)"', source)) - {
        "framework-unknown",
        "framework-invalid",
    }

    assert {"id-doubled", "cue-invalid", "key-missing", "file-missing"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in PAGE.read_text(encoding="utf-8")] == []


def test_page_tells_the_number_of_cues_that_ship():
    labels = load_framework("sti-international").labels
    n_cues = sum(len(label.interpretation.cues) for label in labels)

    assert f"the {n_cues} cues of `sti-international`" in PAGE.read_text(encoding="utf-8")
