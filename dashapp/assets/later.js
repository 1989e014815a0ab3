/* A list is begun once the page around it is on the screen. Making a grid takes the browser as long as all the rest of
   a page, and Dash would make it first. */
(function () {
  "use strict";

  const MOST_MS = 500; // A page in the background is given no frames.

  // The grid takes its colours from the tokens, light or dark. One theme for all lists: for a new one the grid writes a
  // stylesheet, and the whole page gets its style anew.
  let theme = null;
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.listTheme = (quartz) =>
    (theme ??= quartz.withParams({
      backgroundColor: "var(--cs-paper)",
      foregroundColor: "var(--cs-ink)",
      textColor: "var(--cs-ink)",
      headerBackgroundColor: "var(--cs-paper)",
      headerTextColor: "var(--cs-muted)",
      borderColor: "var(--cs-line)",
      accentColor: "var(--cs-brand)",
      rowHoverColor: "var(--cs-mist)",
      oddRowBackgroundColor: "var(--cs-paper)",
      selectedRowBackgroundColor: "var(--cs-brand-soft)",
      chromeBackgroundColor: "var(--cs-mist)",
      menuBackgroundColor: "var(--cs-paper)",
      browserColorScheme: "inherit",
      fontFamily: "inherit",
      fontSize: 14,
      headerFontSize: 13,
      headerFontWeight: 550,
      spacing: 6,
      wrapperBorder: false,
      wrapperBorderRadius: 0,
      columnBorder: false,
      pinnedColumnBorder: false,
      headerColumnResizeHandleColor: "transparent",
      cellHorizontalPadding: 10,
      rowHeight: 44,
      headerHeight: 32,
      focusShadow: "none",
    }));

  // The last grid to go takes the stylesheets with it; one that stays in their register keeps them.
  function keepStyles() {
    for (const { grids } of globalThis.agStyleInjectionVersions?.values() ?? []) {
      const [one] = grids.values();
      if (one) grids.set("clockstart", one);
    }
  }

  function later(Grid) {
    function Later(props) {
      const [isDue, setDue] = React.useState(false);
      React.useEffect(() => {
        const begin = () => setDue(true);
        const frame = requestAnimationFrame(() => setTimeout(begin));
        const timer = setTimeout(begin, MOST_MS);
        return () => {
          cancelAnimationFrame(frame);
          clearTimeout(timer);
        };
      }, []);
      React.useLayoutEffect(() => keepStyles, []);
      const { className, style } = props;
      return isDue ? React.createElement(Grid, props) : React.createElement("div", { className, style });
    }
    return Object.assign(Later, Grid);
  }

  let made = null;
  window.clockstart_later = { get AgGrid() { return (made ??= later(window.dash_ag_grid.AgGrid)); } };
})();
