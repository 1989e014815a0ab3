/* Says plainly what has not been saved: the connection is gone, the server answered with an error, the session ended.
   session.js reports each failed and each answered request; a failure is taken back when the same thing succeeds. What
   becomes of a record's form is said in the form alone (drafts.js). */
(function () {
  "use strict";

  const OFFLINE = "offline";
  const OF_FORM = ["record-form-status", "record-draft-kept", OFFLINE];
  const failures = new Map();
  const bar = () => document.getElementById("connection-banner");

  function show() {
    const banner = bar();
    if (!banner) return;
    const last = [...failures.values()].pop();
    document.getElementById("connection-words").textContent = last ? last.words : "";
    document.getElementById("connection-sign-in").hidden = !last?.signIn;
    document.getElementById("connection-retry").hidden = !last?.held;
    banner.hidden = !last;
  }

  const isToldInForm = (key) => document.querySelector("[data-form]") && OF_FORM.some((one) => key.includes(one));

  function fail({ key, words, signIn = false, held = false }) {
    failures.delete(key);
    if (!isToldInForm(key)) failures.set(key, { words, signIn, held });
    show();
    window.dispatchEvent(new CustomEvent("clockstart:answered"));
  }

  function clear(key) {
    if (failures.delete(key)) show();
  }

  window.addEventListener("clockstart:failed", (event) => fail(event.detail));
  window.addEventListener("clockstart:reached", (event) => clear(event.detail.key));
  window.addEventListener("offline", () => fail({ key: OFFLINE, words: "This computer is offline. What you have entered stays on this page." }));
  window.addEventListener("online", () => clear(OFFLINE));

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#connection-close")) {
      failures.clear();
      show();
    }
  });

  // Leaving the page is questioned only while something in it has not been saved.
  window.addEventListener("beforeunload", (event) => {
    const dirty = document.querySelector("[data-dirty]:not([data-dirty='false'])");
    if (dirty && !document.documentElement.dataset.leaving) event.preventDefault();
  });
})();
