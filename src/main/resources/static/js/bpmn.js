/**
 * Shows figure[data-bpmn-src] with bpmn-js and marks on it what data-bpmn-overlay-src tells:
 * {walked: [ids], flows: [ids], current: [ids], counts: {id: n}, incidents: [ids]}.
 * The viewer keeps the logo of its makers, as their licence asks.
 */
import { script, styleSheet } from './load.js';

/** Free space around the diagram, in screen pixels; badges stand out of their shapes. */
const MARGIN = 28;
/** The smallest scale a diagram opens at: its 12 px labels stay readable. */
const READABLE = 0.8;
/** In screen pixels; never more than most of the window, so that the page can still be scrolled beside it. */
const TALLEST = 680;
const STEP = 1.25;

const known = new WeakSet();

export function start(root) {
  const figures = root.matches('[data-bpmn-src]') ? [root] : root.querySelectorAll('[data-bpmn-src]');
  for (const figure of figures) {
    if (!known.has(figure)) {
      known.add(figure);
      whenVisible(figure, () => show(figure).catch(() => { figure.querySelector('.md-diagram__failed').hidden = false; }));
    }
  }
}

function whenVisible(element, action) {
  const watcher = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      watcher.disconnect();
      action();
    }
  }, { rootMargin: '400px' });
  watcher.observe(element);
}

async function show(figure) {
  const { bpmnSrc, bpmnOverlaySrc, title, words } = figure.dataset;
  const [zoomIn, zoomOut, all, full, walkedWord, currentWord, errorWord, unit] = words.split(',');
  const [xml, marks] = await Promise.all([
    get(bpmnSrc).then(answer => answer.text()),
    bpmnOverlaySrc ? get(bpmnOverlaySrc).then(answer => answer.json()) : {},
    script('bpmn-js/bpmn-navigated-viewer.min.js'),
    styleSheet('bpmn-js/diagram-js.css'),
    styleSheet('bpmn-js/bpmn-js.css'),
  ]);
  const canvasNode = figure.querySelector('.md-diagram__canvas');
  canvasNode.hidden = false;
  const viewer = new window.BpmnJS({ container: canvasNode, zoomScroll: { enabled: false }, keyboard: { bind: false } });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    canvasNode.hidden = true;
    throw error;
  }
  const canvas = viewer.get('canvas');
  const camera = point(canvas, canvasNode);
  mark(viewer, marks, { unit, errorWord });
  camera.open(active(viewer, marks));
  explore(viewer, canvasNode, title, camera);
  canvasNode.before(tools([
    [all, all, camera.all],
    [full, full, () => canvas.zoom(1)],
    ['plus', zoomIn, () => canvas.zoom(canvas.zoom() * STEP)],
    ['minus', zoomOut, () => canvas.zoom(canvas.zoom() / STEP)],
  ]));
  if (bpmnOverlaySrc) {
    canvasNode.after(legend(marks, { walkedWord, currentWord, errorWord }));
  }
}

/** Where to look. A diagram opens as a whole if it can be read so, else readable at the place that matters. */
function point(canvas, node) {
  const { inner } = canvas.viewbox();
  const scale = Math.min(1, Math.max(READABLE, (node.clientWidth - 2 * MARGIN) / inner.width));
  node.style.height = `${Math.min(inner.height * scale + 2 * MARGIN, TALLEST, Math.max(window.innerHeight * 0.75, 224))}px`;
  canvas.resized();

  /** The middle at x, y, but no more empty space beside the diagram than the margin. */
  const look = (zoom, x, y) => {
    const width = node.clientWidth / zoom;
    const height = node.clientHeight / zoom;
    canvas.viewbox({ x: within(x, width, inner.x, inner.width, zoom), y: within(y, height, inner.y, inner.height, zoom), width, height });
  };
  // a turned phone or another window: what was in the middle stays there
  new ResizeObserver(() => requestAnimationFrame(() => {
    const { x, y, width, height, scale: zoom } = canvas.viewbox();
    canvas.resized();
    look(zoom, x + width / 2, y + height / 2);
  })).observe(node);
  const all = () => look(Math.min(1, (node.clientWidth - 2 * MARGIN) / inner.width, (node.clientHeight - 2 * MARGIN) / inner.height),
    inner.x + inner.width / 2, inner.y + inner.height / 2);
  return {
    all,
    open: element => {
      if (element) {
        look(scale, element.x + element.width / 2, element.y + element.height / 2);
      } else {
        look(scale, inner.x, inner.y);
      }
    },
  };
}

/** @returns where a view of that length begins along one axis */
function within(middle, length, from, extent, zoom) {
  const margin = MARGIN / zoom;
  if (extent + 2 * margin <= length) {
    return from + extent / 2 - length / 2;
  }
  return Math.min(Math.max(middle - length / 2, from - margin), from + extent + margin - length);
}

/** The place that matters: an error, else where it stands, else where most cases are, else the last one walked. */
function active(viewer, { walked = [], current = [], counts = {}, incidents = [] }) {
  const most = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
  return [...incidents, ...current, ...most, ...walked.slice().reverse()].map(id => viewer.get('elementRegistry').get(id)).find(element => element?.width);
}

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address} answered ${answer.status}`);
  }
  return answer;
}

function mark(viewer, { walked = [], flows = [], current = [], counts = {}, incidents = [] }, { unit, errorWord }) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  // a model that has changed since may lack an element
  const there = id => viewer.get('elementRegistry').get(id);
  const each = (ids, marker) => ids.filter(there).forEach(id => canvas.addMarker(id, marker));
  each([...walked, ...flows].filter(id => !current.includes(id)), 'md-walked');
  each(current, 'md-current');
  each(incidents, 'md-incident');
  for (const [id, count] of Object.entries(counts)) {
    if (there(id)) {
      overlays.add(id, { position: { bottom: 12, left: 8 }, html: badge(`${count.toLocaleString('ja-JP')}${unit}`, 'count') });
    }
  }
  incidents.filter(there).forEach(id => overlays.add(id, { position: { top: -12, right: 40 }, html: badge(`⚠ ${errorWord}`, 'incident') }));
}

function badge(text, kind) {
  const node = Object.assign(document.createElement('div'), { className: 'md-diagram__mark', textContent: text });
  node.dataset.mark = kind;
  return node;
}

/** Arrow keys move, + - zoom, 0 shows all, 1 the full size. The wheel belongs to the page until the diagram has the focus. */
function explore(viewer, node, title, camera) {
  const canvas = viewer.get('canvas');
  const zoomScroll = viewer.get('zoomScroll');
  node.tabIndex = 0;
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', title);
  node.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  node.querySelectorAll('svg[tabindex]').forEach(svg => svg.removeAttribute('tabindex'));
  node.addEventListener('pointerdown', () => node.focus({ preventScroll: true }));
  node.addEventListener('focusin', () => zoomScroll.toggle(true));
  node.addEventListener('focusout', () => zoomScroll.toggle(false));
  const keys = {
    ArrowLeft: () => canvas.scroll({ dx: 60, dy: 0 }), ArrowRight: () => canvas.scroll({ dx: -60, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: 60 }), ArrowDown: () => canvas.scroll({ dx: 0, dy: -60 }),
    '+': () => canvas.zoom(canvas.zoom() * STEP), '-': () => canvas.zoom(canvas.zoom() / STEP), 0: camera.all, 1: () => canvas.zoom(1),
  };
  node.addEventListener('keydown', event => {
    if (event.target === node && keys[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys[event.key]();
    }
  });
}

function tools(buttons) {
  const bar = document.createElement('div');
  bar.className = 'md-diagram__tools';
  for (const [face, label, action] of buttons) {
    const button = Object.assign(document.createElement('button'), { type: 'button' });
    if (face === label) {
      button.textContent = label;
    } else {
      button.title = label;
      button.setAttribute('aria-label', label);
      button.append(symbol(face));
    }
    button.addEventListener('click', action);
    bar.append(button);
  }
  return bar;
}

function symbol(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'md-icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${new URL('../img/icons.svg', import.meta.url).pathname}#${name}`);
  svg.append(use);
  return svg;
}

function legend({ walked = [], current = [], incidents = [] }, { walkedWord, currentWord, errorWord }) {
  const list = document.createElement('ul');
  list.className = 'md-diagram__legend';
  for (const [ids, kind, text] of [[walked, 'walked', walkedWord], [current, 'current', currentWord], [incidents, 'incident', errorWord]]) {
    if (ids.length) {
      const item = Object.assign(document.createElement('li'), { textContent: text });
      item.dataset.mark = kind;
      list.append(item);
    }
  }
  return list;
}
