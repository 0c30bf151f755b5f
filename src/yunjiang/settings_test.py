"""The settings of the tests: a folder of their own, fast password hashing, plain static files.

YUNJIANG_TEST_DATABASE=postgresql runs the whole suite on the PostgreSQL that the tests bring (see tests/postgres.py).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "YUNJIANG_HOME" not in os.environ:
    os.environ["YUNJIANG_HOME"] = tempfile.mkdtemp(prefix="yunjiang-test-")
    atexit.register(shutil.rmtree, os.environ["YUNJIANG_HOME"], ignore_errors=True)
# Workers of one run count their rows from 1 alike: what is kept by such a number must not be another's.
_worker = os.environ.get("PYTEST_XDIST_WORKER")
if _worker and Path(os.environ["YUNJIANG_HOME"]).name != _worker:
    os.environ["YUNJIANG_HOME"] = str(Path(os.environ["YUNJIANG_HOME"]) / _worker)
    Path(os.environ["YUNJIANG_HOME"]).mkdir(parents=True, exist_ok=True)
os.environ.setdefault("YUNJIANG_SECRET_KEY", "tests only")
os.environ.setdefault("YUNJIANG_PERSON_KEY", "tests only")
os.environ.setdefault("YUNJIANG_FACTOR_KEY", "tests only")
os.environ.setdefault("YUNJIANG_FIELD_KEY", "tests only")
os.environ.setdefault("YUNJIANG_TRAIL_KEY", "tests only")

from yunjiang.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"},
}
YUNJIANG_GALLERY = True
# A register that only tests the kit; its tables are made from its models as they are.
YUNJIANG_REGISTERS = [*YUNJIANG_REGISTERS, "yunjiang.registers.kit.tests.sample"]  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "yunjiang.registers.kit.tests.sample"]  # noqa: F405
YUNJIANG_SECOND_FACTOR = "offered"  # tests of signing in require it themselves

if os.environ.get("YUNJIANG_TEST_DATABASE") == "postgresql":
    # The folder is agreed on before the server runs: its socket will be there. Workers of one run share it.
    _run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    DATABASES["default"] = {  # noqa: F405
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.path.join(tempfile.gettempdir(), f"yunjiang-postgresql-{_run[:12]}"),
        "USER": "postgres",
        "NAME": "postgres",
    }
else:
    # A file, so that other connections, threads and processes see what tests commit.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # noqa: F405
