"""`yunjiang keys`: the keys of sealed fields: which there are, a new one, and sealing again under it."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.access.sealing import ring, rotation
from yunjiang.background.progress import Progress
from yunjiang.cli.options import FormatOption, examples
from yunjiang.cli.terminal import Column, Format, say, show

app = typer.Typer(
    help=_(
        "The keys of sealed fields, such as identity numbers. Keep the file field-keys in the backup, apart from the database: "
        "without it nothing sealed opens."
    ),
    no_args_is_help=True,
)


@app.command(
    name="list",
    help=_("List the keys: which seals, which only open."),
    epilog=examples("yunjiang keys list"),
)
def list_keys(form: FormatOption = Format.TABLE) -> None:
    keys = ring.ring()
    show(
        [Column("key", _("Key")), Column("use", _("Use"))],
        [
            {"key": name.hex(), "use": _("seals and opens") if name == keys.current else _("opens")}
            for name in keys.keys
        ],
        form,
    )


@app.command(
    help=_(
        "Make a new key; from now on it seals. What is sealed already still opens, and is sealed again by “reseal”."
    ),
    epilog=examples("yunjiang keys add", "yunjiang keys add --reseal"),
)
def add(
    reseal: Annotated[bool, typer.Option("--reseal", help=_("Seal everything again at once."))] = False,
) -> None:
    with trail.recording("access.add_key") as deed:
        name = ring.add_key()
        deed.learned(key=name)
    say(_("The key %(key)s seals from now on. Put the file field-keys into the backup.") % {"key": name})
    if reseal:
        _reseal()


@app.command(
    help=_("Seal again what is sealed under a former key. It may be stopped and begun again."),
    epilog=examples("yunjiang keys reseal"),
)
def reseal() -> None:
    _reseal()


def _reseal() -> None:
    found = rotation.reseal({}, Progress())
    for name, count in found.items():
        say(f"{name}: {count}")
