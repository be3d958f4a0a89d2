/** Says something in passing: shown at the foot of the window and read out politely by screen readers. */
const region = document.createElement('div');
region.className = 'md-live';
region.setAttribute('role', 'status');
document.body.append(region);
let fading;

export function say(text, type = 'info', seconds = 6) {
  clearTimeout(fading);
  region.dataset.type = type;
  region.textContent = text;
  fading = setTimeout(() => { region.textContent = ''; }, seconds * 1000);
}
