"""The page on documents tells the truth: its examples run."""

import doctest
from pathlib import Path

import detente

PAGE = Path(detente.__file__).parents[2] / "docs" / "documents.md"


def test_the_examples_of_the_page_run() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 0
    assert failed == 0
