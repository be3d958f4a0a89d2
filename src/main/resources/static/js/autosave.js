/**
 * Keeps drafts: form[data-autosave="/address"] is posted there three seconds after typing stops, without its files.
 * The answer may be JSON {at: "10:42"}; what happened is written into [data-autosave-status] of the form, else at the foot of the window.
 */
import { say } from './live.js';
import { words } from './words.js';

const PAUSE = 3000;
const RETRY = 15000;
const known = new WeakSet();

export function start(root) {
  const forms = root.matches('form[data-autosave]') ? [root] : root.querySelectorAll('form[data-autosave]');
  for (const form of forms) {
    if (!known.has(form)) {
      known.add(form);
      watch(form);
    }
  }
}

function watch(form) {
  let timer;
  let typed = 0;
  let saved = 0;
  let leaving = false;
  let stopped = false;

  form.addEventListener('input', () => {
    typed += 1;
    later(PAUSE);
  });
  form.addEventListener('submit', event => {
    leaving = !event.defaultPrevented;
    if (leaving) {
      // What is sent is newer; a save that came after it would look like another window's.
      clearTimeout(timer);
    }
  });
  window.addEventListener('beforeunload', event => {
    if (!leaving && typed !== saved) {
      event.preventDefault();
    }
  });
  window.addEventListener('pageshow', () => { leaving = false; });

  // Typed before this module was here, or put back by the browser: it counts as typed.
  if ([...form.elements].some(changed)) {
    typed += 1;
    later(PAUSE);
  }

  function later(pause) {
    clearTimeout(timer);
    if (!stopped) {
      timer = setTimeout(save, pause);
    }
  }

  async function save() {
    const state = typed;
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: texts(form), headers: { Accept: 'application/json' }, redirect: 'manual' });
      if (answer.ok) {
        saved = state;
        document.dispatchEvent(new Event('md:alive'));
        tell(form, words({ ja: '下書きを保存しました', en: 'Draft saved' }) + ' ' + await moment(answer));
      } else if (answer.status === 409) {
        stopped = true;
        tell(form, words({ ja: '別の画面でこの下書きが更新されています。入力内容を控えてから、画面を開き直してください。', en: 'This draft was changed elsewhere. Note what you typed, then reload the page.' }), 'error');
      } else if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
        stopped = true;
        tell(form, words({ ja: '下書きを保存できませんでした。別のタブでログインし直してから、送信してください。', en: 'The draft was not saved. Sign in again in another tab, then send the form.' }), 'error');
      } else {
        retry();
      }
    } catch {
      retry();
    }
  }

  function retry() {
    tell(form, words({ ja: '下書きを保存できませんでした。まもなくもう一度試します。', en: 'The draft was not saved. Trying again soon.' }), 'error');
    later(RETRY);
  }
}

function texts(form) {
  const entries = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return new URLSearchParams(entries);
}

async function moment(answer) {
  if (answer.headers.get('Content-Type')?.includes('json')) {
    const { at } = await answer.json();
    if (at) {
      return at;
    }
  }
  return new Date().toLocaleTimeString('ja-JP', { hour: '2-digit', minute: '2-digit' });
}

function tell(form, text, type) {
  const place = form.querySelector('[data-autosave-status]');
  if (place) {
    place.setAttribute('role', 'status');
    place.textContent = text;
  } else {
    say(text, type);
  }
}

/** Whether a control holds something other than the page came with. */
function changed(control) {
  if (control.type === 'checkbox' || control.type === 'radio') {
    return control.checked !== control.defaultChecked;
  }
  if (control.options) {
    return [...control.options].some(option => option.selected !== option.defaultSelected) && control.selectedIndex > 0;
  }
  return control.type !== 'hidden' && control.type !== 'file' && control.defaultValue !== undefined && control.value !== control.defaultValue;
}
