"""From an exception to a sentence and an exit code: nobody at a terminal is shown a traceback."""

import os
import traceback

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.utils.translation import gettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.terminal import say


def explain(failure: Exception) -> ExitCode:
    """Say what happened and what to do next, on stderr, and return the exit code that it means.

    Exceptions born in this house are refusals and write their own sentence. YUNJIANG_DEBUG=1 adds the traceback.
    """
    if os.environ.get("YUNJIANG_DEBUG") == "1":
        say("".join(traceback.format_exception(failure)))
    if type(failure).__module__.split(".")[0] == "yunjiang":
        say(str(failure))
        return ExitCode.REFUSED
    if isinstance(failure, ValidationError):
        say("\n".join(failure.messages))
        return ExitCode.REFUSED
    if isinstance(failure, FileNotFoundError | IsADirectoryError | PermissionError):
        say(
            gettext("%(file)s cannot be read or written: %(reason)s.")
            % {"file": failure.filename, "reason": failure.strerror}
        )
        return ExitCode.REFUSED
    if isinstance(failure, ImproperlyConfigured | DatabaseError):
        say(_database_sentence(failure))
        return ExitCode.FAILED
    say(
        gettext(
            "This should not have happened: %(kind)s: %(words)s. Run the command again with YUNJIANG_DEBUG=1 "
            "and send what it prints to whoever keeps this site."
        )
        % {"kind": type(failure).__name__, "words": failure}
    )
    return ExitCode.FAILED


def _database_sentence(failure: Exception) -> str:
    words = str(failure).strip()
    if isinstance(failure, OperationalError | ProgrammingError) and (
        "no such table" in words or "does not exist" in words
    ):
        return gettext("The database has no tables yet, or old ones. Run `yunjiang setup` first.")
    return gettext(
        "The database cannot be used: %(words)s. Check YUNJIANG_DATABASE and whether the server runs."
    ) % {"words": words}
