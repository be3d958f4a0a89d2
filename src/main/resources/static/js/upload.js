/**
 * Files: a button in the page's language (the browser's own says it in the browser's) over the native input, a drop area, the chosen names and sizes, and, where input[data-upload-url] is set, sending at once with progress.
 * The address answers JSON {id}; a hidden field named data-upload-name keeps the id and the form sends no file again.
 * Limits told early: data-max-bytes per file, data-max-files. The server checks all of it again.
 */
import { words } from './words.js';

const known = new WeakSet();

export function start(root) {
  for (const input of root.querySelectorAll('input[type="file"]')) {
    if (!known.has(input)) {
      known.add(input);
      enhance(input);
    }
  }
}

function enhance(input) {
  const drop = document.createElement('div');
  drop.className = 'md-drop';
  const button = Object.assign(document.createElement('label'), {
    className: 'md-drop__button', htmlFor: input.id,
    textContent: input.multiple ? words({ ja: 'ファイルを選ぶ（複数可）', en: 'Choose files' }) : words({ ja: 'ファイルを選ぶ', en: 'Choose a file' }),
  });
  const hint = document.createElement('p');
  hint.className = 'md-drop__hint';
  hint.textContent = words({ ja: 'ここにファイルをドラッグ＆ドロップすることもできます。', en: 'You can also drop files here.' });
  const list = document.createElement('ul');
  list.className = 'md-files';
  const told = document.createElement('p');
  told.className = 'md-hidden';
  told.setAttribute('role', 'status');
  input.replaceWith(drop);
  drop.append(button, hint, input);
  drop.after(list, told);

  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, event => {
      event.preventDefault();
      drop.dataset.over = '';
    });
  }
  drop.addEventListener('dragleave', () => delete drop.dataset.over);
  drop.addEventListener('drop', event => {
    event.preventDefault();
    delete drop.dataset.over;
    if (!input.disabled) {
      input.files = give(input.multiple ? event.dataTransfer.files : [...event.dataTransfer.files].slice(0, 1));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  input.addEventListener('change', () => chosen(input, list, told));
  if (input.files.length) {
    chosen(input, list, told);
  }
}

async function chosen(input, list, told) {
  const address = input.dataset.uploadUrl;
  const files = [...input.files];
  list.querySelectorAll('li:not([data-stored])').forEach(item => item.remove());
  if (!input.multiple) {
    list.replaceChildren();
  }
  const room = Number(input.dataset.maxFiles || Infinity) - list.children.length;
  const rows = files.map((file, index) => ({ file, item: row(file), error: complaint(file, input, index >= room) }));
  rows.forEach(({ item }) => list.append(item));
  rows.filter(({ error }) => error).forEach(({ item, error }) => fail(item, error));
  const good = rows.filter(({ error }) => !error);
  if (good.length < rows.length) {
    input.files = give(good.map(({ file }) => file));
  }
  told.textContent = words({ ja: `${good.length}件のファイルを選びました。`, en: `${good.length} file(s) chosen.` })
    + rows.filter(({ error }) => error).map(({ file, error }) => `${file.name}　${error}`).join(' ');
  if (!address) {
    return;
  }
  const left = [];
  for (const { file, item } of good) {
    try {
      keep(input, item, await send(input, address, file, item));
    } catch {
      left.push(file);
      fail(item, words({ ja: '送れませんでした。「送信」を押したときにもう一度送ります。', en: 'Not sent yet. It will be sent with the form.' }));
    }
  }
  input.files = give(left);
  told.textContent = words({ ja: `${good.length - left.length}件のファイルを送りました。`, en: `${good.length - left.length} file(s) sent.` });
}

function row(file) {
  const item = document.createElement('li');
  const name = Object.assign(document.createElement('span'), { textContent: file.name });
  const measure = Object.assign(document.createElement('span'), { className: 'md-files__size', textContent: size(file.size) });
  item.append(name, measure);
  return item;
}

function complaint(file, input, tooMany) {
  const limit = Number(input.dataset.maxBytes || Infinity);
  if (tooMany) {
    return words({ ja: `＊添付できるのは${input.dataset.maxFiles}件までです。`, en: `＊Up to ${input.dataset.maxFiles} files.` });
  }
  if (file.size > limit) {
    return words({ ja: `＊ファイルが大きすぎます（上限 ${size(limit)}）。`, en: `＊Too large (limit ${size(limit)}).` });
  }
  if (file.size === 0) {
    return words({ ja: '＊中身が空のファイルです。', en: '＊This file is empty.' });
  }
  return '';
}

function fail(item, text) {
  item.dataset.error = '';
  item.querySelector('progress')?.remove();
  item.append(Object.assign(document.createElement('span'), { className: 'md-files__error', textContent: text }));
}

function send(input, address, file, item) {
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  item.append(bar);
  const body = new FormData();
  const token = input.form?.querySelector('input[name="_csrf"]');
  if (token) {
    body.append(token.name, token.value);
  }
  body.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', event => { bar.value = event.loaded / event.total; });
    request.addEventListener('load', () => (request.status < 300 && request.response?.id ? resolve(request.response.id) : reject(new Error(request.statusText))));
    request.addEventListener('error', () => reject(new Error('network')));
    request.send(body);
  });
}

function keep(input, item, id) {
  item.dataset.stored = '';
  item.querySelector('progress')?.remove();
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: input.dataset.uploadName ?? input.name, value: id });
  item.append(field);
}

function give(files) {
  const transfer = new DataTransfer();
  [...files].forEach(file => transfer.items.add(file));
  return transfer.files;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))}KB` : `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}
