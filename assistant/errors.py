"""Every error a reader or an owner can meet.

    OwnRigError
    ├── SettingsError     a setting is unknown or malformed
    ├── CorpusError       a catalog file, guide or page is broken: names file, item and field
    ├── ShapeError        a model header lacks or garbles a field the estimator needs
    ├── RequestError      what was asked for cannot be computed: unknown id, impossible value
    ├── IndexUnusableError  the index is missing, half made or of another corpus: names the command that mends it
    │   └── VectorServerError  the Chroma server cannot be reached or is refused: building would not help
    ├── StorageError      the service's database cannot be read or written
    ├── ModelError        the language model wrote nothing usable: `code` says why, the message is for the reader
    └── GoldenError       a golden case is broken: names file, case and field

Only the doors (command line, HTTP, Discord) catch them. Outcomes such as "no verified speed" are values,
not errors.
"""


class OwnRigError(Exception):
    """Base of all errors raised on purpose; the message is written for the person who reads it."""


class SettingsError(OwnRigError):
    """A setting is unknown or malformed."""


class CorpusError(OwnRigError):
    """A catalog file, guide or page is broken; the message names file, item and field."""


class ShapeError(OwnRigError):
    """A model header lacks or garbles a field; the message names it."""


class RequestError(OwnRigError):
    """A request names something unknown or impossible; the message says what to change."""


class IndexUnusableError(OwnRigError):
    """The index is missing, broken or made of something else; the message names the command that mends it."""


class VectorServerError(IndexUnusableError):
    """The Chroma server cannot be reached or must not be used; the message says what to change."""


class GoldenError(OwnRigError):
    """A golden case is broken; the message names file, case and field."""


class StorageError(OwnRigError):
    """The database of the service cannot be opened, read or written; the message says why."""


class ModelError(OwnRigError):
    """The language model wrote nothing, or nothing usable; the answer stands without it.

    `code` is one of absent (nothing listens), refused, missing (no such model), old, busy, slow, failed, garbled,
    truncated, thinking, repeats, language, empty.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
