/**
 * Keys for table[data-worklist]: j/k next and previous row, Enter or o opens, c claims, / searches, ? shows the keys.
 * A row opens by its first link, or a[data-open]; it is claimed by its [data-claim] button.
 * Single keys can disturb speech input, so the dialog lets people switch them off (WCAG 2.1.4).
 */
import { words } from './words.js';

const OFF = 'madoguchi.keys-off';
let bound = false;

export function start() {
  if (bound) {
    return;
  }
  bound = true;
  const help = document.querySelector('[data-worklist-keys]');
  if (help) {
    offerSwitch(help);
  }
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest('input, textarea, select, dialog, [contenteditable]')) {
      return;
    }
    if (event.key === '?') {
      help?.showModal();
    } else if (localStorage.getItem(OFF) || !act(event)) {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener('focusin', event => mark(event.target.closest('[data-worklist] tbody tr')));
}

function act(event) {
  const rows = [...document.querySelectorAll('[data-worklist] tbody tr')];
  const here = rows.findIndex(row => row.hasAttribute('data-here'));
  switch (event.key) {
    case 'j': return go(rows[Math.min(here + 1, rows.length - 1)]);
    case 'k': return go(rows[Math.max(here - 1, 0)]);
    case 'o': return press(opener(rows[here]));
    case 'Enter': return event.target === document.body && press(opener(rows[here]));
    case 'c': return press(rows[here]?.querySelector('[data-claim]'));
    case '/': {
      const search = document.querySelector('main input[type="search"]');
      search?.focus();
      return Boolean(search);
    }
    default: return false;
  }
}

function go(row) {
  const link = opener(row);
  link?.focus();
  mark(row);
  row?.scrollIntoView({ block: 'nearest' });
  return Boolean(row);
}

function opener(row) {
  return row?.querySelector('a[data-open]') ?? row?.querySelector('a[href]');
}

function press(element) {
  element?.click();
  return Boolean(element);
}

function mark(row) {
  if (row) {
    document.querySelectorAll('[data-worklist] tr[data-here]').forEach(other => other.removeAttribute('data-here'));
    row.setAttribute('data-here', '');
  }
}

function offerSwitch(help) {
  const label = document.createElement('label');
  label.className = 'md-checkbox';
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: !localStorage.getItem(OFF) });
  box.addEventListener('change', () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, 'true')));
  label.append(box, words({ ja: '1文字のキー操作を使う', en: 'Use single-key shortcuts' }));
  help.querySelector('form').before(label);
}
