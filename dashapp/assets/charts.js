/* Dash fetches plotly.js when the first chart appears, from window._dashPlotlyJSURL. Here that address is our smaller
   cartesian bundle of the same version (docs/adr/0004), whatever the renderer would set it to. */
(function () {
  "use strict";
  const bundle = new URL("charts/plotly-cartesian-4.1.1.min.js", document.currentScript.src).href;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => bundle, set: () => {}, configurable: true });
})();

/* What can be done with a chart: press a bar to see its rows, open its table, take it away as a picture. */
(function () {
  "use strict";
  const leads = new WeakSet();

  // Plotly tells of presses through its own event; its points are known only to it.
  function attach(graph) {
    if (leads.has(graph) || !graph.on) return;
    leads.add(graph);
    graph.on("plotly_click", (event) => {
      const [href] = event.points.find((point) => point.customdata?.[0])?.customdata ?? [];
      if (href) follow(href);
    });
    graph.on("plotly_hover", (event) => {
      const drag = graph.querySelector(".nsewdrag");
      if (drag) drag.style.cursor = event.points.some((point) => point.customdata?.[0]) ? "pointer" : "";
    });
  }

  // A change of a sentence that filters is followed at once, in place; its form would lead to the same address.
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element && event.target.closest("form.cs-sentence");
    if (!form) return;
    const asked = [...new FormData(form)].filter(([, text]) => text);
    const query = new URLSearchParams(asked).toString();
    changed = event.target.id;
    follow(window.location.pathname + (query && `?${query}`));
  });

  // The page is drawn again, and with it the control that had the focus: its successor takes the focus up, unless
  // somebody has gone elsewhere by then.
  let changed = "";
  const leave = (event) => event.target.id !== changed && (changed = "");
  document.addEventListener("focusin", leave);
  document.addEventListener("pointerdown", leave);
  new MutationObserver(() => {
    if (changed && document.activeElement === document.body) document.getElementById(changed)?.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });

  function follow(href) {
    const link = Object.assign(document.createElement("a"), { href });
    link.dataset.inApp = "1";
    document.body.append(link);
    link.click();
    link.remove();
  }

  document.addEventListener("pointerover", (event) => {
    const graph = event.target instanceof Element && event.target.closest(".cs-chart .js-plotly-plot");
    if (graph) attach(graph);
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const card = event.target.closest(".cs-chart");
    for (const menu of document.querySelectorAll(".cs-chart-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (card && event.target.closest("[data-chart-table]")) openTable(card);
    if (card && event.target.closest("[data-chart-png]")) takePicture(card);
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest(".cs-chart-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  function openTable(card) {
    const table = card.querySelector(".cs-chart-table");
    card.querySelector(".cs-chart-menu").open = false;
    table.open = true;
    table.querySelector("summary").focus();
    table.scrollIntoView({ block: "nearest" });
  }

  // The figure as it is on the page, on white, with its measure and its reading above it.
  function takePicture(card) {
    const graph = [...card.querySelectorAll(".js-plotly-plot")].find((one) => one.offsetWidth);
    const words = (name) => card.querySelector(name)?.textContent ?? "";
    const { width, height, margin } = graph._fullLayout;
    const title = `${words(".cs-chart-measure")}<br><b>${words(".cs-chart-reading")}</b>`;
    card.querySelector(".cs-chart-menu").open = false;
    window.Plotly.downloadImage(
      {
        data: graph.data,
        layout: {
          ...graph.layout,
          paper_bgcolor: "#ffffff",
          title: { text: title, x: 0, xref: "paper", y: 1, yref: "container", yanchor: "top", pad: { t: 12 }, font: { size: 14 } },
          margin: { ...graph.layout.margin, t: margin.t + 56 },
          showlegend: graph.data.filter((one) => one.name).length > 1,
        },
      },
      { format: "png", filename: card.dataset.chart, width: Math.max(width, 480), height: height + 56, scale: 2 },
    );
  }
})();
