# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file that says how the municipality's people sign in, read once and refused in words when it cannot be meant."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings

from sjalvklar.kernel import yamlsource
from sjalvklar.kernel.yamlsource import Source
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Role

OIDC, SAML = "oidc", "saml"
_KEYS = {
    (): {"kind", "name", "address", "oidc", "saml", "claims", "second_factor", "roles"},
    ("oidc",): {"issuer", "client_id", "scopes", "userinfo", "secret_in", "ask_acr"},
    ("saml",): {"metadata", "entity_id", "ask_context", "certificate", "key", "encrypted"},
    ("claims",): {"roles", "name", "first_name", "username", "subject"},
    ("second_factor",): {"acr", "amr"},
}
_SAML_CLAIMS = {
    "name": ("urn:oid:2.16.840.1.113730.3.1.241", "urn:oid:2.5.4.3", "displayName", "cn"),
    "first_name": ("urn:oid:2.5.4.42", "givenName"),
    "username": ("urn:oid:0.9.2342.19200300.100.1.1", "uid"),
    "subject": ("urn:oasis:names:tc:SAML:attribute:subject-id",),
}
_OIDC_CLAIMS = {"name": ("name",), "first_name": ("given_name",), "username": ("preferred_username",)}


class BadCity(Exception):
    """The file cannot be meant as it stands; says where and why."""


class BadMetadata(Exception):
    """The provider's own metadata cannot be used; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """How the municipality's people sign in. `roles` are (claim value, unit id, role)."""

    kind: str
    name: str
    address: str  # our own, without a path: what the provider sends people back to is made of it, never of a request
    claims: dict[str, tuple[str, ...]]
    acr: frozenset[str]
    amr: frozenset[str]
    roles: tuple[tuple[str, str, Role], ...]
    issuer: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    userinfo: bool = False
    basic: bool | None = None
    ask_acr: tuple[str, ...] = ()
    secret: str = ""
    metadata: str = ""
    entity_id: str = ""
    certificate: str = ""
    key: str = ""
    encrypted: bool = False  # whether what the provider says of somebody must be encrypted to our key

    def granted(self, values: frozenset[str]) -> frozenset[tuple[str, Role]]:
        """Which role in which unit somebody with those claim values has."""
        return frozenset((unit, role) for value, unit, role in self.roles if value in values)


def city() -> City | None:
    """How the municipality's people sign in; None when they have accounts of their own only. Raises BadCity."""
    where = settings.CITY_SIGN_IN
    return _read(Path(where), settings.CITY_SECRET, settings.PRODUCTION) if where else None


@lru_cache(maxsize=8)
def _read(path: Path, secret: str, production: bool) -> City:
    try:
        source = yamlsource.read(path)
    except yamlsource.Unreadable as trouble:
        raise BadCity(str(trouble)) from trouble
    return _Reader(source, secret, production).city()


class _Reader:
    def __init__(self, source: Source, secret: str, production: bool) -> None:
        self.source = source
        self.secret = secret
        self.production = production

    def refuse(self, where: tuple[str | int, ...], message: str) -> NoReturn:
        raise BadCity(str(self.source.fault(where, message)))

    def part(self, *where: str) -> dict[str, Any]:
        found = self.source.data
        for key in where:
            found = found.get(key) or {}
        if not isinstance(found, dict):
            self.refuse(where, "must hold keys and values")
        for key in found:
            if key not in _KEYS[where]:
                self.refuse((*where, key), f"{key} is not a key of this file")
        return found

    def text(self, part: dict[str, Any], *where: str, default: str | None = None) -> str:
        value = part.get(where[-1], default)
        if not isinstance(value, str) or not (value.strip() or default == ""):
            self.refuse(where, f"{where[-1]} must be a piece of text")
        return value.strip()

    def texts(self, part: dict[str, Any], *where: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = part.get(where[-1], default)
        found = (value,) if isinstance(value, str) else value
        if not isinstance(found, (list, tuple)) or not all(isinstance(one, str) and one for one in found):
            self.refuse(where, f"{where[-1]} must be a text or a list of texts")
        return tuple(found)

    def origin(self, value: str, *where: str, path: bool = False) -> str:
        """An address that is encrypted on the way, or on this machine (and then never in production)."""
        parts = urlsplit(value)
        here = parts.scheme == "http" and _is_here(parts.hostname) and not self.production
        if parts.scheme != "https" and not here:
            self.refuse(where, f"{where[-1]} must begin with https://")
        if not parts.netloc or parts.query or parts.fragment or (not path and parts.path not in {"", "/"}):
            self.refuse(where, f"{where[-1]} is not an address as https://sign-in.example.org")
        return value.rstrip("/")

    def city(self) -> City:
        whole = self.part()
        kind = self.text(whole, "kind")
        if kind not in {OIDC, SAML}:
            self.refuse(("kind",), "kind may be oidc or saml")
        factor, claims = self.part("second_factor"), self.part("claims")
        usual = _OIDC_CLAIMS | {"subject": ()} if kind == OIDC else _SAML_CLAIMS
        if not claims.get("roles"):
            self.refuse(("claims",), "claims must say which claim holds the roles")
        known: dict[str, Any] = {
            "kind": kind,
            "name": self.text(whole, "name"),
            "address": self.origin(self.text(whole, "address"), "address"),
            "claims": {
                name: self.texts(claims, "claims", name, default=usual.get(name, ())) for name in _KEYS[("claims",)]
            },
            "acr": frozenset(self.texts(factor, "second_factor", "acr")),
            "amr": frozenset(self.texts(factor, "second_factor", "amr")),
            "roles": self.roles(whole),
        }
        return City(**known, **(self.oidc() if kind == OIDC else self.saml()))

    def roles(self, whole: dict[str, Any]) -> tuple[tuple[str, str, Role], ...]:
        rows = whole.get("roles")
        if not isinstance(rows, list) or not rows:
            self.refuse(("roles",), "roles must be a list of value, unit and role")
        found = []
        for number, row in enumerate(rows):
            if not isinstance(row, dict) or set(row) != {"value", "unit", "role"}:
                self.refuse(("roles", number), "each of roles has a value, a unit and a role")
            if row["role"] not in {role.value for role in Role}:
                self.refuse(("roles", number), f"{row['role']} is no role; see ./sjalvklar staff --help")
            if organisation().unit(str(row["unit"])) is None:
                self.refuse(("roles", number), f"the pack has no unit {row['unit']}")
            found.append((str(row["value"]), str(row["unit"]), Role(row["role"])))
        return tuple(found)

    def oidc(self) -> dict[str, Any]:
        part = self.part("oidc")
        scopes = self.texts(part, "oidc", "scopes", default=("openid", "profile"))
        if "openid" not in scopes:
            self.refuse(("oidc", "scopes"), "scopes must hold openid")
        secret_in = self.text(part, "oidc", "secret_in", default="")
        if secret_in not in {"", "header", "body"}:
            self.refuse(("oidc", "secret_in"), "secret_in may be header or body")
        if not self.secret:
            self.refuse(("oidc",), "SJALVKLAR_SIGN_IN_SECRET must hold the secret agreed with the provider")
        return {
            "issuer": self.origin(self.text(part, "oidc", "issuer"), "oidc", "issuer", path=True),
            "client_id": self.text(part, "oidc", "client_id"),
            "scopes": scopes,
            "userinfo": self.flag(part, "oidc", "userinfo"),
            "basic": {"": None, "header": True, "body": False}[secret_in],
            "ask_acr": self.texts(part, "oidc", "ask_acr"),
            "secret": self.secret,
        }

    def flag(self, part: dict[str, Any], *where: str) -> bool:
        value = part.get(where[-1], "no")
        if value not in ("yes", "no", True, False):
            self.refuse(where, f"{where[-1]} may be yes or no")
        return value in ("yes", True)

    def saml(self) -> dict[str, Any]:
        part = self.part("saml")
        encrypted = self.flag(part, "saml", "encrypted")
        if encrypted and not (part.get("certificate") and part.get("key")):
            self.refuse(("saml", "encrypted"), "encrypted needs our certificate and key")
        return {
            "encrypted": encrypted,
            "metadata": self.file(self.text(part, "saml", "metadata"), "saml", "metadata"),
            "entity_id": self.text(part, "saml", "entity_id"),
            "ask_acr": self.texts(part, "saml", "ask_context"),
            "certificate": self.file(self.text(part, "saml", "certificate", default=""), "saml", "certificate"),
            "key": self.file(self.text(part, "saml", "key", default=""), "saml", "key"),
        }

    def file(self, name: str, *where: str) -> str:
        if not name:
            return ""
        try:
            return (self.source.path.parent / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.refuse(where, f"{name} cannot be read")


def _is_here(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
