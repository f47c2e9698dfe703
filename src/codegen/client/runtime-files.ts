import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RuntimeFiles } from './generate-typescript.ts';

/** The runtime that is part of every TypeScript client, as it was made when the program was built. */
export function runtimeFiles(): RuntimeFiles {
  const folder = new URL('../../generated/client-runtime/', import.meta.url);
  const names = ['runtime.js', 'runtime.d.ts', 'api.d.ts'];
  return new Map(names.map((name) => [name, readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')]));
}
