/* What becomes of what is typed in a record's form. It is unsaved, being saved or saved; until it is saved the server keeps
   a draft of it, and until the server has that, this browser keeps a copy. A copy belongs to the person who is signed in:
   it is handed to the server when that person opens a page again, shown to nobody before that, and gone at sign-out. */
(function () {
  "use strict";

  const STATUS = "record-form-status";
  const COPY = "clockstart:typed:";
  const COPIED_AFTER = 250;
  const SAVES = "#record-save, #record-save-and-add";
  const LEAVES = "#record-remove-confirm, [id*='\"discard\":']";

  const nothing = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const form = () => document.querySelector("[data-form]");
  const isDirty = () => Boolean(form()?.dataset.dirty);
  const mine = () => `${COPY}${document.getElementById("session-dialog")?.dataset.uid ?? ""}:`;
  const nameOf = (one) => `${mine()}${one.slug}/${one.record_id}`;

  let about = null;
  let drafted = "";
  let edits = 0;
  let sent = 0;
  let saving = false;
  let timer = 0;
  let handedOver = null;

  // --- the copy in this browser -----------------------------------------------------------------------------------

  // A browser may close its storage to pages, or have no room left: then what is on the page is all there is.
  function stored(act) {
    try {
      return act(window.localStorage);
    } catch (problem) {
      console.warn("Clockstart cannot keep a copy in this browser:", problem.name);
      return undefined;
    }
  }

  const forget = (name) => stored((storage) => storage.removeItem(name));
  const listNames = () => stored((storage) => Object.keys(storage).filter((name) => name.startsWith(mine()))) ?? [];

  function copy() {
    window.clearTimeout(timer);
    if (!about || !isDirty()) return;
    const { slug, record_id, seen_rev, operation } = about;
    const text = JSON.stringify({ slug, record_id, seen_rev, operation, typed: gather() });
    stored((storage) => storage.setItem(nameOf(about), text));
  }

  // What stands in the boxes, by path.
  function gather() {
    const controls = [...form().querySelectorAll(`[id^='{"answer":']`)];
    return Object.fromEntries(controls.map((one) => [JSON.parse(one.id).answer, valueOf(one)]));
  }

  function valueOf(control) {
    if (control.matches("input, select, textarea")) return control.value;
    const ticked = [...control.querySelectorAll("input:checked")].map((one) => one.value);
    return control.querySelector("input[type=radio]") ? ticked[0] ?? "" : ticked;
  }

  // Give the server what this browser has kept; resolves to whether it has taken it.
  function handOver() {
    const copies = listNames().map((name) => JSON.parse(stored((storage) => storage.getItem(name))));
    if (!copies.length) return Promise.resolve(true);
    return new Promise((resolve) => {
      handedOver = resolve;
      set("typed-here", { data: copies });
    });
  }

  window.addEventListener("pagehide", copy);
  window.addEventListener("clockstart:route", () => window.setTimeout(handOver, 0));
  window.addEventListener("clockstart:failed", ({ detail }) => {
    if (detail.key.startsWith("typed-here-kept")) handedOver?.(false);
  });

  // Signing out waits until the server has what was typed, so that nothing has to stay in this browser.
  let isLeaving = false;
  document.addEventListener("submit", (event) => {
    if (isLeaving || !event.target.matches(".cs-sign-out")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    copy();
    handOver().then((taken) => taken && window.setTimeout(leave, 0, event.target));
  }, true);

  function leave(signOut) {
    form()?.removeAttribute("data-dirty");
    listNames().forEach(forget);
    isLeaving = true;
    signOut.requestSubmit();
    isLeaving = false;
  }

  // The page is asked for again while answers are unsaved: they go on as a draft, once the server has it.
  window.addEventListener("clockstart:go-on-from-draft", (event) => {
    if (!isDirty() || !about) return;
    event.preventDefault();
    const here = new URL(window.location.href);
    here.searchParams.delete("saved");
    here.searchParams.set("draft", about.record_id);
    copy();
    if (!listNames().includes(nameOf(about))) return;
    handOver().then((taken) => {
      if (!taken) return;
      form()?.removeAttribute("data-dirty");
      window.location.assign(here);
    });
  });

  // --- unsaved, saving, saved -------------------------------------------------------------------------------------

  const told = () => document.getElementById(STATUS)?.textContent ?? "";
  const say = (words) => told() !== words && document.getElementById(STATUS) && set(STATUS, { children: words });

  function change() {
    if (!form()) return;
    edits += 1;
    form().dataset.dirty = "1";
    form().dataset.touched = "1";
    if (!saving && !told().startsWith("Not saved")) say("Unsaved changes");
    window.clearTimeout(timer);
    timer = window.setTimeout(copy, COPIED_AFTER);
  }

  document.addEventListener("input", (event) => event.target.closest?.("[data-form]") && change());
  window.addEventListener("clockstart:changed", change);

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    if (pressed?.closest(LEAVES)) sent = edits;
    if (!pressed?.closest(SAVES)) return;
    sent = edits;
    saving = true;
    copy();
    say("Saving…");
  });

  const isSave = (event) => event.detail.key.includes(STATUS);
  window.addEventListener("clockstart:reached", (event) => {
    if (isSave(event)) saving = false;
  });
  window.addEventListener("clockstart:failed", (event) => {
    if (!isSave(event)) return;
    saving = Boolean(event.detail.held);
    say(saving ? "Not saved: no connection, trying again" : event.detail.words);
  });

  // The store has confirmed what was sent; what was typed since then is not in it.
  function settle() {
    drafted = "";
    if (edits > sent) return say("Unsaved changes: what you typed after pressing Save is not saved yet");
    form()?.removeAttribute("data-dirty");
    return forget(nameOf(about));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    clockstart: {
      ...(window.dash_clientside?.clockstart ?? {}),

      // The record the form is of, on its newest version.
      knowForm(state) {
        if (!state) return nothing();
        const isSame = about?.record_id === state.record_id;
        about = state;
        if (isSame && state.saved) settle();
        if (!isSame) {
          drafted = "";
          edits = sent = 0;
          saving = false;
        }
        return nothing();
      },

      // What has been typed, by path, when it is other than what was last kept; nothing while it is being saved.
      keepTyped() {
        if (!isDirty() || saving) return nothing();
        const typed = gather();
        if (JSON.stringify(typed) === drafted) return nothing();
        drafted = JSON.stringify(typed);
        return typed;
      },

      // The server has a draft: the copy here is not needed, unless more has been typed.
      draftKept() {
        if (about && form() && drafted === JSON.stringify(gather())) forget(nameOf(about));
        return nothing();
      },

      // The server has taken these copies. A form that was opened before it had them is drawn again.
      copiesTaken(taken) {
        (taken ?? []).forEach((one) => forget(mine() + one));
        handedOver?.(true);
        const here = (taken ?? []).some((one) => window.location.pathname.startsWith(`/${one.split("/")[0]}/`));
        if (here && form() && !isDirty()) window.location.reload();
        return nothing();
      },

      // Where to go next: another page, or the same page under the address of the record it has become. What was typed
      // after the press stays on the page.
      go(target) {
        if (!target) return nothing();
        if (target.startsWith("replace:")) {
          window.history.replaceState({ samePage: true }, "", target.slice("replace:".length));
        } else if (edits <= sent) {
          form()?.removeAttribute("data-dirty");
          window.location.assign(target);
        }
        return nothing();
      },
    },
  });
})();
