/* The panel next to a list: choosing a row opens it, j and k or the arrows move on, Enter opens the page, Escape closes. */
(function () {
  "use strict";

  const list = window.clockstartList;
  const panel = () => document.getElementById("peek");
  const isOpen = () => Boolean(list.open && panel() && !panel().hidden);
  list.open = "";

  function find(key) {
    let found = null;
    list.api?.forEachNode((node) => {
      if (node.data && list.keyOf(node.data) === key) found = node;
    });
    return found;
  }

  function mark() {
    for (const card of document.querySelectorAll(".cs-list-card")) card.toggleAttribute("data-open", card.dataset.key === list.open);
  }

  function ask(node, fresh, told) {
    const { grid: slug, uid } = list.place().dataset;
    const asked = { slug, uid: node.data.uid || uid || "", id: node.data.id, key: list.keyOf(node.data), fresh, told };
    window.dash_clientside.set_props("peek-asked", { data: asked });
  }

  function show(node) {
    if (!panel() || !node?.data) return;
    const key = list.keyOf(node.data);
    list.open = key;
    panel().hidden = false;
    panel().dataset.wants = key;
    panel().closest(".cs-worklist").dataset.peeking = "1";
    node.setSelected(true, true);
    ask(node);
    list.write({ open: key });
    mark();
    settle();
  }

  function close() {
    const node = find(list.open);
    panel().hidden = true;
    delete panel().closest(".cs-worklist").dataset.peeking;
    node?.setSelected(false);
    list.open = "";
    list.write({ open: "" });
    mark();
    const card = node && document.querySelector(`.cs-list-card[data-key="${CSS.escape(list.keyOf(node.data))}"] a`);
    if (list.isPhone.matches) card?.focus();
    else if (node) list.api.setFocusedCell(node.rowIndex, list.api.getAllDisplayedColumns()[0]);
  }

  // Until the chosen record is here, that of before is not shown under its row.
  function settle() {
    const inside = panel()?.querySelector("[data-peek-of]");
    if (panel()) panel().toggleAttribute("aria-busy", inside?.dataset.peekOf !== panel().dataset.wants);
    if (inside?.dataset.row) update(inside);
    const told = inside?.querySelector("[data-told]");
    told?.removeAttribute("data-told");
    told?.focus({ preventScroll: true });
  }

  // What was entered in the panel is seen in its row at once.
  function update(inside) {
    const cells = JSON.parse(inside.dataset.row);
    const node = find(inside.dataset.peekOf);
    inside.removeAttribute("data-row");
    if (!node || !cells) return;
    const { uid, key, learner } = node.data;
    node.setData({ ...cells, ...(uid ? { uid, key, learner } : {}) });
    list.drawCards?.();
  }

  function move(step) {
    const at = find(list.open)?.rowIndex ?? -1;
    const node = list.api.getDisplayedRowAtIndex(at + step);
    if (!node) return;
    list.api.ensureIndexVisible(node.rowIndex);
    if (!list.isPhone.matches) list.api.setFocusedCell(node.rowIndex, list.api.getAllDisplayedColumns()[0]);
    show(node);
  }

  const openPage = () => panel().querySelector("[data-peek-open]")?.click();

  list.openNamed = function () {
    const node = find(list.read("open"));
    list.open = "";
    if (node) show(node);
  };

  // A number is there to be copied: choosing its text opens nothing.
  list.chosen = function ({ node, event, column }) {
    if (column?.getColId() === "nhs_number") return;
    const inside = event?.target instanceof Element ? event.target : null;
    if (inside?.closest("a, button") || !window.getSelection().isCollapsed) return;
    show(node);
  };

  list.pressed = function ({ node, event }) {
    if (!["Enter", " "].includes(event.key) || event.target.closest("a, button") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.key === "Enter" && isOpen() && list.open === list.keyOf(node.data)) openPage();
    else show(node);
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const step = target?.closest("[data-peek-step]");
    if (step) move(Number(step.dataset.peekStep));
    if (target?.closest("[data-peek-close]")) close();
    const card = target?.closest(".cs-list-card");
    if (card && !target.closest("a, button")) show(find(card.dataset.key));
  });

  document.addEventListener("keydown", (event) => {
    if (!isOpen()) return;
    const inGrid = event.target.closest?.(".cs-worklist .ag-cell");
    if (inGrid && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      // The grid has moved its focus by then.
      window.setTimeout(() => show(list.api.getDisplayedRowAtIndex(list.api.getFocusedCell()?.rowIndex ?? 0)), 0);
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) return close();
    if (list.isText(event.target)) return;
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    if (event.key === "Enter" && event.target === document.body) openPage();
    if (event.key === "a" && panel().querySelector(".cs-composer input")) {
      event.preventDefault();
      panel().querySelector(".cs-composer input").focus();
    }
  });

  // What an entry in the panel led to is said there, and has the focus when it is.
  let entered = 0;
  document.addEventListener("clockstart:entered", ({ detail }) => {
    const node = isOpen() && find(list.open);
    if (node) ask(node, ++entered, detail.told);
  });

  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
})();
