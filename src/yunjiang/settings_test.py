"""The settings of the tests: a folder of their own, fast password hashing, plain static files.

YUNJIANG_TEST_DATABASE=postgresql runs the whole suite on the PostgreSQL that the tests bring (see tests/postgres.py).
"""

import os
import tempfile

os.environ.setdefault("YUNJIANG_HOME", tempfile.mkdtemp(prefix="yunjiang-test-"))
os.environ.setdefault("YUNJIANG_SECRET_KEY", "tests only")
os.environ.setdefault("YUNJIANG_PERSON_KEY", "tests only")

from yunjiang.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
