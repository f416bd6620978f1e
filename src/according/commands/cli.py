"""The command ``according``: thin over the library."""
from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from time import monotonic
from typing import Annotated, NoReturn

import typer

from according.commands import add, alert, ask, events, export, judge, ledger, read, serve, user, watch
from according.commands.archives import bulk
from according.commands.terminal.streams import guard_streams, tell, write
from according.errors import AccordingError, InputError, UnshownError
from according.version import __version__

# Exit statuses; 2 is Typer's own for a wrong command line.
# 130 is what a shell gives for Ctrl-C, also where it comes before this is loaded (according.__main__).
OK, UNREADABLE, INTERRUPTED = 0, 1, 130
# Seconds that threads which look after processes are waited for at the end.
LEAVING = 2.0

app = typer.Typer(
    name="according",
    help="Reads news reports of conflict and disaster: who says how many of whom, where, since when, how sure.",
    no_args_is_help=True,
    # Help is plain text; docs/commands.md is made of it.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

app.command(help=read.READ_HELP)(read.read)
app.command(help=read.DEMO_HELP)(read.demo)
app.command(help=add.ADD_HELP)(add.add)
app.command(help=ask.QUESTIONS_HELP)(ask.questions)
app.command(help=ask.RECKON_HELP)(ask.reckon)
app.command(help=events.EVENTS_HELP)(events.events)
app.command(help=events.EVENT_HELP)(events.event)
app.command(help=export.EXPORT_HELP)(export.export)
app.command(help=judge.JUDGE_HELP)(judge.judge)
app.command(help=judge.UNDO_HELP)(judge.undo)
app.command(help=judge.RULINGS_HELP)(judge.rulings)
app.command(help=serve.SERVE_HELP)(serve.serve)
app.command(help=serve.OPENAPI_HELP)(serve.openapi)
app.command(help=serve.MCP_HELP)(serve.mcp)
app.command("list", help=ask.LIST_HELP)(ask.list_values)
app.add_typer(ledger.app, name="ledger")
app.add_typer(bulk.app, name="bulk")
app.add_typer(watch.app, name="watch")
app.add_typer(alert.app, name="alert")
app.add_typer(user.app, name="user")


def _version(asked: bool) -> None:
    if asked:
        # Here and not above: `--help` need not wait for the language model's libraries.
        from according.language.pipeline import model_version
        from according.lexicon import default

        # These three make a reading what it is; a ledger notes the same beside each.
        write(f"according {__version__}, model {model_version()}, word lists {default().digest}")
        raise typer.Exit()


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the versions of package, model and word lists, and exit."),
    ] = False,
) -> None:
    try:
        os.getcwd()
    except FileNotFoundError:
        # Somebody removed it meanwhile: nothing that is named from there can be found, and no name made whole.
        raise InputError("the folder that this runs in is not there any more; go to another") from None


def _end_processes() -> None:
    """End those that still read: they would first finish what they have in hand, which nobody waits for any more."""
    for process in sys.modules["multiprocessing"].active_children():
        process.terminate()
    # The thread that looks after them shuts its pipe meanwhile, and Python's own end would write into that (as of 3.11) and tell of it. Not
    # for ever: one that a process sent half an answer to waits in vain for the other half.
    until = monotonic() + LEAVING
    with suppress(KeyboardInterrupt):
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join(max(until - monotonic(), 0))


def _leave(status: int) -> NoReturn:
    """End with a status."""
    # Where no process was started, none of it is loaded.
    if "multiprocessing" in sys.modules:
        _end_processes()
    if "daft" in sys.modules:
        # The engine of archives still has threads at work while Python takes itself apart, which now and then ends in a crash.
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)
    sys.exit(status)


def _drop_output() -> None:
    """Let nothing more be written: Python writes out what is left in the stream when it ends, and would tell of the same mishap again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command; the answer to every expected mishap is one line on standard error."""
    guard_streams()
    # Told before anything is read, for nobody would see what comes of it.
    if sys.stdout is None:
        tell("cannot write the output: standard output is closed; nothing was read")
        sys.exit(UNREADABLE)
    try:
        app()
    except SystemExit as ended:
        _leave(ended.code if isinstance(ended.code, int) else int(ended.code is not None))
    except OSError as error:
        # What cannot be read is an InputError by now. Without a name this is the output: a closed pipe ("| head") is no mishap.
        _drop_output()
        if error.filename is not None:
            tell(f"{error.filename}: {error.strerror or error}; check the name and the disk")
        elif not isinstance(error, BrokenPipeError):
            tell(f"cannot write the output: {error.strerror or error}; nothing more was read")
        _leave(UNREADABLE)
    except UnicodeEncodeError as error:
        # Half a character in an argument: no system has such a name, and no file such a text.
        tell(f"{error.object[:80]}: what stands at character {error.start} is half a character; give it whole")
        _leave(UNREADABLE)
    except KeyboardInterrupt:
        # Nothing is told: whoever pressed Ctrl-C knows it.
        _leave(INTERRUPTED)
    except AccordingError as error:
        if isinstance(error, UnshownError):
            _drop_output()
        tell(str(error))
        _leave(UNREADABLE)
