/**
 * Makes Node read TypeScript without WebAssembly. Node strips types by a WebAssembly module that every worker thread loads
 * and frees again, and V8 can abort the process when many threads do so at once: "Check failed:
 * jit_page_->allocations_.erase(addr) == 1" (nodejs/node#64500). The tests start some hundred workers; the program starts one,
 * and runs JavaScript.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

// Without it Node also reads the exports of CommonJS modules by JavaScript; so nothing may be imported from one before.
delete globalThis.WebAssembly;
const require = createRequire(import.meta.url);

// Each worker reads hundreds of modules that have not changed since the last one read them.
const { version } = require('@swc/core/package.json');
const cache = join(import.meta.dirname, '../../node_modules/.cache/counterfoil-tests', version);
mkdirSync(cache, { recursive: true });

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    return { format: 'module', source: strippedOf(fileURLToPath(url)), shortCircuit: true };
  },
});

// A native library that no thread holds any more is unloaded, and what it leaves behind in a thread that ends then crashes.
if (isMainThread) require('@swc/core');

function strippedOf(filename) {
  const text = readFileSync(filename, 'utf8');
  const cached = join(cache, createHash('sha256').update(`${filename}\0${text}`).digest('hex'));
  try {
    return readFileSync(cached, 'utf8');
  } catch {
    const code = strip(filename, text);
    // Beside it first: another thread may be reading it.
    const beside = `${cached}.${process.pid}.${threadId}`;
    writeFileSync(beside, code);
    renameSync(beside, cached);
    return code;
  }
}

function strip(filename, text) {
  // Loaded when something has changed: a native library in each of some hundred threads costs too.
  const { transformSync } = require('@swc/core');
  return transformSync(text, {
    filename,
    configFile: false,
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'esnext',
      experimental: { keepImportAttributes: true },
      parser: { syntax: 'typescript' },
      transform: { verbatimModuleSyntax: true },
    },
  }).code;
}
