/* Dash fetches plotly.js when the first chart appears, from window._dashPlotlyJSURL. Here that address is our smaller
   cartesian bundle of the same version (docs/adr/0004), whatever the renderer would set it to. */
(function () {
  "use strict";
  const bundle = new URL("charts/plotly-cartesian-4.1.1.min.js", document.currentScript.src).href;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => bundle, set: () => {}, configurable: true });
})();
