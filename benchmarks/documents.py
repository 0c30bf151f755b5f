"""How long the province's mid-term report takes, with its 16 prefectures: material, Word file, PDF, verification.

    uv run python benchmarks/documents.py          stages the demonstration in a temporary folder; about a minute
    uv run python benchmarks/documents.py --save   keeps the result in benchmarks/results/documents.json

Every report is verified after it is written: each of its numbers must be confirmed. PDF only where LibreOffice is present.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import apart

RESULTS = Path(__file__).parent / "results" / "documents.json"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--save", action="store_true", help="keep the result")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yunjiang-benchmark-") as home:
        os.environ["YUNJIANG_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "yunjiang.settings"
        lines = measured()
    show(lines)
    if asked.save:
        RESULTS.parent.mkdir(exist_ok=True)
        kept = {
            "machine": apart.machine(),
            "lines": lines,
        }
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def measured() -> list[dict[str, object]]:
    """Stage the demonstration and measure the report's steps; return one line each."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from yunjiang.assessment.models import Run
    from yunjiang.demonstration import staging
    from yunjiang.documents import composing, gathering, printing, verification, writing
    from yunjiang.documents.verification import Outcome
    from yunjiang.ledger.models import DataSet
    from yunjiang.organizations.models import Organization

    staging.stage(staging.MID_TERM_ON)
    run = Run.objects.get(data_set=DataSet.DEMONSTRATION, assessed_on=staging.MID_TERM_ON)
    units = [Organization.objects.get(pk=each) for each in run.organization_ids]
    moment = datetime(2024, 1, 5, tzinfo=UTC)
    material = gathering.of_run(run, units[0])
    document = writing.write(staging.REPORT, run, units[0], by="benchmark", written_at=moment)
    findings = verification.verify(document.path)
    assert {each.outcome for each in findings} == {Outcome.CONFIRMED}

    size = f"{document.path.stat().st_size / 1024:.0f} kB"
    lines = [
        line("material of the province from the kept run", median(lambda: gathering.of_run(run, units[0]))),
        line(
            "Word file composed",
            median(lambda: composing.compose(staging.REPORT, material, written_at=moment)),
            f"{document.number_count} bound numbers, {size}",
        ),
        line(
            "verification of every number",
            median(lambda: verification.verify(document.path), 3),
            f"{len(findings)} confirmed",
        ),
        line(
            "reports of the province and 16 prefectures",
            median(
                lambda: [
                    composing.compose(staging.REPORT, gathering.of_run(run, unit), written_at=moment)
                    for unit in units
                ],
                1,
            ),
            f"{len(units)} reports",
        ),
    ]
    if printing.office_program():
        import pypdfium2

        seconds = median(lambda: writing.print_pdf(document), 3)
        pages = len(pypdfium2.PdfDocument(document.path.with_suffix(".pdf")))
        lines.append(line("PDF by LibreOffice, its start included", seconds, f"{pages} pages"))
    return lines


def median(act: Callable[[], object], times: int = 5) -> float:
    """Return the median seconds that an act takes, after one that is not counted unless it is done once."""
    if times > 1:
        act()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def line(name: str, seconds: float, note: str = "") -> dict[str, object]:
    return {"name": name, "seconds": round(seconds, 3), "note": note}


def show(lines: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("step", "seconds", "note")
    for each in lines:
        table.add_row(str(each["name"]), f"{each['seconds']}", str(each["note"]))
    Console().print(table)


if __name__ == "__main__":
    main()
