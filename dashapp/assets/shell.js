/* The frame: drawer on a phone, current page in the navigation, CSRF token of plain forms. No server callback. */
(function () {
  "use strict";

  const root = document.documentElement;
  const nav = () => document.getElementById("navigation");
  const menuButton = () => document.querySelector(".cs-menu-button");
  const isOpen = () => root.dataset.drawer === "open";
  const narrow = window.matchMedia("(max-width: 768px)");

  function openDrawer() {
    root.dataset.drawer = "open";
    menuButton()?.setAttribute("aria-expanded", "true");
    setRestInert(true);
    nav()?.querySelector(".cs-menu-close")?.focus();
  }

  function closeDrawer(returnFocus) {
    if (!isOpen()) return;
    delete root.dataset.drawer;
    menuButton()?.setAttribute("aria-expanded", "false");
    setRestInert(false);
    if (returnFocus) menuButton()?.focus();
  }

  // What lies behind the drawer can be neither reached by Tab nor read until it is closed.
  function setRestInert(inert) {
    for (const part of document.querySelectorAll(".cs-top, .cs-banners, .cs-main, .cs-footer, .cs-skip")) {
      part.inert = inert;
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest(".cs-menu-button")) return isOpen() ? closeDrawer(true) : openDrawer();
    if (target.closest(".cs-menu-close") || target.closest(".cs-drawer-shade")) return closeDrawer(true);
    if (target.closest(".cs-nav a")) closeDrawer(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawer(true);
  });
  narrow.addEventListener("change", () => closeDrawer(false));

  // The longest address that the current one starts with: /dna-management/42 belongs to /dna-management.
  function findCurrent(links, path) {
    const holds = (href) => href === path || (href !== "/" && path.startsWith(href + "/"));
    const fitting = links.filter((link) => holds(link.getAttribute("href")));
    return fitting.sort((a, b) => b.getAttribute("href").length - a.getAttribute("href").length)[0];
  }

  function markCurrent() {
    const links = [...(nav()?.querySelectorAll("a[href]") ?? [])];
    const current = findCurrent(links, window.location.pathname);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const group = current?.closest("details");
    if (group) group.open = true;
  }

  window.addEventListener("clockstart:route", markCurrent);

  function readCookie(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(name + "="));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // Plain forms that post to this site carry the token of the moment they are sent.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || new URL(form.action, location.href).origin !== location.origin) return;
      let field = form.querySelector("input[name=csrf_token]");
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = "csrf_token";
        form.append(field);
      }
      field.value = readCookie("_csrf_token");
    },
    true
  );
})();
