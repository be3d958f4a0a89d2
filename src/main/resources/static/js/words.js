/** Picks the text of the page's language: words({ ja: '…', en: '…' }). */
const english = document.documentElement.lang === 'en';

export function words({ ja, en }) {
  return english ? en : ja;
}
