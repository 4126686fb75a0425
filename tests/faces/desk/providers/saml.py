# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A SAML identity provider (pysaml2), which signs with the xmlsec library instead of a program of that name.

Run as `python -m tests.faces.desk.providers.saml PORT FOLDER`. `PUT /sp` gives it our metadata; `GET /sso` answers a
question with a form, for whom and how the query says; `GET /metadata` is its own. Every wrong answer that the tests
need is one it can be asked for.
"""

from __future__ import annotations

import base64
import datetime
import json
import sys
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sjalvklar.kernel import clock

_FORM = """<!doctype html><title>The city</title><form method="post" action="{place}">
<input type="hidden" name="SAMLResponse" value="{answer}"><button>Go on</button></form>"""
CONTEXT = "http://id.example.org/loa3"


def make_keys(folder: Path, name: str) -> tuple[str, str]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / f"{name}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return str(folder / f"{name}.key"), str(folder / f"{name}.crt")


class Provider:
    def __init__(self, port: int, folder: Path) -> None:
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}"
        self.keys = make_keys(folder, "idp")
        self.other_keys = make_keys(folder, "somebody-else")
        self.server: Any = None
        self.signing: Any = None

    def config(self, metadata: str = "") -> Any:
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.config import IdPConfig
        from saml2.saml import NAMEID_FORMAT_PERSISTENT

        known = IdPConfig()
        known.load(
            {
                "entityid": f"{self.base}/metadata",
                "xmlsec_binary": "/bin/true",  # never run: see Signing
                "key_file": self.keys[0],
                "cert_file": self.keys[1],
                "metadata": {"inline": [metadata]} if metadata else {},
                "service": {
                    "idp": {
                        "name": "The city",
                        "endpoints": {
                            "single_sign_on_service": [(f"{self.base}/sso", BINDING_HTTP_REDIRECT)],
                            "single_logout_service": [(f"{self.base}/slo", BINDING_HTTP_REDIRECT)],
                        },
                        "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                        "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}},
                    }
                },
            }
        )
        return known

    def metadata(self) -> str:
        from saml2.metadata import entity_descriptor

        own = self.config()
        own.xmlsec_binary = None  # there is no program to ask which algorithms it knows
        return str(entity_descriptor(own))

    def know(self, metadata: str) -> None:
        from saml2.server import Server

        self.server = Server(config=self.config(metadata))
        self.server.sec.crypto = self.signing = _signing()

    def answer(self, question: str, wish: dict[str, str]) -> tuple[str, str]:
        """Where to, and a signed answer to a question of ours, or one with what `wish` has wrong in it."""
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID

        asked = self.server.parse_authn_request(question, BINDING_HTTP_REDIRECT).message
        place = asked.assertion_consumer_service_url
        self.signing.instead = self.other_keys[0] if wish.get("stranger") else ""
        who = NameID(
            format=NAMEID_FORMAT_TRANSIENT if wish.get("transient") else NAMEID_FORMAT_PERSISTENT,
            text=wish.get("sub", "jonas-1"),
        )
        said: dict[str, Any] = {
            "displayName": [wish.get("name", "Jonas Ek")],
            "givenName": ["Jonas"],
            "uid": ["jonas.ek"],
        }
        groups = [group for group in wish.get("groups", "").split(",") if group]
        if groups:
            said["eduPersonEntitlement"] = groups
        made = str(
            self.server.create_authn_response(
                identity=said,
                in_response_to=wish.get("in_response_to", asked.id),
                destination=wish.get("destination", place),
                sp_entity_id=wish.get("audience", asked.issuer.text),
                name_id=who,
                authn={"class_ref": wish.get("context", CONTEXT), "authn_auth": self.base},
                sign_assertion=not wish.get("unsigned"),
                sign_response=False,
                sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
            )
        )
        return place, _encrypted(made, wish) if wish.get("encrypted_to") else made


def _encrypted(made: str, wish: dict[str, str]) -> str:
    """The same answer with its assertion encrypted to that certificate (XML Encryption 1.1, RSA-OAEP and AES-GCM)."""
    import xmlsec
    from lxml import etree

    saml = "urn:oasis:names:tc:SAML:2.0:assertion"
    tree = etree.fromstring(made.encode())
    assertion = tree.find(f"{{{saml}}}Assertion")
    place = tree.index(assertion)
    # Written out first, so that it carries the names of the namespaces that stood around it.
    within = etree.tostring(assertion).decode()
    tree.remove(assertion)
    holder = etree.fromstring(f'<saml:EncryptedAssertion xmlns:saml="{saml}">{within}</saml:EncryptedAssertion>')
    alone = holder[0]
    ciphers = {"3des": xmlsec.constants.TransformDes3Cbc, "cbc": xmlsec.constants.TransformAes256Cbc}
    weak = wish.get("cipher") == "3des"
    data = xmlsec.template.encrypted_data_create(
        holder,
        ciphers.get(wish.get("cipher", ""), xmlsec.constants.TransformAes256Gcm),
        type=xmlsec.constants.TypeEncElement,
        ns="xenc",
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    ways = {"rsa15": xmlsec.constants.TransformRsaPkcs1}
    way = ways.get(wish.get("wrapped_by", ""), xmlsec.constants.TransformRsaOaep)
    xmlsec.template.encrypted_data_ensure_cipher_value(xmlsec.template.add_encrypted_key(info, way))
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_file(wish["encrypted_to"], xmlsec.constants.KeyDataFormatCertPem))
    encrypting = xmlsec.EncryptionContext(manager)
    kind, bits = (xmlsec.constants.KeyDataDes, 192) if weak else (xmlsec.constants.KeyDataAes, 256)
    encrypting.key = xmlsec.Key.generate(kind, bits, xmlsec.constants.KeyDataTypeSession)
    data = encrypting.encrypt_xml(data, alone)
    if data.getparent() is None:
        holder.append(data)
    tree.insert(place, holder)
    return str(etree.tostring(tree).decode())


def _signing() -> Any:
    """pysaml2's signing, by the library."""
    import xmlsec
    from lxml import etree
    from saml2.sigver import CryptoBackend

    class Signing(CryptoBackend):
        version = "1.3"
        instead = ""  # a key that is not the provider's

        def sign_statement(self, statement: Any, node_name: str, key_file: str, node_id: str) -> str:
            tree = etree.fromstring(statement.encode() if isinstance(statement, str) else statement)
            for node in tree.iter():
                if isinstance(node.tag, str) and node.get("ID"):
                    xmlsec.tree.add_ids(node, ["ID"])
            holder = next(node for node in tree.iter() if node.get("ID") == node_id)
            template = next(node for node in holder if node.tag == "{http://www.w3.org/2000/09/xmldsig#}Signature")
            signing = xmlsec.SignatureContext()
            signing.key = xmlsec.Key.from_file(self.instead or key_file, xmlsec.constants.KeyDataFormatPem)
            signing.sign(template)
            return etree.tostring(tree).decode()

    return Signing()


def main(port: int, folder: Path) -> None:
    warnings.simplefilter("ignore")
    provider = Provider(port, folder)

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/metadata":
                return self.say(provider.metadata(), "text/xml")
            if parts.path == "/sso":
                query.setdefault("groups", "sjk-jarva-konsulent")
                place, answer = provider.answer(query.pop("SAMLRequest"), query)
                if "html" in self.headers.get("Accept", ""):
                    written = base64.b64encode(answer.encode()).decode()
                    return self.say(_FORM.format(place=place, answer=written), "text/html")
                return self.say(json.dumps({"SAMLResponse": answer}), "application/json")
            return self.say("signed out", "text/plain")

        def do_PUT(self) -> None:
            provider.know(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.say("", "text/plain")

        def say(self, text: str, kind: str) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Pages).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
