import { Readable } from 'node:stream';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { exportCommand } from '../../../src/cli/commands/export.ts';

const cwd = join(import.meta.dirname, '../../..');

/** Runs the command with streams that are kept. */
async function run(...args: readonly string[]): Promise<string> {
  let stdout = '';
  const io = {
    stdin: Readable.from([]),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => '' },
    env: {},
    cwd,
    today: '2026-01-15',
  };
  const program = new Command('counterfoil').addCommand(exportCommand(io, () => undefined));
  await program.parseAsync(['export', 'json-schema', ...args], { from: 'user' });
  return stdout;
}

it('prints a bundle, and nothing else', async () => {
  const document = JSON.parse(await run('qminder', '--bundle')) as { readonly definitions: object };
  expect(document).toMatchObject({
    'x-contract': 'qminder@1.0.0',
    'x-events': { ticket_created: '#/definitions/TicketCreatedEvent' },
  });
  expect(Object.keys(document.definitions)).toContain('Ticket');
});

it('asks where several files shall go', async () => {
  await expect(run('qminder')).rejects.toMatchObject({
    exit: 'usage',
    message: expect.stringContaining('a file for each event') as string,
  });
});
