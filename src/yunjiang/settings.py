"""One settings module for every way of running; what differs between sites comes from the environment.

YUNJIANG_HOME           where the embedded database, sealed segments and written documents live (default: ./var)
YUNJIANG_DATABASE       a database address such as postgresql://user:password@host/name (default: SQLite in YUNJIANG_HOME)
YUNJIANG_SECRET_KEY     the secret of this site; without one, a key is made on first start and kept in YUNJIANG_HOME
YUNJIANG_PERSON_KEY     the key under which persons are known to the ledger; made and kept likewise, to be guarded apart
YUNJIANG_TRAIL_KEY      the key under which the audit trail is chained; made and kept likewise, to be guarded apart
YUNJIANG_HOSTS          comma-separated host names served (default: 127.0.0.1, localhost)
YUNJIANG_LANGUAGE       the language of the command line, and of pages for browsers that name none: zh-hans (default) or en
YUNJIANG_ENGINE_MEMORY  how much memory a process may take to compute figures before it spills to disk (default: 2GB)
YUNJIANG_DEBUG          1 shows tracebacks in the browser and at the terminal; never on a real site
"""

import os
import secrets
from pathlib import Path

import dj_database_url

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("YUNJIANG_HOME", "var")).resolve()


def _kept_secret(name: str) -> str:
    """Return a secret of this site, made once and kept readable by its owner alone."""
    path = HOME / name
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = os.environ.get("YUNJIANG_SECRET_KEY") or _kept_secret("secret-key")
# Persons in the ledger are known by a keyed digest only; who loses this key can no longer match persons.
YUNJIANG_PERSON_KEY = os.environ.get("YUNJIANG_PERSON_KEY") or _kept_secret("person-key")
# The audit trail is chained under this key; who has it and the database can write the trail anew.
YUNJIANG_TRAIL_KEY = os.environ.get("YUNJIANG_TRAIL_KEY") or _kept_secret("trail-key")
DEBUG = os.environ.get("YUNJIANG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("YUNJIANG_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "yunjiang.organizations",
    "yunjiang.files",
    "yunjiang.background",
    "yunjiang.access",
    "yunjiang.plans",
    "yunjiang.ledger",
    "yunjiang.figures",
    "yunjiang.returns",
    "yunjiang.assessment",
    "yunjiang.documents",
    "yunjiang.web",
]

MIDDLEWARE = [
    "yunjiang.web.headers.refuse_nul",
    "django.middleware.security.SecurityMiddleware",
    "yunjiang.web.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yunjiang.web.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # No page is open by accident: a view is closed unless it says login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "yunjiang.urls"
WSGI_APPLICATION = "yunjiang.wsgi.application"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yunjiang.web.shell.shell",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("YUNJIANG_DATABASE") or f"sqlite:///{HOME / 'yunjiang.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue for the lock when they begin, so no transaction fails half way with "database is locked".
    # Recursive triggers: without them REPLACE deletes rows past the ledger's locks.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000; "
        "PRAGMA recursive_triggers=ON;",
    }

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Files, so that all processes of the server share what one has computed, and no database has to write it.
    "figures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

YUNJIANG_SEGMENTS = HOME / "segments"
YUNJIANG_ENGINE_MEMORY = os.environ.get("YUNJIANG_ENGINE_MEMORY", "2GB")
YUNJIANG_DOCUMENTS = HOME / "documents"
YUNJIANG_FILES = HOME / "files"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = os.environ.get("YUNJIANG_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [
    PACKAGE / "cli" / "locale",
    PACKAGE / "demonstration" / "locale",
    PACKAGE / "permanence" / "locale",
]  # rooms without a Django app
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# NIST SP 800-63B and GB/T 22239-2019 8.1.4.1: length first, then no names, no known passwords, not only digits.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "cockpit"
LOGOUT_REDIRECT_URL = "sign-in"
YUNJIANG_GALLERY = DEBUG  # the page that shows every component in every state
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
