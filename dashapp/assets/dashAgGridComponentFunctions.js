/* What stands in the cells of a grid: clock ribbon, status, date, link to a record, days left.
   Each takes plain values and builds elements; no text from a record is ever read as markup or as code. */
(function () {
  "use strict";

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...args) => window.React.createElement(...args);
  const icon = (shape) => make("span", { className: `cs-icon cs-shape-${shape}`, "aria-hidden": "true", key: "icon" });

  const STRETCHES = { r: "running", o: "over", n: "nullified", m: "monitoring", a: "adjusted" };
  const LINES = { t: "target", m: "milestone", x: "transfer" };
  const SHAPES = { s: "start", e: "stop", a: "attended", m: "missed", o: "offer", d: "decision", l: "letter", n: "note" };

  const MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ];

  const fill = (href, row) => String(href ?? "").replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String((name === "id" && row?.at) || (row?.[name] ?? ""))));

  function percent(day, days) {
    return `${Math.min(100, Math.max(0, (day / days) * 100)).toFixed(2)}%`;
  }

  function stretch([from, to, kind], days, key) {
    const end = Math.min(to, days);
    if (from >= end) return null;
    const width = `${(((end - from) / days) * 100).toFixed(2)}%`;
    return make("span", { key, className: `cs-stretch cs-stretch-${STRETCHES[kind]}`, style: { left: percent(from, days), width } });
  }

  function line([day, kind], days, key) {
    return make("span", { key, className: `cs-line cs-line-${LINES[kind]}`, style: { left: percent(day, days) } });
  }

  function mark([day, shape, moved], days, key) {
    const name = SHAPES[shape];
    const look = `cs-mark cs-mark-${name}${moved ? " cs-mark-moved" : ""}`;
    return make("span", { key, className: look, style: { left: percent(day, days), "--cs-level": 0 } }, icon(name === "note" ? "other" : name));
  }

  // value: compact_ribbon() of dashapp/values/ribbon.py
  cells.ClockRibbon = function (props) {
    const value = props.value;
    if (!value) return null;
    const days = value.n;
    const bar = make(
      "div",
      { key: "bar", className: "cs-ribbon-bar", style: { "--cs-week": `${(700 / days).toFixed(3)}%` } },
      value.s.map((one, at) => stretch(one, days, at))
    );
    const drawing = make("div", { key: "drawing", className: "cs-ribbon-drawing", "aria-hidden": "true" }, [
      ...value.m.map((one, at) => mark(one, days, `m${at}`)),
      bar,
      ...value.l.map((one, at) => line(one, days, `l${at}`)),
      value.t === null ? null : make("span", { key: "today", className: "cs-today-pointer", style: { left: percent(value.t, days) } }),
    ]);
    const words = make("div", { key: "words", className: "cs-ribbon-words" }, value.w);
    return make("div", { className: "cs-ribbon cs-ribbon-row", role: "img", "aria-label": value.w, title: value.w }, [drawing, words]);
  };

  // value: {s: "fine" | "watch" | "breach" | "note", w: words}, or a slug that cellRendererParams.chips turns into [s, w]
  cells.StatusChip = function (props) {
    const value = props.value;
    if (value === null || value === undefined || value === "") return null;
    const [status, words] = typeof value === "object" ? [value.s, value.w] : (props.chips?.[value] ?? ["note", String(value)]);
    return make("span", { className: `cs-chip cs-chip-${status}` }, icon(status), words);
  };

  function sayDate(iso) {
    const [year, month, day] = String(iso).slice(0, 10).split("-").map(Number);
    return MONTHS[month - 1] ? `${day} ${MONTHS[month - 1]} ${year}` : String(iso);
  }

  // value: an ISO date, or an ISO instant whose time is shown as well when cellRendererParams.time is true
  cells.PlainDate = function (props) {
    if (!props.value) return make("span", { className: "cs-quiet" }, "–");
    const iso = String(props.value);
    if (!props.time) return make("time", { dateTime: iso }, sayDate(iso));
    const options = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" };
    const at = new Date(iso);
    return make("time", { dateTime: iso }, Number.isNaN(at.getTime()) ? iso : at.toLocaleString("en-GB", options).replace(" at ", ", "));
  };

  // value: a letter for how far a module is (o, s, r) and the number of records, such as "s14"; nothing: not started
  const WORK = { o: ["start", "In progress"], s: ["letter", "Submitted"], r: ["fine", "Reviewed"] };
  cells.WorkCell = function (props) {
    const value = String(props.value ?? "");
    if (!WORK[value[0]]) return make("span", { className: "cs-quiet cs-standing-none" }, "Not started");
    const [shape, words] = WORK[value[0]];
    const count = make("strong", { key: "count" }, Number(value.slice(1)).toLocaleString("en-GB"));
    const told = make("span", { key: "words", className: "cs-standing-words" }, words);
    const attributes = { href: fill(props.href, props.data), className: `cs-standing cs-standing-${value[0]}`, "data-in-app": "1" };
    return make("a", attributes, [icon(shape), count, " ", told]);
  };

  // The address comes from cellRendererParams.href, such as "/dna-management/{id}", filled from the row; nothing else.
  cells.RecordLink = function (props) {
    const words = props.value === null || props.value === undefined || props.value === "" ? "Open" : String(props.value);
    const href = fill(props.href, props.data);
    if (!/^\/(?![/\\])/.test(href)) return make("span", null, words);
    const said = props.data?.[props.mark];
    const mark = said ? make("span", { key: "mark", className: "cs-cell-mark" }, `Feedback: ${said}`) : null;
    return [make("a", { href, className: "cs-cell-link", "data-in-app": "1", key: "link" }, words), mark];
  };

  // value: whole days until the line, negative when it has passed; cellRendererParams.soon is when to watch (14)
  cells.DaysLeft = function (props) {
    const days = props.value;
    if (days === null || days === undefined || days === "") return make("span", { className: "cs-quiet" }, "–");
    const count = Math.abs(days).toLocaleString("en-GB");
    const noun = Math.abs(days) === 1 ? "day" : "days";
    if (days < 0) return make("span", { className: "cs-days-over" }, icon("breach"), `${count} ${noun} over`);
    const words = days === 0 ? "Today" : `${count} ${noun} left`;
    return days <= (props.soon ?? 14) ? make("span", { className: "cs-days-soon" }, icon("watch"), words) : make("span", null, words);
  };

  // --- what a cell says, in words alone -----------------------------------------------------------------------------

  const SAID = {
    ClockRibbon: (value) => value.w,
    StatusChip: (value, given) => (typeof value === "object" ? value.w : (given.chips?.[value]?.[1] ?? value)),
    PlainDate: (value, given) => (given.time ? new Date(value).toLocaleString("en-GB", { timeZone: "Europe/London" }) : sayDate(value)),
    WorkCell: (value) => (WORK[value[0]] ? `${WORK[value[0]][1]}: ${value.slice(1)}` : "Not started"),
    DaysLeft: (days) => (days < 0 ? `${-days} days over` : days === 0 ? "Today" : `${days} days left`),
  };

  const isEmpty = (value) => value === null || value === undefined || value === "";

  function say(column, value) {
    if (isEmpty(value)) return "";
    const known = SAID[column.cellRenderer] ?? SAID[column.cellRenderer?.name];
    return String(known ? known(value, column.cellRendererParams ?? {}) : (value.w ?? value));
  }

  window.clockstartCells = { say };

  // Cells without a value come last, whichever way a column is sorted; figures by their worth, words as people look them up.
  const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.emptyLast = function (one, other, _first, _second, isDescending) {
    if (isEmpty(one) && isEmpty(other)) return 0;
    if (isEmpty(one)) return isDescending ? -1 : 1;
    if (isEmpty(other)) return isDescending ? 1 : -1;
    if (typeof one === "number" && typeof other === "number") return one - other;
    return words.compare(one.w ?? one, other.w ?? other);
  };
})();
