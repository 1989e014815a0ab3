/* Dialogs that ask before something is done: opened by the element they name, closed by a button or Escape. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    if (!pressed) return;
    for (const dialog of document.querySelectorAll("dialog[data-opened-by]")) {
      const opener = pressed.closest(`[id="${CSS.escape(dialog.dataset.openedBy)}"]`);
      if (opener && !dialog.open) dialog.showModal();
    }
    pressed.closest("[data-close-dialog]")?.closest("dialog")?.close();
  });
})();
