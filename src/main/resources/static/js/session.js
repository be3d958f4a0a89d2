/**
 * Warns five minutes before the session ends and lets people stay (WCAG 2.2.1).
 * body[data-session-seconds]: length of the session; body[data-session-extend]: a GET that keeps it.
 */
import { say } from './live.js';
import { words } from './words.js';

const WARNING = 5 * 60;
let end;
let dialog;

export function start() {
  if (end) {
    return;
  }
  restart();
  setInterval(look, 5000);
  document.addEventListener('visibilitychange', look);
  // every answer of the server has prolonged the session
  document.addEventListener('md:alive', restart);
  document.addEventListener('htmx:afterRequest', restart);
}

function restart() {
  end = Date.now() + Number(document.body.dataset.sessionSeconds) * 1000;
  dialog?.close();
}

function look() {
  const left = Math.ceil((end - Date.now()) / 1000);
  if (left > Math.min(WARNING, document.body.dataset.sessionSeconds / 2)) {
    return;
  }
  dialog ??= build();
  const minutes = Math.ceil(left / 60);
  dialog.querySelector('p').textContent = left > 0
    ? words({
      ja: `操作がないため、あと約${minutes}分でログアウトします。続ける場合は「操作を続ける」を押してください。`,
      en: `You will be signed out in about ${minutes} minute(s). Press “Continue” to stay signed in.`,
    })
    : words({
      ja: 'ログインの有効期間が終わりました。この画面の入力内容を控えてから、もう一度ログインしてください。',
      en: 'Your session has ended. Please note what you have typed, then sign in again.',
    });
  dialog.querySelector('button').hidden = left <= 0;
  if (!dialog.open) {
    dialog.showModal();
  }
}

function build() {
  const node = document.createElement('dialog');
  node.className = 'md-dialog';
  node.setAttribute('role', 'alertdialog');
  node.setAttribute('aria-labelledby', 'md-session-title');
  node.setAttribute('aria-describedby', 'md-session-text');
  const title = Object.assign(document.createElement('h2'), { id: 'md-session-title', textContent: words({ ja: 'まもなくログアウトします', en: 'You will be signed out soon' }) });
  const text = Object.assign(document.createElement('p'), { id: 'md-session-text' });
  const stay = Object.assign(document.createElement('button'), { type: 'button', className: 'md-button', textContent: words({ ja: '操作を続ける', en: 'Continue' }) });
  stay.dataset.type = 'primary';
  stay.addEventListener('click', extend);
  node.append(title, text, stay);
  document.body.append(node);
  return node;
}

async function extend() {
  try {
    const answer = await fetch(document.body.dataset.sessionExtend, { headers: { Accept: 'application/json' }, redirect: 'manual' });
    if (answer.ok) {
      restart();
      return;
    }
  } catch {
    // told below
  }
  say(words({ ja: '延長できませんでした。通信を確認して、もう一度押してください。', en: 'That did not work. Check your connection and try again.' }), 'error');
}
