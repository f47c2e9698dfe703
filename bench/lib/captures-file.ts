import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { loadContract, shippedContracts, sign } from '../../src/index.ts';

/** The secret that bench captures are signed with. */
export const benchSecret = 'test-secret-bench';
export const benchUrl = 'https://hooks.example.com/counterfoil';

/**
 * Writes captures made of the documented examples of the shipped contracts, in turn, each with its own id and signature.
 *
 * @param which `all` contracts, or only those of vendors that sign
 * @returns the size in bytes
 */
export async function writeCaptures(file: string, count: number, which: 'all' | 'signed'): Promise<number> {
  if (existsSync(file)) return statSync(file).size;
  mkdirSync(dirname(file), { recursive: true });
  const makers = await makeLines(which);
  const stream = createWriteStream(file);
  for (let index = 0; index < count; index += 1) {
    const line = makers[index % makers.length]?.(index);
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return statSync(file).size;
}

async function makeLines(which: 'all' | 'signed'): Promise<((index: number) => string)[]> {
  const makers: ((index: number) => string)[] = [];
  for (const { file } of shippedContracts()) {
    const { contract } = await loadContract(file);
    if (contract === undefined) throw new Error(`${file} cannot be loaded.`);
    const { authentication, vendor } = contract;
    if (which === 'signed' && authentication.kind !== 'signature') continue;
    for (const example of contract.events.flatMap((event) => event.examples)) {
      const body = JSON.stringify(example.payload);
      const signed =
        authentication.kind === 'signature'
          ? sign(authentication.scheme, { secret: benchSecret, url: benchUrl, method: 'POST', body: Buffer.from(body) })
          : [];
      const headers = [['Content-Type', 'application/json'], ...signed];
      makers.push((index) =>
        JSON.stringify({ id: `c${index}`, origin: 'simulated', vendor, method: 'POST', url: benchUrl, headers, body }),
      );
    }
  }
  return makers;
}
