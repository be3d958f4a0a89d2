// Copies browser libraries, fonts and the list of banks from node_modules into the build output.
// Usage: node build.mjs <classes dir>
//   <classes>/static/lib/  what pages load: nothing comes from outside, government terminals have no Internet
//   <classes>/fonts/       TrueType fonts that are embedded in PDF letters
//   <classes>/banking/     banks.csv, in the form that banking.BankDirectory reads
// Files that are already there unchanged are left alone, so that a build with nothing new costs a few milliseconds.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
if (!process.argv[2]) {
  console.error('Usage: node build.mjs <classes dir>');
  process.exit(2);
}
const out = resolve(process.argv[2]);
const modules = join(here, 'node_modules');
const installed = join(modules, '.package-lock.json');
const lock = join(here, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}

const lib = (...path) => join(out, 'static', 'lib', ...path);
const npm = (...path) => join(modules, ...path);

copy(npm('@digital-go-jp/design-tokens/dist/tokens.css'), lib('tokens', 'tokens.css'));
copy(npm('@digital-go-jp/design-tokens/LICENSE'), lib('tokens', 'LICENSE'));

copy(npm('bpmn-js/dist/bpmn-navigated-viewer.production.min.js'), lib('bpmn-js', 'bpmn-navigated-viewer.min.js'));
copy(npm('bpmn-js/dist/assets/diagram-js.css'), lib('bpmn-js', 'diagram-js.css'));
copy(npm('bpmn-js/dist/assets/bpmn-js.css'), lib('bpmn-js', 'bpmn-js.css'));
copy(npm('bpmn-js/LICENSE'), lib('bpmn-js', 'LICENSE'));

copy(npm('echarts/dist/echarts.min.js'), lib('echarts', 'echarts.min.js'));
copy(npm('echarts/LICENSE'), lib('echarts', 'LICENSE'));
copy(npm('echarts/NOTICE'), lib('echarts', 'NOTICE'));

copy(npm('htmx.org/dist/htmx.min.js'), lib('htmx', 'htmx.min.js'));
copy(npm('htmx.org/LICENSE'), lib('htmx', 'LICENSE'));

notoSansJp(['400', '700']);
bankDirectory();

for (const [family, folder] of [['BIZUDPGothic', 'biz-udpgothic'], ['BIZUDPMincho', 'biz-udpmincho']]) {
  copy(npm('@expo-google-fonts', folder, '400Regular', `${family}_400Regular.ttf`), join(out, 'fonts', `${family}-Regular.ttf`));
  copy(npm('@expo-google-fonts', folder, '700Bold', `${family}_700Bold.ttf`), join(out, 'fonts', `${family}-Bold.ttf`));
  copy(npm('@expo-google-fonts', folder, 'LICENSE_FONT'), join(out, 'fonts', `${family}-LICENSE`));
}

/** One style sheet for the weights, woff2 only, and the subset files it names: a page fetches just the subsets it shows. */
function notoSansJp(weights) {
  const source = npm('@fontsource/noto-sans-jp');
  const css = weights
    .map(weight => readFileSync(join(source, `${weight}.css`), 'utf8'))
    .join('\n')
    .replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '');
  for (const [, file] of css.matchAll(/url\(\.\/(files\/[^)]+\.woff2)\)/g)) {
    copy(join(source, file), lib('noto', file));
  }
  copy(join(source, 'LICENSE'), lib('noto', 'LICENSE'));
  const sheet = lib('noto', 'noto-sans-jp.css');
  if (!existsSync(sheet) || readFileSync(sheet, 'utf8') !== css) {
    writeFileSync(sheet, css);
  }
}

/** One row per bank, its branch code empty, and one per branch. */
function bankDirectory() {
  const source = npm('zengin-code', 'lib', 'zengin-data.js');
  const target = join(out, 'banking', 'banks.csv');
  copy(npm('zengin-code', 'LICENSE.txt'), join(out, 'banking', 'LICENSE'));
  const made = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if ([installed, fileURLToPath(import.meta.url)].every(input => statSync(input).mtimeMs < made)) {
    return;
  }
  const banks = Object.values(createRequire(import.meta.url)(source));
  const rows = [['銀行コード', '支店コード', '名称', 'カナ']];
  for (const bank of banks.sort((a, b) => a.code.localeCompare(b.code))) {
    rows.push([bank.code, '', bank.name, bank.kana]);
    for (const branch of Object.values(bank.branches).sort((a, b) => a.code.localeCompare(b.code))) {
      rows.push([bank.code, branch.code, branch.name, branch.kana]);
    }
  }
  writeFileSync(target, rows.map(row => `${row.join(',')}\r\n`).join(''));
}

function copy(from, to) {
  const source = statSync(from);
  const target = statSync(to, { throwIfNoEntry: false });
  if (target && target.size === source.size && Math.abs(target.mtimeMs - source.mtimeMs) < 1000) {
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  utimesSync(to, source.atime, source.mtime);
}
