"""How fast the register of members is read, and how fast sheets come into it, at a province's size; beside django-import-export.

    uv run --group rivals python benchmarks/registers.py --keep DIR            fill where nothing is, read, import
    uv run --group rivals python benchmarks/registers.py --keep DIR --part read --save
    uv run --group rivals python benchmarks/registers.py --keep DIR --part import --save
    uv run --group rivals python benchmarks/registers.py --small               whether everything runs, in a minute

10 million members and 30 million events unless told otherwise. With --keep the databases stay in DIR and are there the next time;
every import brings people who were not there. A sheet of 20 columns is imported, first and again with one row in a hundred
changed: read, understood, checked, met by keyed digest among everybody, sealed, written with its history and posted to the
ledger. The rival writes 13 plain columns of some of the same rows and does none of that.
"""

import argparse
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import apart
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results" / "registers.json"
SIZES = {"members": 10_000_000, "events": 30_000_000, "rows": 200_000, "rival_rows": 5_000}
SMALL = {"members": 20_000, "events": 60_000, "rows": 5_000, "rival_rows": 500}
PARTS = ("fill", "read", "desk", "figures", "import")
DATABASES = ("sqlite", "postgresql")
BUFFERS = "3GB"  # of PostgreSQL's own; its manual advises a quarter of the machine's memory


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, size in SIZES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=size)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--only", default="", help="of the lists those whose name has this")
    parser.add_argument("--asked", type=int, default=300, help="times each list is asked")
    parser.add_argument("--csv", action="store_true", help="sheets as CSV")
    parser.add_argument("--keep", type=Path, help="the folder in which the databases stay")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--save", action="store_true", help="keep the result")
    parser.add_argument("--here", choices=DATABASES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.small:
        vars(asked).update(SMALL)
    if asked.here:
        print(json.dumps(measure(asked)))
        return
    for name in asked.database or DATABASES:
        load = os.getloadavg()
        found = in_process(name, asked)
        show(name, found)
        if asked.save:
            save(name, asked, found, load)


def in_process(database: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Measure on one database in a process of its own; without a folder to keep, everything goes away afterwards."""
    told = [
        "--here",
        database,
        "--only",
        asked.only,
        "--asked",
        str(asked.asked),
        *(["--csv"] if asked.csv else []),
    ]
    told += [part for name in SIZES for part in (f"--{name.replace('_', '-')}", str(getattr(asked, name)))]
    told += [part for each in asked.part or PARTS for part in ("--part", each)]
    found: dict[str, Any] = apart.measured(__file__, database, told, asked.keep, BUFFERS)
    return found


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Measure everything that is asked for on the database of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
    import asking
    import bringing
    import desk
    import django
    import filling
    import summing

    django.setup()
    from django.core.management import call_command

    from yunjiang.access import trail

    call_command("migrate", verbosity=0, skip_checks=True)
    found: dict[str, Any] = {}
    home = Path(os.environ["YUNJIANG_HOME"])
    with trail.acting("benchmark"):
        if "fill" in asked.part or not filling.is_filled():
            began = time.perf_counter()
            if filling.fill(asked.members, asked.events):
                found["filled"] = {"members": asked.members, "seconds": round(time.perf_counter() - began)}
        users, units = filling.people()
        found["there"] = filling.there()
        if "read" in asked.part:
            files = [
                each for each in home.parent.rglob("*") if each.is_file() and each.stat().st_size > 1 << 20
            ]
            found["read"] = []
            for line in asking.measure(users, units, asked.members, files, asked.asked, asked.only):
                tell(line)
                found["read"].append(line)
        if "desk" in asked.part:
            desk.tally(asked.members)
            found["desk"] = []
            for line in desk.measure(users, units, asked.members, asked.asked, asked.only):
                tell(line)
                found["desk"].append(line)
        if "figures" in asked.part:
            found["figures"] = []
            for line in summing.measure(asked.members, home.parent / "figures", asked.asked, asked.only):
                tell(line)
                found["figures"].append(line)
        if "import" in asked.part:
            found["import"] = []
            for line in bringing.measure(
                users["union"], home, asked.rows, asked.rival_rows, ".csv" if asked.csv else ".xlsx"
            ):
                tell(line)
                found["import"].append(line)
    return found


def tell(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)


def show(database: str, found: dict[str, Any]) -> None:
    """Print the measurements on one database."""
    console = Console(width=170)
    for part in PARTS[1:]:
        lines = found.get(part) or []
        if not lines:
            continue
        heads = [*dict.fromkeys(head for line in lines for head in line)]
        table = Table(*heads, title=f"{database}: {part}")
        for line in lines:
            table.add_row(*("" if line.get(head) is None else str(line[head]) for head in heads))
        console.print(table)


def save(
    database: str, asked: argparse.Namespace, found: dict[str, Any], load: tuple[float, float, float]
) -> None:
    """Keep what was measured beside what was measured before of other parts and on the other database."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    here = kept.setdefault(database, {})
    machine = apart.machine()
    for part in PARTS:
        if part in found:
            here[part] = {
                "measured_on": date.today().isoformat(),
                "machine": machine,
                "load_average_before": [round(each, 2) for each in load],
                "load_average_after": [round(each, 2) for each in os.getloadavg()],
                "there": found["there"],
                "lines": found[part],
            }
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
