/* What of a page never changes by itself is drawn as one component. Dash subscribes every component to its store, and
   tells all of them of every change: the page of a record had about 800, and has about 220 so (ADR 0019). */
(function () {
  "use strict";

  const PLAIN = "dash_html_components";
  const TAGS = { ObjectEl: "object", MapEl: "map" };
  const isComponent = (node) => Boolean(node?.props && node.type && node.namespace);
  const listInside = (node) => [node.props.children ?? []].flat();

  // A part is still when nothing in it can be named by a callback.
  function look(node) {
    if (!isComponent(node)) return { node, still: true, count: 0 };
    // A grid is begun once the page around it is drawn (later.js).
    if (node.namespace === "dash_ag_grid") node.namespace = "clockstart_later";
    const parts = listInside(node).map(look);
    const still = node.namespace === PLAIN && node.props.id === undefined && parts.every((part) => part.still);
    const count = parts.reduce((sum, part) => sum + part.count, 1);
    if (!still && parts.length) {
      const children = parts.map(join);
      node.props.children = Array.isArray(node.props.children) ? children : children[0];
    }
    return { node, still, count };
  }

  function join({ node, still, count }) {
    return still && count > 1 ? { namespace: "clockstart_still", type: "Still", props: { tree: node } } : node;
  }

  const settle = (content) => (Array.isArray(content) ? content.map((one) => join(look(one))) : join(look(content)));

  function draw(node, key) {
    if (!isComponent(node)) return node;
    const { children, n_clicks: _clicks, disable_n_clicks: _disable, ...props } = node.props;
    return React.createElement(TAGS[node.type] ?? node.type.toLowerCase(), { key, ...props }, ...listInside(node).map(draw));
  }

  // Dash has each new component forget what was told of its place, and tells all the others of it one by one: a row of
  // a form took seconds. Where nothing was told of a place, nothing has to be forgotten.
  const quiet = new WeakSet();
  function keepQuiet(store) {
    if (quiet.has(store)) return;
    quiet.add(store);
    const dispatch = store.dispatch;
    const isIdle = ({ type, payload }) => {
      if (type !== "RESET_COMPONENT_STATE" || !payload.itempath) return false;
      const place = payload.itempath.join(",");
      return !Object.keys(store.getState().layoutHashes).some((told) => told.startsWith(place));
    };
    store.dispatch = (action) => (isIdle(action) ? action : dispatch(action));
  }

  function Still({ tree }) {
    keepQuiet(window.dash_component_api.useDashContext().useStore());
    return draw(tree);
  }

  window.clockstart_still = { Still };

  // An answer of the server, as Dash is to read it.
  window.clockstartStill = (answer) => {
    if (isComponent(answer)) return settle(answer);
    for (const properties of Object.values(answer?.response ?? {})) {
      if (properties.children !== undefined) properties.children = settle(properties.children);
    }
    return answer;
  };
})();
