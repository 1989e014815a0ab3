/* Light or dark as the person chose on this computer, before anything is drawn; otherwise as the computer says. */
(function () {
  "use strict";
  const KEY = "clockstart-colours";
  const root = document.documentElement;

  function read() {
    try {
      return window.localStorage.getItem(KEY) ?? "system";
    } catch {
      return "system";
    }
  }

  function write(choice) {
    try {
      window.localStorage.setItem(KEY, choice);
    } catch {
      // Storage is off in this browser: the choice holds until the page is left.
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-colours]")) {
      button.setAttribute("aria-pressed", String(button.dataset.colours === choice));
    }
  }

  apply(read());
  document.addEventListener("DOMContentLoaded", () => apply(read()));
  window.addEventListener("clockstart:route", () => apply(read()));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-colours]") : null;
    if (!button) return;
    write(button.dataset.colours);
    apply(button.dataset.colours);
  });
})();
