"""Promise: every error has a readable code, an exit code and an HTTP status."""

import re

import pytest

from stitext import errors
from stitext.errors import EXIT_CODES, EXIT_FAILED, EXIT_USAGE, HTTP_STATUS, StitextError


def all_errors(base=StitextError):
    yield base
    for derived in base.__subclasses__():
        yield from all_errors(derived)


@pytest.mark.parametrize("table", [EXIT_CODES, HTTP_STATUS], ids=["exit codes", "HTTP status"])
def test_table_holds_every_error_and_nothing_else(table):
    assert set(table) == set(all_errors())


def test_every_error_is_in_the_errors_module():
    assert {error.__module__ for error in all_errors()} == {errors.__name__}


def test_exit_codes_and_statuses_are_in_range():
    assert set(EXIT_CODES.values()) <= {EXIT_USAGE, EXIT_FAILED}
    assert all(400 <= status < 600 for status in HTTP_STATUS.values())


def test_codes_are_readable_and_differ():
    codes = [error.code for error in all_errors()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
