"""The plans that come with Yunjiang, one YAML file each. Copy one, change it and load the copy."""

from pathlib import Path

_FOLDER = Path(__file__).parent


class UnknownPlan(Exception):
    """No plan of this name comes with Yunjiang."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No plan {name!r} comes with Yunjiang; there are: {', '.join(names())}.")
        self.name = name


def names() -> list[str]:
    """Return the names of the plans in the library, sorted."""
    return sorted(file.stem for file in _FOLDER.glob("*.yaml"))


def path(name: str) -> Path:
    """Return where the file of this plan lies. Raises UnknownPlan."""
    if name not in names():
        raise UnknownPlan(name)
    return _FOLDER / f"{name}.yaml"


def text(name: str) -> str:
    """Return the YAML text of this plan. Raises UnknownPlan."""
    return path(name).read_text("utf-8")
