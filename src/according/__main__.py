"""The command as a module, ``python -m according``, and as a program."""
from __future__ import annotations

import os
import signal


def main() -> None:
    """Load the commands and run the one that is asked for; an interrupt meanwhile ends without a word, for nothing was begun."""
    # One that is ignored stays so, as in a script's background.
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        # At once: as an exception it could come up in the middle of another's module, which would tell of it.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from according.commands import cli
    from according.commands.terminal.interrupts import Interrupts

    if heeded:
        signal.signal(signal.SIGINT, Interrupts())
    cli.main()


if __name__ == "__main__":
    main()
