// SPDX-FileCopyrightText: 2026 Självklar contributors
// SPDX-License-Identifier: EUPL-1.2
// Passkeys (https://www.w3.org/TR/webauthn-3/): options come as JSON with base64url, the browser wants bytes.
(function () {
  "use strict";

  function bytes(text) {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (c) => c.charCodeAt(0)).buffer;
  }

  function text(buffer) {
    const raw = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(list) {
    return (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  }

  function said(credential, response) {
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: response,
    });
  }

  async function create(options) {
    const asked = options.publicKey;
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
      },
    });
    return said(made, {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }

  async function get(options) {
    const asked = options.publicKey;
    const used = await navigator.credentials.get({
      publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) },
    });
    return said(used, {
      clientDataJSON: text(used.response.clientDataJSON),
      authenticatorData: text(used.response.authenticatorData),
      signature: text(used.response.signature),
      userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
    });
  }

  async function optionsFor(form) {
    if (form.dataset.passkey !== "sign-in") {
      return JSON.parse(document.getElementById("passkey-options").textContent);
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  }

  // An address that is a number can have no passkeys: they belong to a name.
  const possible = Boolean(window.PublicKeyCredential) && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = !possible;
    const wrong = form.querySelector("[role=alert]");
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      if (wrong) wrong.hidden = true;
      try {
        const options = await optionsFor(form);
        form.elements.credential.value = form.dataset.passkey === "create" ? await create(options) : await get(options);
        form.submit();
      } catch {
        if (wrong) wrong.hidden = false;
      }
    });
  });
  document.querySelectorAll("[data-no-passkeys]").forEach((note) => {
    note.hidden = possible;
  });
})();
