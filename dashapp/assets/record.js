/* The record's page: its head knows when it is stuck to the top, its menu closes like a menu, and it can be printed. */
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

  window.addEventListener("scroll", mark, { passive: true });
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    closeMenus(pressed?.closest(".cs-more-list") ? null : pressed);
    if (pressed?.closest("[data-print-page]")) window.print();
    if (pressed?.closest('a[href="#record-history"]')) document.getElementById("record-history").open = true;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.cs-more[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
