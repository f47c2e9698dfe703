/**
 * Makes Node read TypeScript without WebAssembly. Node strips types by a WebAssembly module that every worker thread loads
 * and frees again, and V8 can abort the process when many threads do so at once: "Check failed:
 * jit_page_->allocations_.erase(addr) == 1" (nodejs/node#64500). The tests start some hundred workers; the program starts one,
 * and runs JavaScript.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Without it Node also reads the exports of CommonJS modules by JavaScript; so nothing may be imported from one before.
delete globalThis.WebAssembly;
const { transformSync } = createRequire(import.meta.url)('@swc/core');

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
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
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
