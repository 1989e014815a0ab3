/* Forms: focus on problems, title prefix, Enter saves, no double submit. Which question is asked when, and what describes
   a control, is answers.js; what becomes of what is typed is drafts.js. */
(function () {
  "use strict";

  const PREFIX = "Error: ";
  const SAVE = "[data-save], #record-save, #record-save-and-add";
  let announced = null;

  function showProblems() {
    const summary = document.querySelector(".cs-problems");
    if (summary && summary !== announced) {
      summary.focus();
      summary.scrollIntoView({ block: "start" });
    }
    announced = summary;
    const prefixed = document.title.startsWith(PREFIX);
    if (summary && !prefixed) document.title = PREFIX + document.title;
    if (!summary && prefixed) document.title = document.title.slice(PREFIX.length);
  }

  // A link in the summary goes to its control, with the question's words in view above it; one to a section without open
  // questions opens them.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".cs-problems a[href^='#'], .cs-way a") : null;
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control) return;
    event.preventDefault();
    const inside = [...control.querySelectorAll("input, select, textarea, summary")].find((one) => one.checkVisibility());
    window.dash_clientside.clockstart.reveal(inside?.matches("summary") ? inside : control);
    (control.closest("[data-field]") ?? control).scrollIntoView({ block: "start" });
    const target = control.matches("input, select, textarea, button") ? control : inside ?? control.querySelector("input, select, textarea");
    (target ?? control).focus({ preventScroll: true });
  });

  // Enter in a one-line answer saves, as people expect of a form; elsewhere it keeps its own meaning.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    const control = event.target;
    if (!(control instanceof HTMLInputElement) || ["checkbox", "radio", "button", "submit", "file", "search"].includes(control.type)) return;
    const form = control.closest(".cs-form");
    const save = form?.querySelector(SAVE);
    if (!save || control.closest("[role=combobox], .ag-root")) return;
    event.preventDefault();
    control.dispatchEvent(new Event("change", { bubbles: true }));
    save.click();
  });

  // A second press within the same save is swallowed; the button is let go when the answer or an error arrives.
  const BUSY_FOR = 8000;
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest(SAVE) : null;
      if (!button) return;
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const form = button.closest(".cs-form") ?? document;
      const buttons = [...form.querySelectorAll(SAVE)];
      buttons.forEach((one) => one.setAttribute("aria-disabled", "true"));
      const release = () => buttons.forEach((one) => one.removeAttribute("aria-disabled"));
      window.addEventListener("clockstart:answered", release, { once: true });
      window.setTimeout(release, BUSY_FOR);
    },
    true
  );

  // The input that dcc.Upload hides is named by the words people press.
  function nameUploads() {
    for (const input of document.querySelectorAll("input[type=file]:not([aria-label])")) {
      input.setAttribute("aria-label", input.parentElement.textContent.trim() || "Choose a file");
    }
  }

  let queued = false;
  function refresh() {
    queued = false;
    showProblems();
    nameUploads();
  }

  new MutationObserver((changes) => {
    if (changes.some((one) => one.target.closest?.("[role=status], [role=alert], .cs-problems-slot"))) {
      window.dispatchEvent(new CustomEvent("clockstart:answered"));
    }
    if (queued) return;
    queued = true;
    window.requestAnimationFrame(refresh);
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });
})();
