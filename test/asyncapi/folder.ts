import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A folder with these files, by their relative paths; it goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** An AsyncAPI document with one message per payload, over one channel. Payloads are YAML flow text. */
export function documentWith(payloads: Readonly<Record<string, string>>, more = ''): string {
  const messages = Object.entries(payloads).map(([name, payload]) => `      ${name}:\n        payload: ${payload}\n`);
  return `asyncapi: 3.1.0
info:
  title: Order Events
  version: 1.0.0
channels:
  orders:
    address: /webhooks
    messages:
${messages.join('')}operations:
  deliver:
    action: send
    channel: { $ref: '#/channels/orders' }
${more}`;
}
