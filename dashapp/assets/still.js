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

  window.clockstart_still = { Still: ({ tree }) => draw(tree) };

  // An answer of the server, as Dash is to read it.
  window.clockstartStill = (answer) => {
    if (isComponent(answer)) return settle(answer);
    for (const properties of Object.values(answer?.response ?? {})) {
      if (properties.children !== undefined) properties.children = settle(properties.children);
    }
    return answer;
  };
})();
