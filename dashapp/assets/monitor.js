/* People × modules is one stop of the Tab key: the arrow keys walk its cells, Home and End go to the ends of a row. */
(function () {
  "use strict";

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] };
  const limit = (at, many) => Math.max(0, Math.min(many - 1, at));

  document.addEventListener("keydown", (event) => {
    const cell = STEPS[event.key] && event.target instanceof Element && event.target.closest(".cs-people :is(th, td)");
    if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [down, right] = STEPS[event.key];
    const rows = [...cell.closest("table").querySelectorAll("tr:not(.cs-people-stages)")];
    const row = rows[limit(rows.indexOf(cell.parentElement) + down, rows.length)];
    const next = row.cells[limit(cell.cellIndex + right, row.cells.length)];
    (next.querySelector("a") ?? next).focus();
  });

  // Where the focus was last is where the Tab key comes back to.
  document.addEventListener("focusin", (event) => {
    const table = event.target instanceof Element && event.target.closest(".cs-people");
    if (!table) return;
    for (const one of table.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
    event.target.tabIndex = 0;
  });
})();
