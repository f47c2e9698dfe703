import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { attackReceiver } from '../../../scripts/lib/attack-receiver.ts';
import { createRandomDeliveries } from '../../../scripts/lib/random-deliveries.ts';
import { sourceClient } from '../../../scripts/lib/source-client.ts';
import { plainScheme, secret, shipped, url } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

describe.each(['qminder', 'waitwhile'])('random and damaged deliveries of %s', (vendor) => {
  it.each(['node:crypto', 'crypto.subtle'])('get documented answers, with %s', async (provider) => {
    const { contract } = await shipped(vendor);
    const module = await sourceClient(contract, join(folder, `${vendor}-${provider.replace(':', '-')}`));
    if (provider === 'crypto.subtle') vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => undefined);
    const complaints: string[] = [];
    const complain = (message: string): void => void complaints.push(message);
    const answers = await attackReceiver({ contract, ...module }, { count: 1250, seed: 7, complain });
    expect(complaints).toEqual([]);
    const met = ['204', '400', '401', '405', '415', '422', '500', 'event', 'invalid', 'unknown-event', 'refused'];
    expect(met.filter((answer) => !answers.has(answer))).toEqual([]);
  });
});

it('are the same for the same seed', () => {
  const made = (): unknown => {
    const next = createRandomDeliveries({ scheme: plainScheme, secret, url, payloads: [{ type: 'x', id: '1' }] }, 3);
    return Array.from({ length: 50 }, next);
  };
  expect(made()).toEqual(made());
});
