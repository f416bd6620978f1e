"""The command as a module: ``python -m according``."""
from __future__ import annotations

from according.commands.cli import main

if __name__ == "__main__":
    main()
