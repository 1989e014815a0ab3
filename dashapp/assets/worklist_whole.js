/* Words that do not fit their cell are shown whole while the cell is hovered over or has the focus; Escape hides them. */
(function () {
  "use strict";

  const CUT = ".cs-cell-words, .cs-cell-second, .cs-cell-link, .cs-chip";
  let shown = null;

  const isCut = (part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 2;

  function hide() {
    shown?.remove();
    shown = null;
  }

  function show(event) {
    const cell = event.target instanceof Element ? event.target.closest(".cs-worklist .ag-cell") : null;
    if (shown?.cell === cell) return;
    hide();
    if (!cell || ![...cell.querySelectorAll(CUT)].some(isCut)) return;
    shown = document.createElement("div");
    shown.cell = cell;
    shown.className = "cs-whole";
    shown.setAttribute("aria-hidden", "true");
    shown.append(...[...cell.querySelectorAll(CUT)].map((part) => Object.assign(document.createElement("span"), { textContent: part.textContent })));
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
