/**
 * The one script of every page. It looks at what the page holds and loads only what that needs; every page works without it.
 * Content that arrives later announces itself with the event "md:load" (refresh.js) or "htmx:load".
 */
const parts = [
  ['body', './page.js'],
  ['[data-copyable]', './copy.js'],
  ['body[data-session-seconds]', './session.js'],
  ['form[data-autosave]', './autosave.js'],
  ['[data-refresh-on-change]', './refresh.js'],
  ['[data-worklist]', './table.js'],
  ['input[type="file"]', './upload.js'],
  ['[data-bpmn-src]', './bpmn.js'],
  ['[data-chart-src]', './chart.js'],
];

async function enhance(root) {
  for (const [selector, module] of parts) {
    if (root.matches?.(selector) || root.querySelector(selector)) {
      (await import(module)).start(root);
    }
  }
}

enhance(document.documentElement);
document.addEventListener('md:load', event => enhance(event.target));
document.addEventListener('htmx:load', event => enhance(event.detail.elt));

if (document.querySelector('[hx-get], [hx-post], [hx-boost], [data-hx-get], [data-hx-post]')) {
  // Htmx starts itself before DOMContentLoaded or once everything is there; arriving in between, it never would.
  const load = () => import('./load.js').then(({ script }) => script('htmx/htmx.min.js'));
  if (document.readyState === 'complete') {
    load();
  } else {
    window.addEventListener('load', load, { once: true });
  }
}
