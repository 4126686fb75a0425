# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's settings. Everything a municipality may set comes from the environment, declared in `env`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from sjalvklar.kernel import languages
from sjalvklar.project import database, env

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]

MODE = env.choice(
    "SJALVKLAR_MODE",
    "How strict to be: demo shows unconfirmed facts with a mark and made-up people; production refuses both.",
    ("demo", "test", "production"),
    default="test",
)
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
if PRODUCTION and os.environ.get("SJALVKLAR_NOW"):
    raise env.BadEnvironment("SJALVKLAR_NOW stops the clock and may not be set in production")

DEMO_MONTHS = env.number(
    "SJALVKLAR_DEMO_MONTHS", "In the demo: how many made-up months lie behind it. `demo --months` says it.", default=0
)
DATA_DIR = env.folder(
    "SJALVKLAR_DATA", "Where keys and the embedded database are kept.", default=ROOT / ".data", shown=".data"
)
KEYS_DIR = env.folder(
    "SJALVKLAR_KEYS",
    "Where the keys are kept: another disk and another backup than the database.",
    default=DATA_DIR / "keys",
    shown="<data>/keys",
)
KEY_SOCKET = env.text(
    "SJALVKLAR_KEY_SOCKET",
    "Where the key process answers, when the keys are held by one: ./sjalvklar keys serve. Otherwise by this process.",
)
KEY_USER = env.text("SJALVKLAR_KEY_USER", "The user that the key process runs as; the own one when empty.")
CHECKPOINTS_DIR = env.folder(
    "SJALVKLAR_CHECKPOINTS",
    "Where the signed checkpoints of the record are kept outside the database: best on another disk.",
    default=DATA_DIR / "checkpoints",
    shown="<data>/checkpoints",
)
RECORD_NAME = env.text(
    "SJALVKLAR_RECORD_NAME",
    "What the record calls itself when it is signed: an address of yours without https://. Never change it "
    "afterwards.",
    default="sjalvklar.example/record",
)
PACK_DIR = env.folder(
    "SJALVKLAR_PACK",
    "The municipality, as a folder of YAML.",
    default=ROOT / "packs" / "stockholm",
    shown="packs/stockholm",
)


def _secret_key() -> str:
    stated = env.text("SJALVKLAR_SECRET_KEY", "Signs staff sessions. Made and kept when not given.")
    if stated:
        return stated
    kept = (DATA_DIR if KEY_SOCKET else KEYS_DIR) / "secret-key"  # the key process's folder is not for us
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass  # another process made it first
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = list(
    env.words("SJALVKLAR_HOSTS", "Names the product answers to.", default=("localhost", "127.0.0.1", "[::1]"))
)
HTTPS = env.flag("SJALVKLAR_HTTPS", "Cookies only over TLS, and HSTS. Always yes in production.", default=PRODUCTION)
TRUSTED_PROXIES = env.number(
    "SJALVKLAR_PROXIES",
    "How many proxies of our own stand in front; their X-Forwarded-For is believed that many steps.",
    default=0,
)
LEAVE_TO = env.text("SJALVKLAR_LEAVE_TO", "The neutral page shown after leaving; the pack's own when empty.")

MAILBOX_RETENTION_DAYS = env.number(
    "SJALVKLAR_RETENTION_DAYS",
    "Days after the last activity until a contact is erased, instead of those in your pack's disposal decision "
    "(gallringsbeslut), which must be there; 0 is as decided.",
    default=0,
)

FILES_ROOM = (
    env.number(
        "SJALVKLAR_FILES_GB",
        "How much room in the database relatives' files may take together, in GB. A fifth of it is kept for those "
        "whom somebody has begun to help. When it is full no more files are taken; words always are.",
        default=20,
        least=1,
    )
    * 10**9
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "sjalvklar.trust",
    "sjalvklar.tally",
    "sjalvklar.organisation",
    "sjalvklar.disposal",
    "sjalvklar.review",
    "sjalvklar.directory",
    "sjalvklar.guide",
    "sjalvklar.mailbox",
    "sjalvklar.casework",
    "sjalvklar.support",
    "sjalvklar.children",
    "sjalvklar.followup",
    "sjalvklar.plans",
    "sjalvklar.safety",
    "sjalvklar.incident",
    "sjalvklar.writing",
    "sjalvklar.faces.design",
    "sjalvklar.faces.way_in",
    "sjalvklar.faces.desk",
]
MIDDLEWARE: list[str] = [
    "sjalvklar.project.middleware.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sjalvklar.project.middleware.StaffOnly",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "sjalvklar.project.urls"
WSGI_APPLICATION = "sjalvklar.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sjalvklar.faces.desk.shell.shell",
                *(["sjalvklar.project.made_up.shown.past"] if DEMO and DEMO_MONTHS else []),
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]


DATABASES = {
    "default": database.connection(
        env.text(
            "DATABASE_URL",
            "The database. An embedded SQLite in the data folder when empty. On another machine: "
            "`?sslmode=verify-full&sslrootcert=FILE`.",
        )
        or f"sqlite://{DATA_DIR / 'sjalvklar.sqlite3'}",
        production=PRODUCTION,
    )
}
_OWNER = env.text(
    "SJALVKLAR_OWNER_DATABASE_URL",
    "The same PostgreSQL as the role that owns the tables: used to bring them up to date and for nothing else.",
)
_LINE = frozenset({"NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"})
OWNER_DATABASE = (
    {name: value for name, value in database.connection(_OWNER, production=PRODUCTION).items() if name in _LINE}
    if _OWNER
    else {}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "sv"
LANGUAGES = [(language.code, language.endonym) for language in languages.LANGUAGES]
LANGUAGES_BIDI = [language.code for language in languages.LANGUAGES if language.direction == "rtl"]
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/f/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sjalvklar.faces.design.sheets.ComposedSheets",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 0

# A message is at most 20,000 characters; nothing a form of ours sends is near this. Larger bodies are refused by Door.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
FILE_UPLOAD_HANDLERS: list[str] = []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

# What `check --deploy` looks for by the name of a middleware of Django's, and which is done elsewhere here.
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # SecurityMiddleware: its headers are set by Door, on every answer, refusals included
    "security.W002",  # XFrameOptionsMiddleware: Door, and the policy's frame-ancestors
    "security.W003",  # CsrfViewMiddleware: run by StaffOnly, under /desk; the public door has no session to misuse
]

# --- Staff sign-in -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["sjalvklar.project.passwords.StaffPasswords"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sjalvklar.faces.desk.sign_in.passwords.NotOurWords"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "public_name")},
    },
]
CITY_SIGN_IN = env.text(
    "SJALVKLAR_SIGN_IN",
    "A file that says how to sign in with the municipality's own identity provider. Accounts here only when empty.",
)
CITY_SECRET = env.text("SJALVKLAR_SIGN_IN_SECRET", "The secret agreed with an OpenID provider.")
CITY_SECONDS = env.number(
    "SJALVKLAR_SIGN_IN_SECONDS",
    "How long the identity provider may take to answer what one sign-in asks it, before the person is told to wait.",
    default=10,
    least=1,
)
LOCAL_SIGN_IN = env.flag(
    "SJALVKLAR_LOCAL_SIGN_IN",
    "Whether a password or a passkey of one's own opens the desk; no when everybody comes from the identity provider.",
    default=True,
)
if not LOCAL_SIGN_IN and not CITY_SIGN_IN:
    raise env.BadEnvironment("SJALVKLAR_LOCAL_SIGN_IN is no, and SJALVKLAR_SIGN_IN names no other way in")
# A SAML provider answers with a form of its own, here and nowhere else; it is believed later, in the person's session.
POSTED_FROM_ELSEWHERE = frozenset({"/desk/in/city/saml/"}) if CITY_SIGN_IN else frozenset()
SESSION_ENGINE = "sjalvklar.organisation.session_store"
# The name itself tells a browser to take the cookie over TLS only, whoever sets it.
SESSION_COOKIE_NAME = "__Secure-desk_session" if HTTPS else "desk_session"
SESSION_COOKIE_PATH = "/desk"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = (
    env.number("SJALVKLAR_IDLE_MINUTES", "How long somebody signed in may be away from the desk.", default=60, least=1)
    * 60
)
CSRF_COOKIE_NAME = "__Secure-desk_csrf" if HTTPS else "desk_csrf"
CSRF_COOKIE_PATH = "/desk"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "sjalvklar.faces.desk.views.errors.form_too_old"
LOGIN_URL = "/desk/in/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/in/login/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "sjalvklar.faces.desk.sign_in.adapters.DeskAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Room for every count of a day: the 300 that Django keeps could be pushed out by trying many names.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Counted in memory only, per process; a place is a keyed hash that dies with the process
# (sign_in.adapters.network_of).
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "city": "60/m/ip",
    "lost": "10/5m/ip",
    "change_password": "5/m/user",
}
SOCIALACCOUNT_ADAPTER = "sjalvklar.faces.desk.sign_in.city.adapter.FromTheCity"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = CITY_SECONDS
MFA_ADAPTER = "sjalvklar.faces.desk.sign_in.adapters.DeskSecondFactor"
MFA_FORMS = {
    "authenticate": "sjalvklar.faces.desk.sign_in.forms.AuthenticateForm",
    "reauthenticate": "sjalvklar.faces.desk.sign_in.forms.ReauthenticateForm",
    "add_webauthn": "sjalvklar.faces.desk.sign_in.forms.AddPasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_TOLERANCE = 1
# Browsers let passkeys be tried without TLS on localhost only; elsewhere the origin must be https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Logs: what happened, never who or from where -----------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "format": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "filters": {"no_trace": {"()": "sjalvklar.project.quiet.NoTrace"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_trace"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
