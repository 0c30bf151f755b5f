"""What a server process is like before its first answer."""

import subprocess
import sys

SAID = "import gc, yunjiang.wsgi; print(gc.get_freeze_count(), len(gc.get_objects()))"


def test_the_program_itself_is_not_looked_through_by_the_collector() -> None:
    done = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=True)
    frozen, left = (int(each) for each in done.stdout.split())
    assert frozen > 10 * left
