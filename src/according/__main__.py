"""The command as a module, ``python -m according``, and as a program."""
from __future__ import annotations

import os
import signal
from time import monotonic
from types import FrameType

# Seconds after an interrupt within which another one is the same: what signals a group often signals its leader too.
ONE_INTERRUPT = 1.0


def main() -> None:
    """Load the commands and run the one that is asked for; an interrupt meanwhile ends without a word, for nothing was begun."""
    # One that is ignored stays so, as in a script's background.
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        # At once: as an exception it could come up in the middle of another's module, which would tell of it.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from according.commands import cli

    if heeded:
        signal.signal(signal.SIGINT, _Interrupts())
    cli.main()


class _Interrupts:
    """What an interrupt does: the first ends the work, with all that it has to clear away; one more, a second later, ends at once."""

    def __init__(self) -> None:
        self._first: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self._first is None:
            self._first = monotonic()
            raise KeyboardInterrupt
        # Raised while connections and files are being closed, it would come up as a fault of theirs.
        if monotonic() - self._first > ONE_INTERRUPT:
            os._exit(130)


if __name__ == "__main__":
    main()
