"""One settings module for every way of running; what differs between sites comes from the environment.

YUNJIANG_HOME           where the embedded database, sealed segments and written documents live (default: ./var)
YUNJIANG_DATABASE       a database address such as postgresql://user:password@host/name (default: SQLite in YUNJIANG_HOME)
YUNJIANG_SECRET_KEY     the secret of this site; without one, a key is made on first start and kept in YUNJIANG_HOME
YUNJIANG_PERSON_KEY     the key under which persons are known to the ledger; made and kept likewise, to be guarded apart
YUNJIANG_TRAIL_KEY      the key under which the audit trail is chained; made and kept likewise, to be guarded apart
YUNJIANG_FIELD_KEY      opens the keys of sealed fields, such as identity numbers; made and kept likewise, to be guarded apart
YUNJIANG_FIELD_KEYS     those keys, locked (default: the file field-keys in YUNJIANG_HOME, made once); without them nothing opens
YUNJIANG_KEY_DOOR       the Python path of what locks and opens them, such as a class around an HSM (default: in software)
YUNJIANG_TRAIL_SYSLOG   a log host that gets each audit record too: udp://host:514, tcp://host:601, /dev/log (default: none)
YUNJIANG_HOSTS          comma-separated host names served (default: 127.0.0.1, localhost)
YUNJIANG_LANGUAGE       the language of the command line, and of pages for browsers that name none: zh-hans (default) or en
YUNJIANG_ENGINE_MEMORY  how much memory a process may take to compute figures before it spills to disk (default: 2GB)
YUNJIANG_FILE_LIMIT     megabytes that one file handed in may have (default: 20)
YUNJIANG_EVIDENCE_LIMIT  megabytes that all evidence of one return may have (default: 200)
YUNJIANG_UNPACKED_LIMIT  megabytes that a packed file (docx, xlsx, ofd) may unpack to (default: 300)
YUNJIANG_FILE_SCANNER   a virus scanner for files handed in, such as clamdscan --fdpass (default: none); 0 clean, 1 infected
YUNJIANG_UNUSED_FILE_DAYS  after so many days a file that nobody refers to is cleared away (default: 30)
YUNJIANG_INTAKE_DAYS    after so many days a sheet that was brought to a register and not imported is cleared away (default: 7)
YUNJIANG_API_RATE       requests a minute that one API key, or one person's session, may make of each process (default: 600)
YUNJIANG_JOINING_DAYS   working days within which a union decides on an application to join, then the unit above (default: 10)
YUNJIANG_JOINING_RATE   applications and questions about them a minute from one address; 0 shuts that door (default: 20)
YUNJIANG_TRANSFER_DAYS  calendar days after which a member's transfer that no union has answered is accepted (default: 15)
YUNJIANG_RETURN_RULES   a file of rules for returns, laid over those that come with the house (default: none)
YUNJIANG_HTTPS          1 when a proxy in front serves HTTPS: secure cookies, HSTS, X-Forwarded-Proto believed
YUNJIANG_PROXIES        how many proxies in front append to X-Forwarded-For (default: 1 with YUNJIANG_HTTPS, else 0)
YUNJIANG_SECOND_FACTOR  required (default) of everybody who may do more than look, or offered
YUNJIANG_FACTOR_KEY     the key under which the secrets of second factors are stored; made and kept like the others
YUNJIANG_PASSWORD_HASHER  sm3 keeps passwords by PBKDF2 over SM3; others are kept so from the next sign-in on
YUNJIANG_ADDRESS_FAILURES  failed sign-ins from one address in 15 minutes that lock it (default: 5); more behind a shared gateway
YUNJIANG_ADMINISTRATOR_SESSIONS  one (default): signing in elsewhere ends an administrator's other session; or many
YUNJIANG_OIDC_SERVER    the address of an OpenID Connect identity provider; none: sign-in by password and passkey only
YUNJIANG_OIDC_CLIENT_ID, YUNJIANG_OIDC_CLIENT_SECRET  how this site is known there
YUNJIANG_OIDC_NAME      what the button says (default: 统一身份认证)
YUNJIANG_OIDC_CLAIM     the claim that administrators set for people before their first sign-in (default: sub)
YUNJIANG_DORMANT_DAYS   after so many days without a sign-in an account is reported as dormant (default: 90)
YUNJIANG_UNUSED_DAYS    after so many days without a first sign-in an account is reported as never used (default: 30)
YUNJIANG_END_DORMANT    1 ends such accounts every night; otherwise an administrator decides on the report
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
YUNJIANG_FACTOR_KEY = os.environ.get("YUNJIANG_FACTOR_KEY") or _kept_secret("factor-key")
YUNJIANG_FIELD_KEY = os.environ.get("YUNJIANG_FIELD_KEY") or _kept_secret("field-key")
YUNJIANG_FIELD_KEYS = os.environ.get("YUNJIANG_FIELD_KEYS", "")
YUNJIANG_KEY_DOOR = os.environ.get("YUNJIANG_KEY_DOOR", "yunjiang.access.sealing.doors.SoftwareDoor")
# The audit trail is chained under this key; who has it and the database can write the trail anew.
YUNJIANG_TRAIL_KEY = os.environ.get("YUNJIANG_TRAIL_KEY") or _kept_secret("trail-key")
YUNJIANG_TRAIL_SYSLOG = os.environ.get("YUNJIANG_TRAIL_SYSLOG", "")
DEBUG = os.environ.get("YUNJIANG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("YUNJIANG_HOSTS", "127.0.0.1,localhost").split(",")

# Which lines of business this site keeps: folders of yunjiang.registers, or packages of its own by their full names.
YUNJIANG_REGISTERS: list[str] = ["unions", "members", "services"]

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
    "yunjiang.plans.drafts",
    "yunjiang.ledger",
    "yunjiang.persons",
    "yunjiang.figures",
    "yunjiang.discussion",
    "yunjiang.registers.kit",
    *(each if "." in each else f"yunjiang.registers.{each}" for each in YUNJIANG_REGISTERS),
    "yunjiang.returns",
    "yunjiang.assessment",
    "yunjiang.documents",
    "yunjiang.web",
    "yunjiang.api",
    # After web, whose templates and messages come before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    # As soon as the person is known: whatever comes after may have something to record.
    "yunjiang.web.situated.Situated",
    "yunjiang.web.rights.remembered",
    "allauth.account.middleware.AccountMiddleware",
    # No page is open by accident: a view is closed unless it says login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # After the messages, with which it says why a session ended.
    "yunjiang.web.signed_in.signed_in",
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
                "yunjiang.web.display.display",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("YUNJIANG_DATABASE") or f"sqlite:///{HOME / 'yunjiang.sqlite3'}",
        # A thread keeps its connection: on a new one of PostgreSQL the first page takes 20 ms longer.
        conn_max_age=600,
        conn_health_checks=True,
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
YUNJIANG_FILE_LIMIT = int(os.environ.get("YUNJIANG_FILE_LIMIT", "20")) << 20  # bytes
YUNJIANG_EVIDENCE_LIMIT = int(os.environ.get("YUNJIANG_EVIDENCE_LIMIT", "200")) << 20
YUNJIANG_UNPACKED_LIMIT = int(os.environ.get("YUNJIANG_UNPACKED_LIMIT", "300")) << 20
YUNJIANG_FILE_SCANNER = os.environ.get("YUNJIANG_FILE_SCANNER", "")
YUNJIANG_UNUSED_FILE_DAYS = int(os.environ.get("YUNJIANG_UNUSED_FILE_DAYS", "30"))
YUNJIANG_INTAKE_DAYS = int(os.environ.get("YUNJIANG_INTAKE_DAYS", "7"))
YUNJIANG_API_RATE = int(os.environ.get("YUNJIANG_API_RATE", "600"))
YUNJIANG_JOINING_DAYS = int(os.environ.get("YUNJIANG_JOINING_DAYS", "10"))
YUNJIANG_JOINING_RATE = int(os.environ.get("YUNJIANG_JOINING_RATE", "20"))
YUNJIANG_TRANSFER_DAYS = int(os.environ.get("YUNJIANG_TRANSFER_DAYS", "15"))
YUNJIANG_RETURN_RULES = os.environ.get("YUNJIANG_RETURN_RULES", "")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What goes wrong is said on standard error, where whoever runs the service keeps it; no addresses' queries, no values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # That somebody was refused is in the audit trail, not a fault of the site.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}

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

# What a password must be like: access.signing.passwords, with the sources.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"yunjiang.access.signing.passwords.{rule}"}
    for rule in ("LengthAndClasses", "NothingOfThePerson", "NoKnownPassword", "NotOneOfTheLast")
]
YUNJIANG_PASSWORD_HASHER = os.environ.get("YUNJIANG_PASSWORD_HASHER", "")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "yunjiang.access.signing.hashers.PBKDF2SM3PasswordHasher",
]
if YUNJIANG_PASSWORD_HASHER == "sm3":  # noqa: S105
    PASSWORD_HASHERS.reverse()  # the first keeps new passwords, the others still check those they kept

YUNJIANG_DORMANT_DAYS = int(os.environ.get("YUNJIANG_DORMANT_DAYS", "90"))
YUNJIANG_UNUSED_DAYS = int(os.environ.get("YUNJIANG_UNUSED_DAYS", "30"))
YUNJIANG_END_DORMANT = os.environ.get("YUNJIANG_END_DORMANT") == "1"

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "cockpit"
LOGOUT_REDIRECT_URL = "sign-in"
YUNJIANG_GALLERY = DEBUG  # the page that shows every component in every state

# Signing in: django-allauth under the rules of access.signing. Its own rate limits count in one process's memory: off.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
YUNJIANG_SECOND_FACTOR = os.environ.get("YUNJIANG_SECOND_FACTOR", "required")
YUNJIANG_ADDRESS_FAILURES = int(os.environ.get("YUNJIANG_ADDRESS_FAILURES", "5"))
YUNJIANG_ADMINISTRATOR_SESSIONS = os.environ.get("YUNJIANG_ADMINISTRATOR_SESSIONS", "one")
ACCOUNT_ADAPTER = "yunjiang.access.signing.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "yunjiang.access.signing.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "yunjiang.access.signing.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "yunjiang.access.signing.forms.SignInCodeForm",
    "reauthenticate": "yunjiang.access.signing.forms.ConfirmCodeForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "yunjiang.access.signing.adapters.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # a form that leads to another site is stopped by the content security policy
)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
YUNJIANG_OIDC_SERVER = os.environ.get("YUNJIANG_OIDC_SERVER", "")
YUNJIANG_OIDC_NAME = os.environ.get("YUNJIANG_OIDC_NAME", "统一身份认证")
YUNJIANG_OIDC_CLAIM = os.environ.get("YUNJIANG_OIDC_CLAIM", "sub")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "identity",
                "name": YUNJIANG_OIDC_NAME,
                "client_id": os.environ.get("YUNJIANG_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("YUNJIANG_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": YUNJIANG_OIDC_SERVER},
            }
        ]
        if YUNJIANG_OIDC_SERVER
        else [],
    }
}

_is_https = os.environ.get("YUNJIANG_HTTPS") == "1"
YUNJIANG_PROXIES = int(os.environ.get("YUNJIANG_PROXIES", "1" if _is_https else "0"))
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
LANGUAGE_COOKIE_HTTPONLY = True
if _is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
