/**
 * Questions that depend on others: when a control with data-refresh-on-change changes, the form is sent as if its button
 * "_refresh" had been pressed and is replaced by the same form of the answer. Chosen files, the focus and what was typed
 * meanwhile stay.
 */
const known = new WeakSet();
const running = new WeakMap();

export function start(root) {
  const controls = [...root.querySelectorAll('[data-refresh-on-change]')];
  for (const form of new Set(controls.map(control => control.form ?? control.closest('form')))) {
    if (form && !known.has(form)) {
      known.add(form);
      form.addEventListener('change', event => {
        if (event.target.closest('[data-refresh-on-change]')) {
          refresh(form);
        }
      });
      // Somebody was quicker than this script, or the browser kept what was chosen before.
      if (controls.some(control => form.contains(control) && isChanged(control))) {
        refresh(form);
      }
    }
    form?.querySelectorAll('button[name="_refresh"]:not([tabindex="-1"])').forEach(button => { button.hidden = true; });
  }
}

function isChanged(control) {
  return [control, ...control.querySelectorAll('input, select')].some(input => {
    if (input.type === 'radio' || input.type === 'checkbox') {
      return input.checked !== input.defaultChecked;
    }
    return input.tagName === 'SELECT'
      && input.value !== ([...input.options].find(option => option.defaultSelected) ?? input.options[0])?.value;
  });
}

async function refresh(form) {
  running.get(form)?.abort();
  const call = new AbortController();
  running.set(form, call);
  const button = form.querySelector('button[name="_refresh"]:not([tabindex="-1"])');
  const sent = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  const body = new (form.enctype === 'multipart/form-data' ? FormData : URLSearchParams)();
  sent.forEach(([name, value]) => body.append(name, value));
  body.append('_refresh', button?.value ?? '');
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(button?.getAttribute('formaction') ?? form.action, { method: 'POST', body, signal: call.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = form.id ? page.getElementById(form.id) : page.querySelectorAll('form')[[...document.forms].indexOf(form)];
    if (!answer.ok || !fresh) {
      throw new Error(`refresh answered ${answer.status}`);
    }
    swap(form, fresh, new Map(sent));
    document.dispatchEvent(new Event('md:alive'));
  } catch (error) {
    if (error.name !== 'AbortError' && button) {
      button.hidden = false;
    }
  } finally {
    if (running.get(form) === call) {
      form.removeAttribute('aria-busy');
    }
  }
}

function swap(form, fresh, sent) {
  const active = form.contains(document.activeElement) ? document.activeElement : null;
  const files = [...form.querySelectorAll('input[type="file"]')].filter(input => input.files.length);
  const typed = [...form.querySelectorAll('input[type="text"], input:not([type]), textarea')]
    .filter(input => input.name && sent.has(input.name) && input.value !== sent.get(input.name));
  const selection = active && 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : null;

  form.replaceChildren(...document.adoptNode(fresh).childNodes);

  for (const old of files) {
    const input = form.querySelector(`input[type="file"][name="${CSS.escape(old.name)}"]`);
    if (input) {
      input.files = old.files;
    }
  }
  for (const old of typed) {
    const input = form.elements.namedItem(old.name);
    if (input && 'value' in input) {
      input.value = old.value;
    }
  }
  form.dispatchEvent(new Event('md:load', { bubbles: true }));
  if (active) {
    const same = (active.id && document.getElementById(active.id))
      || [...form.elements].find(control => control.name && control.name === active.name && (control.type !== 'radio' || control.value === active.value));
    same?.focus({ preventScroll: true });
    if (selection && selection[0] !== null) {
      same?.setSelectionRange?.(...selection);
    }
  }
}
