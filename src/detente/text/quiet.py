"""Silence for libraries that talk to our user while they read a broken file."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Hold back the log lines below CRITICAL of some libraries, and all warnings, for a while.

    Parameters
    ----------
    loggers
        Names of the libraries' top loggers, such as 'pypdf'.
    """
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in loggers]
    try:
        for logger, _ in before:
            logger.setLevel(logging.CRITICAL + 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in before:
            logger.setLevel(level)
