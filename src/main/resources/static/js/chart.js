/**
 * Draws figure[data-chart-src] with ECharts from {type: 'bar' | 'line' | 'stack', labels, series: [{name, data}], unit}.
 * The table beside it stays for everybody. Series differ by pattern as well as by colour.
 */
import { script } from './load.js';

const known = new WeakSet();
/** Quiet patterns, the first one plain: lines one way, dots, lines the other way. */
const WHITE = 'rgba(255, 255, 255, 0.55)';
const DECALS = [
  { color: 'transparent' },
  { color: WHITE, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4 },
  { color: WHITE, symbol: 'circle', symbolSize: 0.5, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0] },
  { color: WHITE, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 4 },
];

const still = matchMedia('(prefers-reduced-motion: reduce)');
const forced = matchMedia('(forced-colors: active)');

export function start(root) {
  const figures = root.matches('[data-chart-src]') ? [root] : root.querySelectorAll('[data-chart-src]');
  for (const figure of figures) {
    if (!known.has(figure)) {
      known.add(figure);
      show(figure).catch(() => { figure.querySelector('.md-chart__failed').hidden = false; });
    }
  }
}

async function show(figure) {
  const [figures] = await Promise.all([
    fetch(figure.dataset.chartSrc).then(answer => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))),
    script('echarts/echarts.min.js'),
  ]);
  const node = figure.querySelector('.md-chart__canvas');
  node.hidden = false;
  node.setAttribute('role', 'img');
  node.setAttribute('aria-label', figure.querySelector('figcaption').textContent);
  const chart = window.echarts.init(node);
  const draw = () => chart.setOption(options(figures), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(node);
  still.addEventListener('change', draw);
  forced.addEventListener('change', draw);
}

function options({ type, labels, series, unit }) {
  const style = getComputedStyle(document.documentElement);
  const token = name => style.getPropertyValue(name).trim();
  const text = forced.matches ? 'CanvasText' : token('--color-neutral-solid-gray-800');
  const line = forced.matches ? 'CanvasText' : token('--color-neutral-solid-gray-200');
  const ground = forced.matches ? 'Canvas' : token('--color-neutral-white');
  const colours = forced.matches
    ? ['CanvasText', 'LinkText', 'GrayText']
    : ['blue-900', 'light-blue-600', 'orange-700', 'magenta-800', 'green-700', 'yellow-900'].map(name => token(`--color-primitive-${name}`));
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14, color: text };
  const many = series.length > 1;
  return {
    animation: !still.matches,
    aria: { enabled: true, decal: { show: many && type !== 'line', decals: DECALS } },
    color: colours,
    textStyle: font,
    grid: { left: 8, right: 16, top: many ? 72 : 40, bottom: 8, containLabel: true },
    legend: { show: many, top: 0, left: 0, itemGap: 20, textStyle: font },
    // drawn on the canvas: HTML tooltips would need inline styles
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: ground, borderColor: text, textStyle: font, valueFormatter: value => `${value?.toLocaleString('ja-JP') ?? '―'}${unit ?? ''}` },
    xAxis: { type: 'category', data: labels, axisLabel: { ...font, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: text } } },
    yAxis: { type: 'value', name: unit ? `（${unit}）` : '', nameTextStyle: { ...font, align: 'left', padding: [0, 0, 0, -24] }, axisLabel: { ...font, formatter: value => value.toLocaleString('ja-JP') }, splitLine: { lineStyle: { color: line } }, minInterval: 1 },
    series: series.map(({ name, data }, index) => ({
      name,
      data,
      type: type === 'line' ? 'line' : 'bar',
      stack: type === 'stack' ? 'total' : undefined,
      barMaxWidth: 40,
      symbol: ['circle', 'rect', 'triangle', 'diamond'][index % 4],
      symbolSize: 9,
      lineStyle: { width: 3, type: ['solid', 'dashed', 'dotted'][index % 3] },
      itemStyle: type === 'stack' ? { borderColor: ground, borderWidth: 1 } : {},
      emphasis: { focus: 'none' },
    })),
  };
}
