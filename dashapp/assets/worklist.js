/* A list at work: finding in it, its columns as wide as there is room, its address as it is looked at, its menus. */
(function () {
  "use strict";

  const IDS = ["worklist-grid", "worklist-big-grid"];
  const list = (window.clockstartList = { api: null, keyOf: (row) => (row?.uid ? `${row.uid}/${row.id}` : row?.id) });

  const place = () => document.querySelector(".cs-worklist [data-grid]");
  const isText = (element) => element?.closest?.("input, textarea, select, [contenteditable]");
  list.place = place;
  list.isPhone = window.matchMedia("(max-width: 700px)");
  list.isText = isText;

  // --- the address says what is seen, so that a link and the way back show it again ----------------------------------

  list.read = (name) => new URLSearchParams(window.location.search).get(name) ?? "";

  list.write = function (changes) {
    const query = new URLSearchParams(window.location.search);
    for (const [name, text] of Object.entries(changes)) {
      if (text) query.set(name, text);
      else query.delete(name);
    }
    const search = query.toString();
    history.replaceState({ ...history.state, samePage: true }, "", window.location.pathname + (search ? `?${search}` : ""));
    remember();
    markFiles();
  };

  // A list, of one's own records or of a practice copy of them.
  function listAt({ pathname, search }) {
    const scope = window.clockstartScope(search);
    return pathname.replace(/\/$/, "") + (scope && `?scope=${scope}`);
  }

  const path = () => listAt(window.location);

  // The page of before is still there for a moment when the address has changed.
  const isHere = () => place() && list.home === path() && list.api && !list.api.isDestroyed();

  function remember() {
    if (!isHere() || sessionStorage.getItem("list-comes-back") === path()) return;
    const at = list.api.getFirstDisplayedRowIndex();
    sessionStorage.setItem(`list:${path()}`, JSON.stringify({ search: window.location.search, top: window.scrollY, at }));
  }

  const recall = (where) => JSON.parse(sessionStorage.getItem(`list:${where}`) ?? "null");

  // For the record that is opened from it (way_back.js): what is shown and the addresses of its rows, in their order. Of a
  // list that comes page by page only those are known that have come.
  function rememberRows() {
    if (!isHere()) return;
    const { href } = list.api.getColumnDefs()[0].cellRendererParams;
    const rows = new Array(list.api.getDisplayedRowCount()).fill("");
    const put = (node) => node.data && (rows[node.rowIndex] = window.clockstartAddress(href, node.data));
    if (list.api.getGridOption("rowModelType") === "infinite") list.api.forEachNode(put);
    else list.api.forEachNodeAfterFilterAndSort(put);
    const view = document.querySelector(".cs-list-views [aria-current]")?.firstChild.textContent ?? "";
    const title = document.querySelector(".cs-list-title h1").textContent;
    sessionStorage.setItem("list-left", JSON.stringify({ path: path(), title, view, rows, isCounted: isCounted() }));
  }

  // Where a page leads back to a list, it leads to the list as it was left.
  function onBack(event) {
    const link = event.target instanceof Element ? event.target.closest("a.cs-back, a[data-back-to-list]") : null;
    const where = link && listAt(link);
    const known = link && where === link.pathname + link.search && recall(where);
    if (!known) return;
    link.search = known.search;
    sessionStorage.setItem("list-comes-back", where);
  }

  function comeBack() {
    if (sessionStorage.getItem("list-comes-back") !== path()) return;
    sessionStorage.removeItem("list-comes-back");
    const known = recall(path());
    if (!known) return;
    const at = Math.min(known.at, Math.max(0, list.api.getDisplayedRowCount() - 1));
    if (list.api.getGridOption("pagination")) list.api.paginationGoToPage(Math.floor(at / list.api.paginationGetPageSize()));
    list.api.ensureIndexVisible(at, "top");
    window.scrollTo(0, known.top);
  }

  // What is exported "as shown" is what is shown now.
  function markFiles() {
    for (const link of document.querySelectorAll("a[data-as-shown]")) {
      const query = new URLSearchParams(link.search);
      for (const name of ["find"]) list.read(name) ? query.set(name, list.read(name)) : query.delete(name);
      link.search = query.toString();
    }
  }

  // --- finding -------------------------------------------------------------------------------------------------------

  const fold = (text) => window.clockstartFold(text);

  function find(text) {
    const plain = window.clockstartPlain(text);
    const { api } = list;
    if (api.getGridOption("rowModelType") === "infinite") {
      const scope = { slug: place().dataset.grid, uid: place().dataset.uid, find: plain };
      window.dash_clientside.set_props("worklist-big-grid-scope", { data: scope });
      window.setTimeout(() => api.purgeInfiniteCache(), 0);
    } else api.setGridOption("quickFilterText", plain);
    list.write({ find: plain });
  }

  let waiting = 0;
  function onFind(event) {
    if (event.target?.id !== "worklist-find" || !list.api) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(find, 200, event.target.value);
  }

  // Of a long list the first rows come with the page, the others when it is drawn; a very long one comes page by page.
  const isWhole = () => !place().dataset.first || list.api.getGridOption("rowData")?.length > Number(place().dataset.first);
  const isCounted = () => (list.api.getGridOption("rowModelType") === "infinite" ? list.api.isLastRowIndexKnown() : isWhole());

  function count() {
    const told = document.getElementById("list-count");
    if (!told || !isCounted()) return;
    told.dataset.said ??= told.textContent;
    const shown = list.api.getDisplayedRowCount();
    const whole = told.dataset.said.replace(/^[\d,]+ of /, "");
    const words = list.read("find") ? `${shown.toLocaleString("en-GB")} of ${whole}` : told.dataset.said;
    if (told.textContent !== words) told.textContent = words;
  }

  // --- columns: those that fit, in their order; the others are in the panel and on the record -------------------------

  function fit() {
    const room = place().clientWidth - 4;
    const columns = list.api.getColumns() ?? [];
    let wide = 0;
    const shown = columns.map((column, at) => {
      const given = column.getColDef();
      wide += given.flex ? (given.minWidth ?? 100) : (given.width ?? 100);
      return at < 2 || wide <= room;
    });
    for (const visible of [true, false]) {
      const changed = columns.filter((column, at) => shown[at] === visible && column.isVisible() !== visible);
      if (changed.length) list.api.setColumnsVisible(changed, visible);
    }
  }

  // The grid is not seen (worklists.css) until its columns fill it, so that no cell moves.
  const grid = () => place()?.querySelector(".ag-root-wrapper");
  function reveal(one) {
    one.dataset.fitted = "1";
    const { more } = place().dataset;
    if (more) window.setTimeout(() => isAbout(more) && window.dash_clientside.set_props("worklist-more", { data: JSON.parse(more) }), 50);
  }

  // The answer may come when another list is there.
  const isAbout = (more) => place()?.dataset.more === more;
  const LATEST = 5000;
  const SCROLLBAR = 20;

  // Looked for in each frame: the grid may have told of its columns before it was listened to.
  function show(until) {
    if (!isHere() || grid().dataset.fitted) return;
    const wide = list.api.getAllDisplayedColumns().reduce((sum, column) => sum + column.getActualWidth(), 0);
    const fits = list.isPhone.matches || Math.abs(place().clientWidth - wide) <= SCROLLBAR;
    if (fits || performance.now() > until) reveal(grid());
    else window.requestAnimationFrame(() => show(until));
  }

  // --- what the grid tells ---------------------------------------------------------------------------------------------

  function begin(api) {
    list.api = api;
    list.home = path();
    if (list.isPhone.matches && !place().dataset.big) {
      // Cards are shown: the rows of the grid need not be drawn as well.
      api.setGridOption("rowBuffer", 0);
      api.setGridOption("domLayout", "normal");
    }
    if (api.getGridOption("rowModelType") !== "infinite") {
      api.setGridOption("quickFilterMatcher", (words, row) => words.every((word) => fold(row).includes(fold(word))));
    }
    fit();
    show(performance.now() + LATEST);
    count();
    list.drawCards?.();
    hasArrived = false;
    arrive();
  }

  // What may be further down waits for the rows that are still to come.
  let hasArrived = false;
  function arrive() {
    if (hasArrived || !isCounted()) return;
    hasArrived = true;
    comeBack();
    list.openNamed?.();
    remember();
  }

  function sorted() {
    const column = list.api.getColumnState().find((one) => one.sort);
    list.write({ sort: column ? (column.sort === "desc" ? "-" : "") + column.colId : "" });
  }

  // The grid tells of nothing before its first rows are drawn, so it is looked for.
  let queued = false;
  function look() {
    queued = false;
    const id = place() && IDS.find((one) => document.getElementById(one));
    const api = id && window.dash_ag_grid?.getApi?.(id);
    if (api && api !== list.api && document.querySelector(".cs-worklist .ag-root")) begin(api);
  }

  const told = {
    modelUpdated() {
      count();
      list.drawCards?.();
      arrive();
    },
    sortChanged: sorted,
    gridSizeChanged: fit,
    cellClicked: (params) => list.chosen?.(params),
    cellKeyDown: (params) => list.pressed?.(params),
  };

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.listEvent = function (params) {
    if (params.api === list.api) told[params.type]?.(params);
  };

  // --- keys and menus ----------------------------------------------------------------------------------------------------

  function closeMenus(but) {
    for (const menu of document.querySelectorAll(".cs-menu-list[open]")) if (!menu.contains(but)) menu.open = false;
  }

  function onKey(event) {
    if (event.key === "Escape") {
      const menu = document.querySelector(".cs-menu-list[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
        event.stopImmediatePropagation();
      }
    }
    const box = document.getElementById("worklist-find");
    if (event.key !== "/" || !box || isText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  function saveView(button) {
    const name = button.closest(".cs-save-view").querySelector("input").value;
    const asked = { slug: place().dataset.grid, name, search: window.location.search };
    window.dash_clientside.set_props("view-asked", { data: asked });
  }

  document.addEventListener("click", onBack, true);
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const save = event.target instanceof Element ? event.target.closest("[data-save-view]") : null;
    if (save) saveView(save);
  });
  document.addEventListener("input", onFind);
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("scrollend", remember);
  window.addEventListener("pagehide", remember);
  document.addEventListener("click", (event) => {
    remember();
    if (event.target instanceof Element && event.target.closest("a")) rememberRows();
  }, true);
  window.addEventListener("popstate", () => sessionStorage.setItem("list-comes-back", path()));
  new MutationObserver(() => {
    if (queued) return;
    queued = true;
    window.requestAnimationFrame(look);
  }).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("clockstart:route", () => !place() && (list.api = null));

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      // The other rows of a long list have come.
      more(told) {
        if (told && isAbout(JSON.stringify(told.asked))) window.dash_clientside.set_props("worklist-grid", { rowData: told.rows });
        return window.dash_clientside.no_update;
      },
    },
  });
})();
