/** Copies a number. The clipboard exists only on secure connections; elsewhere the button stays hidden. */
import { say } from './live.js';

export function start(root) {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of root.querySelectorAll('[data-copy][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.dataset.done = '';
      say(button.dataset.copied, 'info', 3);
      setTimeout(() => delete button.dataset.done, 2000);
    });
  }
}
