import os
import re
import stat

import pytest

from stitext.cli.output import OutputFile, check_output, make_folder, write_output
from stitext.errors import OutputError


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_output_file_appears_only_when_committed(tmp_path):
    path = tmp_path / "out.jsonl"
    with OutputFile(path, overwrite=False) as output:
        output.write("一行目\n")
        assert not path.exists()
        output.commit()
    assert path.read_text(encoding="utf-8") == "一行目\n"
    assert _names(tmp_path) == ["out.jsonl"]


def test_output_file_leaves_nothing_behind_when_the_work_fails(tmp_path):
    with pytest.raises(RuntimeError), OutputFile(tmp_path / "out.txt", overwrite=False) as output:  # noqa: PT012
        output.write("半分")
        raise RuntimeError
    assert _names(tmp_path) == []


def test_output_file_keeps_the_old_content_when_the_work_fails(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("前の結果", encoding="utf-8")
    with pytest.raises(RuntimeError), OutputFile(path, overwrite=True) as output:  # noqa: PT012
        output.write("半分")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "前の結果"


def test_write_output_refuses_a_file_that_exists_and_says_how_to_replace_it(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("前の結果", encoding="utf-8")
    with pytest.raises(OutputError, match="--overwrite") as caught:
        write_output("新しい結果", path, overwrite=False)
    assert caught.value.code == "output-exists"
    assert str(path) in caught.value.message
    assert path.read_text(encoding="utf-8") == "前の結果"
    write_output("新しい結果", path, overwrite=True)
    assert path.read_text(encoding="utf-8") == "新しい結果"


def test_output_file_refuses_a_file_that_appeared_meanwhile(tmp_path):
    path = tmp_path / "out.txt"
    with OutputFile(path, overwrite=False) as output:
        output.write("こちら")
        path.write_text("別の人の結果", encoding="utf-8")
        with pytest.raises(OutputError) as caught:
            output.commit()
    assert caught.value.code == "output-exists"
    assert path.read_text(encoding="utf-8") == "別の人の結果"
    assert _names(tmp_path) == ["out.txt"]


def test_write_output_names_a_folder_that_is_missing(tmp_path):
    with pytest.raises(OutputError, match=re.escape(str(tmp_path / "no"))) as caught:
        write_output("x", tmp_path / "no" / "out.txt", overwrite=False)
    assert caught.value.code == "output-folder-missing"


def test_check_output_refuses_a_folder(tmp_path):
    with pytest.raises(OutputError) as caught:
        check_output(tmp_path, overwrite=True)
    assert caught.value.code == "output-is-folder"


def test_check_output_refuses_a_pipe_rather_than_replace_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError):
        write_output("x", tmp_path / "pipe", overwrite=True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", ["あ" * 100 + ".txt", "a\0b.txt"])
def test_write_output_refuses_a_name_that_no_file_can_have(tmp_path, name):
    with pytest.raises(OutputError):
        write_output("x", tmp_path / name, overwrite=False)
    assert _names(tmp_path) == []


def test_write_output_takes_the_longest_name_that_a_file_can_have(tmp_path):
    path = tmp_path / ("あ" * 83 + ".txt")  # 253 of 255 bytes
    write_output("x", path, overwrite=False)
    assert path.read_text(encoding="utf-8") == "x"


def test_write_output_follows_a_link_and_keeps_it(tmp_path):
    (tmp_path / "target.txt").write_text("前", encoding="utf-8")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "target.txt")
    write_output("後", link, overwrite=True)
    assert link.is_symlink()
    assert (tmp_path / "target.txt").read_text(encoding="utf-8") == "後"


def test_write_output_follows_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        write_output("x", tmp_path / "out.txt", overwrite=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o640


def test_make_folder_makes_one_level_only(tmp_path):
    make_folder(tmp_path / "reports")
    make_folder(tmp_path / "reports")
    with pytest.raises(OutputError) as caught:
        make_folder(tmp_path / "no" / "reports")
    assert caught.value.code == "output-folder-missing"
