// SPDX-FileCopyrightText: 2026 Självklar contributors
// SPDX-License-Identifier: EUPL-1.2
// What is typed is kept on the server a few seconds after the last key, and when the page is left. Nothing is kept
// here, focus stays where it is, and the quiet button does the same without this.
(function () {
  "use strict";

  const PAUSE = 3000; // after the last key
  const AGAIN = 15000; // after a failure
  const LARGEST = 60000; // what a browser lets a page send as it goes

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const texts = [...form.querySelectorAll("textarea")];
    const tools = form.querySelector(".writing");
    if (!texts.length || !tools) return;
    const written = () => texts.map((text) => text.value).join("\u0000");
    const version = tools.querySelector("[data-version]");
    const said = tools.querySelector("[data-said]");
    const address = tools.querySelector("[formaction]").formAction;
    let kept = "unsaved" in tools.dataset ? null : written(); // what the server has
    let timer = 0;
    let busy = false;
    let failed = false;
    let left = null; // what went along as the page was hidden: being left comes after it, and needs not say it again
    let gone = false; // sent: nothing more is saved from here
    let button = null; // pressed while a saving was on its way: what is sent must come after it

    function say(sentence) {
      if (said.textContent !== sentence) said.textContent = sentence;
    }

    function soon(after) {
      clearTimeout(timer);
      timer = setTimeout(save, after);
    }

    async function save(leaving) {
      clearTimeout(timer);
      const now = written();
      if (gone || now === kept || (busy && leaving !== true)) return;
      if (leaving === true) {
        if (now === left) return;
        left = now;
      }
      busy = true;
      const body = new URLSearchParams(new FormData(form));
      body.delete("do");
      try {
        const answer = await fetch(address, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          redirect: "manual",
          signal: leaving === true ? null : AbortSignal.timeout(8000),
          keepalive: leaving === true && body.toString().length < LARGEST,
        });
        const there = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        if (answer.ok && there) {
          const found = await answer.json();
          version.value = found.version;
          kept = now;
          failed = false;
          say(found.said);
        } else if (there) {
          failed = true; // said once: only another text, or a press, changes it
          kept = now;
          say((await answer.json()).said);
        } else {
          failed = true;
          say(said.dataset.signedOut);
          soon(AGAIN);
        }
      } catch {
        failed = true;
        left = null;
        say(said.dataset.offline);
        soon(AGAIN);
      }
      busy = false;
      if (button) {
        const pressed = button;
        button = null;
        form.requestSubmit(pressed);
        return;
      }
      if (!failed && written() !== kept) soon(PAUSE);
    }

    if (written() !== kept) soon(PAUSE); // what was refused is kept too
    texts.forEach((text) => text.addEventListener("input", () => soon(PAUSE)));
    window.addEventListener("online", () => save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save(true);
    });
    window.addEventListener("pagehide", () => save(true));
    document.addEventListener(
      "submit",
      (event) => {
        if (event.target !== form) return;
        clearTimeout(timer);
        if (busy) {
          event.preventDefault();
          event.stopImmediatePropagation();
          button = event.submitter;
          return;
        }
        gone = true;
      },
      true,
    );
    window.addEventListener("pageshow", () => {
      gone = false;
    });
    // Leaving asks first only when what was typed could not be kept.
    window.addEventListener("beforeunload", (event) => {
      if (!gone && failed) event.preventDefault();
    });
  });
})();
