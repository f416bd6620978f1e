"""How fast long work goes, and how much time is left: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Seconds between two lines in a log.
LINE_EACH = 60


class Pace:
    """Counts what is done of a whole, in bytes, and the words in it."""

    def __init__(self, total: int, show: Callable[[Pace], object]) -> None:
        self.total, self.bytes, self.words = total, 0, 0
        self._begun, self._show = time.monotonic(), show

    @property
    def rate(self) -> float:
        """Words a second since the beginning."""
        return self.words / max(time.monotonic() - self._begun, 1e-6)

    @property
    def left(self) -> float | None:
        """The seconds that are left at this pace; ``None`` where nothing is done yet."""
        spent = time.monotonic() - self._begun
        return spent * (self.total - self.bytes) / self.bytes if self.bytes else None

    def advance(self, many: int, words: int) -> None:
        """Count bytes that are done, and the words in them."""
        self.bytes += many
        self.words += words
        self._show(self)

    def told(self) -> str:
        """Say it in a line."""
        left = "" if self.left is None else f", {tell_seconds(self.left)} left"
        return f"{100 * self.bytes // max(self.total, 1)} % of {self.total:,} bytes, {self.rate:,.0f} words a second{left}"


def tell_seconds(seconds: float) -> str:
    """
    Return how long something takes, as people say it.

        >>> tell_seconds(42), tell_seconds(4_000)
        ('42 s', '1 h 06 min')
    """
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Say what is being done as long as it takes, where a person watches standard error; how long that is, nobody knows."""
    from according.commands.screen import is_screen, stderr_console

    if not is_screen(sys.stderr):
        yield
        return
    with stderr_console().status(doing):
        yield


@contextmanager
def pace(total: int, doing: str) -> Iterator[Pace]:
    """Give what counts: a bar on standard error where a person watches it, else a line there each minute."""
    from according.commands.screen import is_screen, stderr_console
    from according.commands.terminal.streams import tell

    if not is_screen(sys.stderr):
        last = [time.monotonic()]

        def line(found: Pace) -> None:
            if time.monotonic() - last[0] >= LINE_EACH:
                last[0] = time.monotonic()
                tell(f"{doing}: {found.told()}")

        yield Pace(total, line)
        return
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(TextColumn(doing), BarColumn(), TextColumn("{task.description}"), console=stderr_console(), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield Pace(total, lambda found: bar.update(task, completed=found.bytes, description=found.told()))
