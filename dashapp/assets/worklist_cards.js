/* On a phone a list is cards: name, how it stands, its clock, the next step and its day; found and sorted as the grid is. */
(function () {
  "use strict";

  const list = window.clockstartList;
  const make = (...args) => window.React.createElement(...args);
  const STEP = 50;
  let root = null;
  let shown = STEP;

  function draw(data, field) {
    const column = field && list.api.getColumn(field)?.getColDef();
    const value = data[field];
    if (!column || value === undefined || value === null) return null;
    const cells = window.dashAgGridComponentFunctions;
    const renderer = cells[column.cellRenderer] ?? cells[column.cellRenderer?.name];
    if (renderer) return make(renderer, { value, data, ...column.cellRendererParams });
    return typeof value === "number" ? `${column.headerName}: ${value}` : String(value);
  }

  function card(data, parts) {
    const line = (name, ...fields) => make("div", { key: name, className: `cs-list-card-${name}` }, ...fields.map((field) => draw(data, parts[field])));
    return make("li", { key: list.keyOf(data), className: "cs-list-card", "data-key": list.keyOf(data) }, [
      line("head", "name", "stands"),
      parts.learner && line("learner", "learner"),
      parts.clock && line("clock", "clock"),
      line("foot", "step", "due"),
    ]);
  }

  list.drawCards = function () {
    const place = list.place();
    if (!place || !list.isPhone.matches || place.dataset.big) return;
    if (!root?.place?.isConnected) {
      const inside = document.createElement("ul");
      inside.className = "cs-list-cards";
      place.prepend(inside);
      root = { place: inside, react: window.ReactDOM.createRoot(inside) };
      shown = STEP;
    }
    const rows = [];
    list.api.forEachNodeAfterFilterAndSort((node) => node.data && rows.push(node.data));
    const parts = JSON.parse(place.dataset.card);
    const more = make("li", { key: "more", className: "cs-list-card-more" }, make("button", { type: "button", className: "btn btn-secondary", onClick: () => ((shown += STEP), list.drawCards()) }, `Show ${Math.min(STEP, rows.length - shown)} more`));
    root.react.render([...rows.slice(0, shown).map((data) => card(data, parts)), rows.length > shown ? more : null]);
  };

  list.isPhone.addEventListener("change", () => list.api && list.drawCards());
})();
