"""The one tree of errors that Détente raises on purpose."""


class DetenteError(Exception):
    """Base of every error that Détente raises on purpose; the message is one line for a user."""


class InputError(DetenteError, ValueError):
    """A value, file, row or field is not what it must be."""


class MissingExtraError(DetenteError, ImportError):
    """A feature needs an optional dependency that is not installed."""


class StoreError(DetenteError, OSError):
    """A store cannot be opened, read or written."""


class DetenteWarning(UserWarning):
    """A result is right but doubtful."""
