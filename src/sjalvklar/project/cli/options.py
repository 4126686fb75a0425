# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every verb understands, and how it becomes the environment that the settings read."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from sjalvklar.kernel import languages
from sjalvklar.project.cli.plain import Plain

ROOT = Path(__file__).resolve().parents[4]
PACKS = ROOT / "packs"
DEFAULT_PORT = 8460
DEFAULT_DATA = ROOT / ".data"
DEFAULT_PACK = "stockholm"


def parser(verb: str, *, about: str, epilog: str | None = None) -> argparse.ArgumentParser:
    """A parser with the options that every verb understands; a verb adds its own."""
    made = argparse.ArgumentParser(prog=f"./sjalvklar {verb}", description=about, epilog=epilog)
    everywhere = made.add_argument_group("understood by every verb")
    everywhere.add_argument("--port", type=_port, metavar="N", help=f"default {DEFAULT_PORT}; 0 picks a free one")
    everywhere.add_argument("--data", type=Path, metavar="DIR", help="default .data")
    everywhere.add_argument("--pack", metavar="DIR|NAME", help=f"default {DEFAULT_PACK}")
    everywhere.add_argument(
        "--database",
        metavar="WHAT",
        help="sqlite (default), postgresql (embedded, or DATABASE_URL's) or a postgresql:// or sqlite:// URL",
    )
    return made


def _port(stated: str) -> int:
    if not stated.isascii() or not stated.isdigit() or int(stated) > 65535:
        raise argparse.ArgumentTypeError(f"{stated!r} is not a port; it is a number up to 65535")
    return int(stated)


def find_pack(stated: str) -> Path:
    """The folder of a pack given as a path or as the name of one of ours. Raises Plain."""
    for folder in (Path(stated).expanduser(), PACKS / stated):
        if (folder / "pack.yaml").is_file():
            return folder.resolve()
    ours = ", ".join(sorted(found.parent.name for found in PACKS.glob("*/pack.yaml"))) or "none"
    raise Plain(f"There is no pack at {stated}: no pack.yaml was found there. Packs here by name: {ours}.")


def data_dir(options: argparse.Namespace) -> Path:
    stated = options.data or os.environ.get("SJALVKLAR_DATA") or DEFAULT_DATA
    return Path(stated).expanduser().resolve()


def port(options: argparse.Namespace) -> int:
    return DEFAULT_PORT if options.port is None else int(options.port)


def environment(options: argparse.Namespace, *, mode: str | None = None) -> dict[str, str]:
    """What the options say, as SJALVKLAR_* variables. An option wins over the environment it came in.

    `--database postgresql` starts a PostgreSQL of our own inside the data folder unless DATABASE_URL already names
    one; it lives as long as this process. Raises Plain.
    """
    said: dict[str, str] = {}
    if mode is not None:
        said["SJALVKLAR_MODE"] = mode
    data = data_dir(options)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Plain(f"The data folder {data} cannot be made: {error.strerror}.") from error
    said["SJALVKLAR_DATA"] = str(data)
    stated_pack = options.pack or os.environ.get("SJALVKLAR_PACK") or DEFAULT_PACK
    said["SJALVKLAR_PACK"] = str(find_pack(stated_pack))
    if options.database:
        said |= database(options.database, data=data, environ=os.environ)
    return said


def database(stated: str, *, data: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """`sqlite`, `postgresql` or a URL, as what the settings read. A PostgreSQL of our own has a role that owns the
    tables and another that the product runs as. Raises Plain."""
    if stated == "sqlite":
        return {"DATABASE_URL": f"sqlite://{data / 'sjalvklar.sqlite3'}"}
    if stated in {"postgresql", "postgres"}:
        given = environ.get("DATABASE_URL", "")
        if given.startswith(("postgresql://", "postgres://")):
            return {"DATABASE_URL": given}
        from sjalvklar.project.cli import postgres

        return postgres.bring(data / "postgresql").product("sjalvklar")
    if stated.startswith(("sqlite://", "postgresql://", "postgres://")):
        return {"DATABASE_URL": stated}
    raise Plain(f"--database {stated} is not understood: say sqlite, postgresql, or a URL that begins so.")


def apply(options: argparse.Namespace, *, mode: str | None = None) -> dict[str, str]:
    """Put what the options say into this process's environment, before Django is set up."""
    said = environment(options, mode=mode)
    os.environ.update(said)
    return said


def ready_settings() -> None:
    """Django's settings, for verbs that need no database and no data folder of their own."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            USE_I18N=True,
            LANGUAGE_CODE=languages.SOURCE,
            LANGUAGES=[(one.code, one.endonym) for one in languages.LANGUAGES],
            LOCALE_PATHS=[ROOT / "src" / "sjalvklar" / "locale"],
            TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        )
        django.setup()
