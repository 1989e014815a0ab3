/* Links marked data-in-app change the page without loading it again: what dcc.Link does, with a plain <a>. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[data-in-app]") : null;
    if (!link || link.origin !== window.location.origin) return;
    // With something unsaved on the page the browser loads the other page itself, and asks first.
    if (document.querySelector("[data-dirty]:not([data-dirty='false'])")) return;
    event.preventDefault();
    if (link.href !== window.location.href) window.history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
