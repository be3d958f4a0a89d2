/** Small manners of every page: focus on errors, menus that close, a form that is not sent twice. */
const seen = new WeakSet();

export function start(root) {
  root.querySelector('[data-focus], .md-error-summary')?.focus();
  if (seen.has(document)) {
    return;
  }
  seen.add(document);
  document.addEventListener('click', event => closeMenus(menu => !menu.contains(event.target)));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      closeMenus(menu => menu.contains(document.activeElement), true);
    }
  });
  document.addEventListener('submit', onceOnly);
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release));
}

function closeMenus(which, focus = false) {
  for (const menu of document.querySelectorAll('.md-person[open]')) {
    if (which(menu)) {
      menu.open = false;
      if (focus) {
        menu.querySelector('summary').focus();
      }
    }
  }
}

/** The server recognises repeated requests; this only spares people the doubt. After 8 seconds they may try again. */
function onceOnly(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  event.submitter?.setAttribute('aria-busy', 'true');
  setTimeout(() => release(form), 8000);
}

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
}
