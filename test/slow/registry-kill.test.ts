import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { killRegistries, startRegistry } from '../../scripts/kill-registry.ts';
import type { Actor } from '../../src/registry/domain/access.ts';
import { createToken } from '../../src/registry/domain/tokens/manage-tokens.ts';
import { describeStores } from '../registry/stores.ts';

describeStores('a registry under load', (stores) => {
  test('that is killed at any moment loses nothing that it acknowledged, and doubles nothing', async () => {
    const lines: string[] = [];
    const { acknowledged, problems } = await killRegistries({
      rounds: 3,
      seconds: 2,
      store: stores.location(),
      replicas: stores.kind === 'PostgreSQL' ? 2 : 1,
      clients: 64,
      seed: 20_260_110,
      say: (line) => lines.push(line),
    });
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(3);
    expect(acknowledged).toBeGreaterThan(50);
  });

  test('lets one of several schemas in that contradict each other, whichever server it comes to', async () => {
    const store = await stores.open();
    const actor: Actor = { name: 'test', role: 'admin', known: true };
    const { secret } = await createToken(store, { role: 'admin' }, actor, Date.now());
    await store.writeConfig(
      undefined,
      0,
      { level: 'FULL_TRANSITIVE' },
      { actor: 'test', action: 'config', target: '' },
    );
    // A file has one server; its writers are as many.
    const replicas = stores.kind === 'PostgreSQL' ? 2 : 1;
    const servers = await Promise.all(Array.from({ length: replicas }, () => startRegistry(stores.location())));
    const types = ['string', 'integer', 'boolean', 'array', 'object', 'null'];
    const register = async (subject: string, type: string, index: number) => {
      const { status, text } = await post(`${servers[index % replicas]?.url}/subjects/${subject}/versions`, secret, {
        schemaType: 'JSON',
        schema: JSON.stringify({ type }),
      });
      return { type, status, text };
    };
    for (let round = 0; round < 4; round += 1) {
      const subject = `round-${round}`;
      const answers = await Promise.all(types.map((type, index) => register(subject, type, index)));
      const [won, ...more] = answers.filter(({ status }) => status === 200);
      expect(more).toEqual([]);
      const lost = answers.filter(({ status }) => status === 409);
      expect(lost).toHaveLength(5);
      for (const { text } of lost) expect(text).toMatch(/type/);
      const { versions } = await store.getSubject(subject);
      expect(versions).toHaveLength(1);
      expect((await store.getSchema(versions[0]?.id ?? 0))?.text).toBe(JSON.stringify({ type: won?.type }));
    }
    const closed = servers.map(({ child }) => once(child, 'close'));
    for (const { child } of servers) child.kill();
    await Promise.all(closed);
  });
});

async function post(
  url: string,
  token: string,
  body: object,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.schemaregistry.v1+json' };
  const sent = request(url, { method: 'POST', headers }).end(JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, text };
}
