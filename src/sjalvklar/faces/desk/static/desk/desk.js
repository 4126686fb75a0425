// SPDX-FileCopyrightText: 2026 Självklar contributors
// SPDX-License-Identifier: EUPL-1.2
// Small comforts. Everything works without them.
(function () {
  "use strict";

  // The demo's made-up people: one press fills in who.
  document.querySelectorAll("[data-fill]").forEach((button) => {
    button.addEventListener("click", () => {
      document.getElementById("id_login").value = button.dataset.fill;
      const password = document.getElementById("id_password");
      password.value = button.dataset.with;
      password.form.querySelector("button").focus();
    });
  });

  // Leaving with an answer half written asks first; sending it does not.
  document.querySelectorAll("form[data-once]").forEach((form) => {
    const field = form.querySelector("textarea");
    const before = field ? field.value : "";
    let sending = false;
    form.addEventListener("submit", (event) => {
      if (sending) event.preventDefault();
      sending = true;
    });
    window.addEventListener("pageshow", () => {
      sending = false;
    });
    window.addEventListener("beforeunload", (event) => {
      // Where drafts are kept, drafts.js asks when one could not be.
      if (!sending && field && !("draft" in form.dataset) && field.value !== before) event.preventDefault();
    });
  });

  // A link to a folded part opens it.
  function unfold() {
    const part = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (part && part.tagName === "DETAILS") part.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();
})();
