// Imports every .form file under the given directories into the form-js viewer, so that what Camunda Modeler shows is
// what this product reads. Usage: node import-forms.mjs <directory>...  Exits with 1 on any warning, error or no file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const frontend = join(dirname(fileURLToPath(import.meta.url)), '../../main/frontend/package.json');
const require = createRequire(frontend);
const { Window } = await import(pathToFileURL(require.resolve('happy-dom')));

const window = new Window({ url: 'http://localhost/' });
globalThis.window = window;
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) {
    globalThis[name] = window[name];
  }
}

const complaints = [];
for (const channel of ['warn', 'error']) {
  console[channel] = (...words) => complaints.push(words.join(' '));
}

const { Form } = require('@bpmn-io/form-js-viewer');

const files = process.argv.slice(2).flatMap((directory) => existsSync(directory)
  ? readdirSync(directory, { recursive: true }).filter((f) => f.endsWith('.form')).map((f) => join(directory, f))
  : []);
let failures = 0;
for (const file of files) {
  complaints.length = 0;
  const container = document.createElement('div');
  document.body.appendChild(container);
  const form = new Form({ container });
  try {
    const { warnings } = await form.importSchema(JSON.parse(readFileSync(file, 'utf8')), {});
    await new Promise((done) => setTimeout(done));
    complaints.push(...warnings.map(String));
    if (!container.querySelector('.fjs-form-field')) {
      complaints.push('nothing was rendered');
    }
  } catch (error) {
    complaints.push(String(error));
  }
  form.destroy();
  container.remove();
  if (complaints.length > 0) {
    failures++;
    process.stdout.write(`${file}: ${complaints.join('; ')}\n`);
  }
}
process.stdout.write(`${files.length} forms imported, ${failures} with complaints\n`);
process.exit(files.length > 0 && failures === 0 ? 0 : 1);
