"""The command line `yunjiang`: one file a group of commands, none of them with a rule of its own.

Data go to stdout in the form that `--format` asks for (table, json, csv), talk and progress to stderr. Exit codes are in
`exits`. Whoever runs a command owns the machine, so permissions are not asked here.
"""

import os
import sys


def main() -> None:
    """Run `yunjiang` with the arguments of the process and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
    import django

    django.setup()
    # Only now: the groups import models, and their help is worded by gettext, which both need Django to be set up.
    from yunjiang.cli.application import run

    sys.exit(run(sys.argv[1:]))
