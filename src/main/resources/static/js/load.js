/** Loads a browser library of /lib once; the promise is kept, so that callers share it. */
const lib = new URL('../lib/', import.meta.url);
const pending = new Map();

export function script(path) {
  return once(path, () => Object.assign(document.createElement('script'), { src: new URL(path, lib).href }));
}

export function styleSheet(path) {
  return once(path, () => Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL(path, lib).href }));
}

function once(path, element) {
  if (!pending.has(path)) {
    pending.set(path, new Promise((resolve, reject) => {
      const node = element();
      node.addEventListener('load', resolve);
      node.addEventListener('error', () => reject(new Error(`${path} could not be loaded`)));
      document.head.append(node);
    }));
  }
  return pending.get(path);
}
