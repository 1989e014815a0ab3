/* Prints the page, or a drafted letter alone, without the page around it. */
(function () {
  "use strict";

  const mark = "cs-printing-letter";
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print-page]")) window.print();
    const pressed = event.target instanceof Element ? event.target.closest("[data-print-letter]") : null;
    if (!pressed) return;
    document.documentElement.classList.add(mark);
    window.print();
  });
  window.addEventListener("afterprint", () => document.documentElement.classList.remove(mark));
})();
