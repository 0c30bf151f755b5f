"""What `script/new-register` writes is a declaration that the system checks let pass."""

import re
from pathlib import Path
from typing import Any

from django.test.utils import isolate_apps

from yunjiang.registers.kit import checks

SCRIPT = Path(__file__).parents[1] / "script" / "new-register"
HOME = "yunjiang.registers.kit.tests.sample"
GIVEN = {
    "model": "Visit",
    "class": "Visits",
    "code": "visits",
    "name": "走访慰问",
    "short": "visit",
    "folder": "visits",
}


def written(name: str) -> str:
    """Return what the script writes into a file of the folder, with its words put in."""
    found = re.search(
        rf'^cat >"\$here/{name}" <<END\n(.*?)^END$', SCRIPT.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found is not None, f"the script writes no {name}"
    return re.sub(r"\$\{?(\w+)\}?", lambda word: GIVEN[word[1]], found[1])


def test_it_works() -> None:
    known: dict[str, Any] = {"__name__": f"{HOME}.models"}
    with isolate_apps(HOME):
        exec(compile(written("models.py"), "models.py", "exec"), known)
        declaration = written("register.py").replace("from .models import Visit\n", "")
        exec(compile(declaration, "register.py", "exec"), known)
        assert [str(each) for each in checks.problems(known["Visits"])] == []
