/* The record's page: its head knows when it is stuck to the top, its menu closes like a menu, and a section of its details is
   changed where it is (dashapp/module_page/changing.py draws the form). */
(function () {
  "use strict";

  function mark() {
    for (const head of document.querySelectorAll(".cs-record-head")) {
      const top = parseFloat(window.getComputedStyle(head).top) || 0;
      head.classList.toggle("cs-stuck", window.scrollY > 8 && head.getBoundingClientRect().top <= top + 1);
    }
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.cs-more[open]")) if (!menu.contains(except)) menu.open = false;
  }

  // --- a section changed where it is; without an answer, and with something unsaved on the page, the link leads to the form ---

  let asked = null;

  function ask(section, cancel) {
    const { slug, record } = document.querySelector(".cs-details").dataset;
    asked = section;
    window.dash_clientside.set_props("record-change-asked", { data: { slug, record_id: record, section: Number(section), cancel } });
  }

  function onChange(event) {
    const link = event.target.closest("a[data-change]");
    const isPlain = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || document.querySelector("[data-dirty]")) return;
    event.preventDefault();
    ask(link.dataset.change);
  }

  function settle() {
    const form = document.querySelector(".cs-details [data-form]");
    const first = [...(form?.querySelectorAll("input, select, textarea") ?? [])].find((one) => one.checkVisibility());
    (first ?? form ?? document.querySelector(`[data-change="${asked}"]`))?.focus();
    asked = null;
  }

  window.addEventListener("clockstart:failed", ({ detail }) => {
    if (!detail.key.includes("record-details")) return;
    for (const link of document.querySelectorAll("a[data-change]")) link.removeAttribute("data-change");
  });

  window.addEventListener("scroll", mark, { passive: true });
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    closeMenus(pressed?.closest(".cs-more-list") ? null : pressed);
    if (pressed?.closest('a[href="#record-history"]')) document.getElementById("record-history").open = true;
    const cancel = pressed?.closest("[data-change-cancel]");
    if (cancel) ask(cancel.dataset.changeCancel, true);
    else if (pressed) onChange(event);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.cs-more[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      detailsDrawn() {
        if (asked !== null) window.setTimeout(settle, 0);
        return window.dash_clientside.no_update;
      },
    },
  });
})();
