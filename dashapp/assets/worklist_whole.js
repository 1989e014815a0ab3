/* Words that do not fit their cell are shown whole while the cell is hovered over or has the focus; Escape hides them.
   A cell without words is shown what is said of it. */
(function () {
  "use strict";

  const CUT = ".cs-cell-words, .cs-cell-second, .cs-cell-link, .cs-chip";
  let shown = null;

  const CELLS = ".cs-worklist .ag-cell, .cs-people .cs-how:empty, .cs-people .cs-how a";

  const isCut = (part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 2;

  function list(cell) {
    const parts = [...cell.querySelectorAll(CUT)];
    return parts.some(isCut) ? parts.map((part) => part.textContent) : [];
  }

  function hide() {
    shown?.remove();
    shown = null;
  }

  function show(event) {
    const cell = event.target instanceof Element ? event.target.closest(CELLS) : null;
    if (shown?.cell === cell) return;
    hide();
    const words = cell && (cell.ariaLabel ? [cell.ariaLabel] : list(cell));
    if (!words?.length) return;
    shown = document.createElement("div");
    shown.cell = cell;
    shown.className = "cs-whole";
    shown.setAttribute("aria-hidden", "true");
    shown.append(...words.map((textContent) => Object.assign(document.createElement("span"), { textContent })));
    document.body.append(shown);
    place();
  }

  function place() {
    if (!shown?.cell.isConnected) return hide();
    const box = shown.cell.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - shown.offsetWidth - 8);
    const below = box.bottom + shown.offsetHeight < window.innerHeight;
    Object.assign(shown.style, { left: `${Math.max(8, left)}px`, top: `${below ? box.bottom - 2 : box.top - shown.offsetHeight + 2}px` });
  }

  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("scroll", place, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
