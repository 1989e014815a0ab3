/* A list is printed whole, as a plain table that fits the paper, in the order and with the filters it has on the page. */
(function () {
  "use strict";

  function make(name, className, ...inside) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  }

  function listRows(api) {
    const rows = [];
    const take = (node) => node.data && rows.push(node.data);
    if (api.getGridOption("rowModelType") === "infinite") api.forEachNode(take);
    else api.forEachNodeAfterFilterAndSort(take);
    return rows;
  }

  // Of a list that comes page by page only the pages that are here can be printed: then it says where the rest is.
  function sayRest(api, count) {
    const all = api.getGridOption("rowModelType") === "infinite" ? api.paginationGetRowCount() : count;
    if (all <= count) return "";
    const number = (value) => value.toLocaleString("en-GB");
    return `The ${number(count)} rows on the page are printed here. For all ${number(all)} download CSV or Excel and print that.`;
  }

  function build(place) {
    const grid = place.querySelector(".cs-grid");
    const api = grid?.id && window.dash_ag_grid?.getApi(grid.id);
    if (!api) return;
    const columns = api.getColumns().map((column) => column.getColDef());
    const rows = listRows(api);
    const head = make("tr", "", ...columns.map((column) => make("th", "", column.headerName ?? "")));
    const lines = rows.map((row) => make("tr", "", ...columns.map((column) => make("td", "", window.clockstartCells.say(column, row[column.field], row)))));
    place.append(make("table", "cs-print-list", make("caption", "", sayRest(api, rows.length)), make("thead", "", head), make("tbody", "", ...lines)));
  }

  function clear() {
    document.querySelectorAll(".cs-print-list").forEach((table) => table.remove());
  }

  window.addEventListener("beforeprint", () => {
    clear();
    document.querySelectorAll("[data-grid]").forEach(build);
  });
  window.addEventListener("afterprint", clear);
})();
