# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""SAML 2.0 by python3-saml, as strict as it goes, and what it leaves open: each answer is to one question of ours.

Web Browser SSO Profile (saml-profiles-2.0-os 4.1.4.3). Our addresses come from the file, never from a request.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.urls import reverse
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from sjalvklar.faces.desk.sign_in.city.claims import Came, came
from sjalvklar.faces.desk.sign_in.city.config import BadMetadata, City

_NAMES = {"saml": Names.NS_SAML, "samlp": Names.NS_SAMLP}
_TRANSIENT = Names.NAMEID_TRANSIENT
_XENC, _XENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
# How an assertion may be encrypted. Not RSA 1.5, which answers of ours could be made to undo (Bleichenbacher),
# nor 3DES.
_WAYS = frozenset(
    {
        *(f"{_XENC}aes{bits}-cbc" for bits in (128, 192, 256)),
        *(f"{_XENC11}aes{bits}-gcm" for bits in (128, 192, 256)),
        f"{_XENC}rsa-oaep-mgf1p",
        f"{_XENC11}rsa-oaep",
    }
)


class Refused(BadMetadata):
    """An answer that is not believed; says why, for whoever keeps the product."""


class CitySAML(SAMLProvider):
    """allauth's, told what was read instead of reading it."""

    def extract_uid(self, data: Came) -> str:
        return data.identity

    def extract_extra_data(self, data: Came) -> dict[str, Any]:
        return {}  # what the provider says of somebody is read and not kept

    def extract_common_fields(self, data: Came) -> dict[str, Any]:
        return {}


@lru_cache(maxsize=8)
def settings_of(city: City, *, messages_signed: bool = False) -> OneLogin_Saml2_Settings:
    """What python3-saml is told. Raises Refused when the provider's metadata cannot be read."""
    try:
        idp = OneLogin_Saml2_IdPMetadataParser.parse(city.metadata.encode(), entity_id=city.entity_id)["idp"]
        given = {
            "strict": True,
            "debug": False,
            "sp": {
                "entityId": city.address + reverse("city_metadata"),
                "assertionConsumerService": {
                    "url": city.address + reverse("city_saml"),
                    "binding": Names.BINDING_HTTP_POST,
                },
                "singleLogoutService": {
                    "url": city.address + reverse("city_saml_out"),
                    "binding": Names.BINDING_HTTP_REDIRECT,
                },
                "NameIDFormat": Names.NAMEID_PERSISTENT,
                "x509cert": city.certificate,
                "privateKey": city.key,
            },
            "idp": idp,
            "security": {
                "wantAssertionsSigned": True,
                "wantAssertionsEncrypted": city.encrypted,
                "wantMessagesSigned": messages_signed,
                "wantNameId": True,
                "wantAttributeStatement": True,
                "rejectDeprecatedAlgorithm": True,
                "allowRepeatAttributeName": True,
                "requestedAuthnContext": list(city.ask_acr) or False,
                "failOnAuthnContextMismatch": False,
                "authnRequestsSigned": bool(city.key),
                "logoutRequestSigned": bool(city.key),
                "logoutResponseSigned": bool(city.key),
                "signatureAlgorithm": Names.RSA_SHA256,
                "digestAlgorithm": Names.SHA256,
            },
        }
        return OneLogin_Saml2_Settings(given)
    except (OneLogin_Saml2_Error, KeyError, ValueError, SyntaxError) as wrong:
        raise Refused(f"the provider's metadata cannot be used: {wrong}") from wrong


def _auth(
    city: City, name: str, *, get: dict[str, str] | None = None, post: dict[str, str] | None = None, **asked: bool
) -> OneLogin_Saml2_Auth:
    ours = urlsplit(city.address)
    request = {
        "https": "on" if ours.scheme == "https" else "off",
        "http_host": ours.netloc,
        "script_name": reverse(name),
        "path_info": "",
        "get_data": get or {},
        "post_data": post or {},
    }
    return OneLogin_Saml2_Auth(request, settings_of(city, **asked))


@dataclass(frozen=True, slots=True)
class Question:
    """Where the person is sent, and the mark that the answer must carry."""

    address: str
    id: str


def question(city: City, *, again: bool) -> Question:
    """Ask who it is; `again`: even of somebody who has just said."""
    auth = _auth(city, "city_saml")
    address = auth.login(return_to="", force_authn=again)
    return Question(str(address), str(auth.get_last_request_id()))


def asked(city: City, answer: str) -> str:
    """Which question of ours an answer says that it answers. Not believed yet. Raises Refused."""
    _check_how_encrypted(answer)
    try:
        found = OneLogin_Saml2_Response(settings_of(city), answer).get_in_response_to()
    except Exception as wrong:  # whatever was sent is parsed here for the first time
        raise Refused(f"not a SAML answer: {type(wrong).__name__}") from wrong
    if not found:
        raise Refused("nobody asked for it")
    return str(found)


def _check_how_encrypted(answer: str) -> None:
    """Before our key is used for what a stranger may have sent. Raises Refused for a weak way of encrypting, and for
    what would have the contents fetched from elsewhere, which the library beneath would do."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(base64.b64decode(answer), parser)
    except (ValueError, etree.XMLSyntaxError) as wrong:
        raise Refused(f"not a SAML answer: {type(wrong).__name__}") from wrong
    for found in tree.iter(f"{{{_XENC}}}EncryptionMethod"):
        if found.get("Algorithm") not in _WAYS:
            raise Refused("encrypted in a way that is not taken")
    elsewhere = tree.iter(f"{{{_XENC}}}CipherReference", f"{{{Names.NS_DS}}}RetrievalMethod")
    if any(not found.get("URI", "").startswith("#") for found in elsewhere):
        raise Refused("encrypted with parts that are elsewhere")


def believed(city: City, answer: str, question_id: str) -> Came:
    """Who it is, when all of the answer holds. Raises Refused, claims.NotSaid."""
    auth = _auth(city, "city_saml", post={"SAMLResponse": answer})
    try:
        auth.process_response(request_id=question_id)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, ValueError, SyntaxError) as wrong:
        raise Refused(str(wrong)) from wrong
    if auth.get_errors() or not auth.is_authenticated():
        raise Refused(auth.get_last_error_reason() or ", ".join(auth.get_errors()))
    said = _Signed(auth)
    if said.all("//saml:SubjectConfirmationData/@InResponseTo") != {question_id}:
        raise Refused("the assertion answers another question")
    if settings_of(city).get_sp_data()["entityId"] not in said.all("//saml:AudienceRestriction/saml:Audience/text()"):
        raise Refused("the assertion is not made for us")
    attributes = {**auth.get_friendlyname_attributes(), **auth.get_attributes()}
    subject = next((str(attributes[name][0]) for name in city.claims["subject"] if attributes.get(name)), "")
    if not subject and auth.get_nameid_format() != _TRANSIENT:
        subject = str(auth.get_nameid() or "")
    return came(
        city,
        attributes,
        issuer=city.entity_id,
        subject=subject,
        acr=frozenset(auth.get_last_authn_contexts()),
        amr=frozenset(),
        at=_moment(next(iter(said.all("//saml:AuthnStatement/@AuthnInstant")), "")),
        logout={
            "name_id": str(auth.get_nameid() or ""),
            "name_id_format": str(auth.get_nameid_format() or ""),
            "session_index": str(auth.get_session_index() or ""),
        },
    )


class _Signed:
    """The one assertion of an answer that has been checked."""

    def __init__(self, auth: OneLogin_Saml2_Auth) -> None:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        self.tree = etree.fromstring(auth.get_last_response_xml().encode(), parser)

    def all(self, path: str) -> set[str]:
        found = self.tree.xpath(path, namespaces=_NAMES)
        return {str(one).strip() for one in found} if isinstance(found, list) else set()


def _moment(written: str) -> float:
    try:
        return datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return 0.0


def metadata(city: City) -> str:
    """Our own metadata, for the provider. Raises Refused."""
    settings = settings_of(city)
    made = settings.get_sp_metadata()
    wrong = settings.validate_metadata(made)
    if wrong:
        raise Refused(", ".join(wrong))
    return made.decode() if isinstance(made, bytes) else str(made)


def sign_out_address(city: City, logout: dict[str, str]) -> str:
    """Where the person also signs out at the provider; empty when it has no such place."""
    auth = _auth(city, "city_saml_out")
    if not auth.get_slo_url() or not logout.get("name_id"):
        return ""
    return str(
        auth.logout(
            return_to="",
            name_id=logout["name_id"],
            name_id_format=logout.get("name_id_format") or None,
            session_index=logout.get("session_index") or None,
        )
    )


def signed_out(city: City, sent: dict[str, str]) -> tuple[bool, str]:
    """A message about signing out, signed by the provider: whether to sign out here, and where to go then (or empty).

    Raises Refused.
    """
    auth = _auth(city, "city_saml_out", get=sent, messages_signed=True)
    try:
        address = auth.process_slo(keep_local_session=True)
    except Exception as wrong:  # whatever was sent is parsed here for the first time
        raise Refused(f"not a message about signing out: {type(wrong).__name__}") from wrong
    if auth.get_errors():
        raise Refused(auth.get_last_error_reason() or ", ".join(auth.get_errors()))
    return "SAMLRequest" in sent, str(address or "")
