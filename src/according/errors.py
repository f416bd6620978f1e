"""
Every error this package raises on purpose.

    AccordingError
    ├── ArchiveError      an archive that cannot be read or filed as asked
    ├── InputError        an input that cannot be read: missing, empty, binary, not English
    │   └── FetchError    an address that cannot be had: it is refused, does not answer, or says so
    ├── LedgerError       the ledger cannot do what is asked: locked, full, damaged, of a newer version, a wrong id
    │   ├── ConflictError   somebody else has decided meanwhile; nothing is filed over it
    │   └── UnshownError    what was asked is filed, and the output that would show it cannot be written
    ├── LexiconError      a word list that breaks its own rules
    ├── ModelError        the language model is missing or was built for another version
    ├── ParseError        a written-down parse (CoNLL-U) that is not one
    ├── QuestionError     a question that cannot be answered as asked: matches nothing, or everything
    ├── SendError         a notice that cannot be sent
    └── RequestError      a value that a person gave and that is none of its kind: no measure, no date

Problems in the data of a readable report are not errors: they are :class:`according.statement.Problem` values.
"""
from __future__ import annotations

from collections.abc import Callable


def tell_fault(error: Exception, what: str = "file") -> str:
    """Return in one line, of at most some 300 characters, that the program failed on an input; ``what`` to send along with the report."""
    # The message of an error may be many long lines.
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return f"the program failed on it ({said}); please report this with the {what}"


class AccordingError(Exception):
    """Base of all errors raised by this package."""


class InputError(AccordingError):
    """An input that cannot be read; the message says what, why and what to do."""


class FetchError(InputError):
    """
    An address that cannot be had; the message says what, why and what to do.

    ``status`` is what its host answered, where it did, and ``wait`` after how many seconds the host asks to be asked again.
    """

    def __init__(self, message: str, status: int | None = None, wait: float | None = None) -> None:
        # All of them: an exception that crosses from one process to another is made again of these.
        super().__init__(message, status, wait)
        self.message = message
        self.status = status
        self.wait = wait

    def __str__(self) -> str:
        return self.message


class LedgerError(AccordingError):
    """A ledger that cannot do what is asked; the message says which, why and what to do."""


class ConflictError(LedgerError):
    """Somebody else has decided meanwhile on what is decided here; nothing was filed."""


class UnshownError(LedgerError):
    """What was asked is filed, and the output that would show it cannot be written."""


class ArchiveError(AccordingError):
    """An archive that cannot be read or filed as asked; the message says what, why and what to do."""


class LexiconError(AccordingError):
    """A word list that breaks its own rules: unknown key, duplicate form, missing id."""


class ModelError(AccordingError):
    """The language model is missing or does not fit the installed spaCy."""


class ParseError(AccordingError):
    """A written-down parse that is not valid CoNLL-U."""


class Named(str):
    """
    The name of a field or a command inside a message.

    Whoever shows the message words the name in its own way: the field ``measure`` is ``--measure`` on a command line.
    """

    # A string itself, so that a message is the mere sum of its parts where nobody words them.
    __slots__ = ()


class QuestionError(AccordingError):
    """
    A question that cannot be answered as asked; the message says how to ask it.

    The message is made of ``parts``. Those that are :class:`Named` are names of fields and commands, which whoever shows it words in a way
    of its own (:meth:`worded`).
    """

    def __init__(self, *parts: str) -> None:
        # All of them: an exception that crosses from one process to another is made again of these.
        super().__init__(*parts)
        self.parts = parts

    def worded(self, word: Callable[[str], str]) -> str:
        """Return the message with each name as ``word`` gives it."""
        return "".join(word(str(part)) if isinstance(part, Named) else part for part in self.parts)

    def __str__(self) -> str:
        return "".join(self.parts)


class SendError(AccordingError):
    """A notice that cannot be sent; the message says where to, why and what to do, without a secret."""


class RequestError(AccordingError):
    """
    A value that a person gave and that is none of its kind.

    ``field`` says whose value it is: a field of :class:`according.services.filters.Filters` or an argument of a service. ``message`` says
    what to write instead. Whoever shows the error words the field: a command as ``--measure``, a page as the label of the box.
    """

    def __init__(self, field: str, message: str) -> None:
        # Both: an exception that crosses from one process to another is made again of these.
        super().__init__(field, message)
        self.field = field
        self.message = message

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"
