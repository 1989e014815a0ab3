/* What is in the cells of a grid: clock ribbon and its scale, status, date, link to a record, days left.
   Each takes plain values and builds elements; no text from a record is ever read as markup or as code. */
(function () {
  "use strict";

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...args) => window.React.createElement(...args);
  const icon = (shape) => make("span", { className: `cs-icon cs-shape-${shape}`, "aria-hidden": "true", key: "icon" });

  const isEmpty = (value) => value === null || value === undefined || value === "";

  const STRETCHES = { r: "running", o: "over", n: "nullified", m: "monitoring", a: "adjusted", w: "waiting", l: "left" };
  const LINES = { t: "target", m: "milestone", x: "transfer" };
  const SHAPES = { s: "start", e: "stop", a: "attended", m: "missed", o: "offer", d: "decision", l: "letter", n: "note" };

  const MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ];

  const fill = (href, row) => String(href ?? "").replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String((name === "id" && row?.at) || (row?.[name] ?? ""))));

  window.clockstartAddress = fill;

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
    if (kind === "m" || day > days) return null;
    return make("span", { key, className: `cs-line cs-line-${LINES[kind]}`, style: { left: percent(day, days) } });
  }

  function mark([day, shape, moved], days, key) {
    if (day > days) return null;
    const name = SHAPES[shape];
    const look = `cs-mark cs-mark-${name}${moved ? " cs-mark-moved" : ""}`;
    return make("span", { key, className: look, style: { left: percent(day, days), "--cs-level": 0 } }, icon(name === "note" ? "other" : name));
  }

  // What is left of a running clock, from today to its limit.
  function left(value, days) {
    const limit = value.l.find(([, kind]) => kind === "t")?.[0];
    return value.t === null || limit === undefined ? null : stretch([Math.max(0, value.t), limit, "l"], days, "left");
  }

  // value: compact_ribbon() of dashapp/values/ribbon.py; cellRendererParams.reach: the days of the axis that all rows share
  cells.ClockRibbon = function (props) {
    const value = props.value;
    if (!value) return null;
    const days = props.reach || Math.max(7, Math.ceil(value.n * 1.03));
    const bar = make("div", { key: "bar", className: "cs-ribbon-bar" }, [left(value, days), ...value.s.map((one, at) => stretch(one, days, at))]);
    const drawing = make("div", { key: "drawing", className: "cs-ribbon-drawing", "aria-hidden": "true" }, [
      ...value.m.map((one, at) => mark(one, days, `m${at}`)),
      bar,
      ...value.l.map((one, at) => line(one, days, `l${at}`)),
      value.t === null ? null : make("span", { key: "today", className: "cs-today-pointer", style: { left: percent(value.t, days) } }),
    ]);
    const words = make("div", { key: "words", className: "cs-ribbon-words" }, value.w);
    return make("div", { className: "cs-ribbon cs-ribbon-row", role: "img", "aria-label": value.w, title: value.w }, [drawing, words]);
  };

  // The head over such clocks: its ticks, the limit among them in ink. One that would touch the limit's is left out.
  cells.ScaleHead = function (props) {
    const { ticks, limit, reach, unit } = props;
    // In a narrow column a number needs a sixth of the width; the limit has its own in any case.
    const room = reach / 6;
    const shown = [];
    for (const tick of ticks.filter((one) => one <= reach && (one === limit || Math.abs(one - limit) > room))) {
      if (tick === limit || tick - (shown.at(-1) ?? -reach) > room) shown.push(tick);
    }
    const labels = shown.map((tick) => {
      const look = `cs-tick${tick === limit ? " cs-tick-limit" : ""}${tick === 0 ? " cs-tick-first" : ""}${tick === reach ? " cs-tick-last" : ""}`;
      return make("span", { key: tick, className: look, style: { left: percent(tick, reach) } }, String(tick / unit));
    });
    const said = make("span", { key: "said", className: "visually-hidden" }, `${props.displayName}, in ${unit === 7 ? "weeks" : "days"}`);
    return make("div", { className: "cs-scale" }, [said, ...labels]);
  };

  // value: {s: "fine" | "watch" | "breach" | "note", w: words}, or a slug that cellRendererParams.chips turns into [s, w]
  cells.StatusChip = function (props) {
    const value = props.value;
    if (value === null || value === undefined || value === "") return null;
    const [status, words] = typeof value === "object" ? [value.s, value.w] : (props.chips?.[value] ?? ["note", String(value)]);
    return make("span", { className: `cs-chip cs-chip-${status}` }, icon(status), words);
  };

  const day = (text) => String(text).slice(0, 10).split("-").map(Number);

  function sayDate(iso) {
    const [year, month, date] = day(iso);
    return MONTHS[month - 1] ? `${date} ${MONTHS[month - 1].slice(0, 3)} ${year}` : String(iso);
  }

  // value: an ISO date, or an ISO instant whose time is shown as well when cellRendererParams.time is true
  cells.PlainDate = function (props) {
    if (!props.value) return make("span", { className: "cs-quiet" }, "–");
    const iso = String(props.value);
    if (!props.time) return make("time", { dateTime: iso }, sayDate(iso));
    const options = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" };
    const at = new Date(iso);
    return make("time", { dateTime: iso }, Number.isNaN(at.getTime()) ? iso : at.toLocaleString("en-GB", options).replace(" at ", ", "));
  };

  const count = (days) => `${Math.abs(days).toLocaleString("en-GB")} ${Math.abs(days) === 1 ? "day" : "days"}`;

  function sayDue(iso, today) {
    const [[year, month, date], [thisYear, thisMonth, thisDate]] = [day(iso), day(today)];
    if (!MONTHS[month - 1]) return { late: false, words: String(iso) };
    const days = Math.round((Date.UTC(year, month - 1, date) - Date.UTC(thisYear, thisMonth - 1, thisDate)) / 86400000);
    if (days < 0) return { late: true, words: `${count(days)} late` };
    return days === 0 ? { late: true, words: "today" } : { late: false, words: year === thisYear ? sayDate(iso).slice(0, -5) : sayDate(iso) };
  }

  // value: an ISO date by which something is to be done; cellRendererParams.today as the rules have it
  cells.DueDate = function (props) {
    if (!props.value) return make("span", { className: "cs-quiet" }, "–");
    const { late, words } = sayDue(props.value, props.today);
    const shown = make("time", { dateTime: String(props.value), title: sayDate(props.value), key: "day" }, words);
    return make("span", { className: late ? "cs-days-soon" : "" }, late ? [icon("watch"), shown] : shown);
  };

  const weeks = (days) => `${Math.floor(days / 7)} w ${days % 7} d`;

  // What stands below, smaller: another value of the row, named in cellRendererParams.second.
  function second(props) {
    const value = props.second && props.data?.[props.second];
    if (isEmpty(value) || value === false) return null;
    return make("span", { key: "second", className: "cs-cell-second" }, props.weeks ? weeks(value) : String(value));
  }

  const below = (props, first, look = "") => make("div", { className: `cs-cell ${look}`.trim() }, [first, second(props)]);

  // The address comes from cellRendererParams.href, such as "/dna-management/{id}", filled from the row; nothing else.
  cells.RecordLink = function (props) {
    const words = isEmpty(props.value) ? "Open" : String(props.value);
    const href = fill(props.href, props.data);
    if (!/^\/(?![/\\])/.test(href)) return make("span", null, words);
    const said = props.data?.[props.mark];
    const mark = said ? make("span", { key: "mark", className: "cs-cell-mark" }, `Feedback: ${said}`) : second(props);
    const link = make("a", { href, className: "cs-cell-link", "data-in-app": "1", key: "link" }, words);
    return make("div", { className: "cs-cell cs-cell-name" }, [link, mark]);
  };

  // Words on two lines at most; what does not fit is shown whole on hover and focus (worklist_whole.js).
  cells.Words = function (props) {
    if (isEmpty(props.value)) return second(props);
    return below(props, make("span", { key: "words", className: "cs-cell-words" }, String(props.value)), props.second ? "cs-cell-two" : "");
  };

  // value: whole days until the limit, negative when it has passed; cellRendererParams.soon is when to watch (14)
  cells.DaysLeft = function (props) {
    const days = props.value;
    if (isEmpty(days)) return second(props) ? below(props, null) : make("span", { className: "cs-quiet" }, "–");
    const [look, shape] = days < 0 ? ["cs-days-over", "breach"] : days <= (props.soon ?? 14) ? ["cs-days-soon", "watch"] : ["cs-days-left", ""];
    return below(props, make("span", { key: "days", className: look }, [shape && icon(shape), sayDays(days)]));
  };

  const sayDays = (days) => (days === 0 ? "Today" : `${count(days)} ${days < 0 ? "over" : "left"}`);

  // --- what a cell says, in words alone -----------------------------------------------------------------------------

  const SAID = {
    ClockRibbon: (value) => value.w,
    StatusChip: (value, given) => (typeof value === "object" ? value.w : (given.chips?.[value]?.[1] ?? value)),
    PlainDate: (value, given) => (given.time ? new Date(value).toLocaleString("en-GB", { timeZone: "Europe/London" }) : sayDate(value)),
    DueDate: sayDate,
    DaysLeft: sayDays,
  };

  function say(column, value, row) {
    const given = column.cellRendererParams ?? {};
    const known = SAID[column.cellRenderer] ?? SAID[column.cellRenderer?.name];
    const first = isEmpty(value) ? "" : String(known ? known(value, given) : (value.w ?? value));
    const other = row?.[given.second];
    return [first, isEmpty(other) ? "" : given.weeks ? weeks(other) : String(other)].filter(Boolean).join(", ");
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
