/* SPDX-FileCopyrightText: 2026 Självklar contributors
   SPDX-License-Identifier: EUPL-1.2
   Everything works without this. It makes leaving faster, and says when a line is down before anything is sent. */
(function () {
  "use strict";
  var exit = document.getElementById("exit");
  var shift = true;

  function leave() {
    var cover = document.createElement("div");
    cover.id = "gone";
    document.body.appendChild(cover);
    document.title = "\u200b";
    location.replace("/x");
  }

  if (exit) exit.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    leave();
  });

  /* Shift three times within two seconds, and nothing else between: writing a capital letter does not count. */
  var presses = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") presses = [];
  });
  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !shift) { presses = []; return; }
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < 2000; });
    presses.push(now);
    if (presses.length === 3) leave();
  });

  var off = document.querySelector("[data-shift-off]");
  if (off) {
    document.querySelector("[data-shift]").hidden = false;
    off.addEventListener("click", function () {
      shift = false;
      var said = document.querySelector("[data-shift-said]");
      said.textContent = said.getAttribute("data-off");
      off.hidden = true;
    });
  }

  /* A page that the browser kept alive is asked for again, so that leaving holds for it too. */
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.querySelectorAll("details").forEach(function (each) { each.open = true; });
      window.print();
    });
  });

  document.querySelectorAll("form[data-careful]").forEach(function (form) {
    var offline = document.getElementById("offline"), asking = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (asking) return;
      asking = true;
      offline.hidden = true;
      var line = new AbortController();
      var patience = setTimeout(function () { line.abort(); }, 8000);
      fetch("/alive", { cache: "no-store", credentials: "omit", signal: line.signal })
        .then(function (answer) { if (!answer.ok) throw answer; form.submit(); })
        .catch(function () { offline.hidden = false; offline.focus(); })
        .finally(function () { clearTimeout(patience); asking = false; });
    });
  });
})();
