import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { createRegistryParts } from '../../src/serve/registry-plugins.ts';
import { describeStores } from '../registry/stores.ts';
import { serverOn } from '../serve/support.ts';

interface Replica {
  readonly server: FastifyInstance;
  close(): Promise<void>;
}

describeStores('two servers on one store', (stores) => {
  async function replica(): Promise<Replica> {
    const store = await stores.open();
    const parts = createRegistryParts({ store, workers: 1 });
    const { server } = await serverOn({ store, plugins: parts.plugins, anonymous: 'write' });
    return { server, close: () => parts.close() };
  }

  test('register conflicting schemas at the same time: one wins, the other is told why', async () => {
    const [one, other] = await Promise.all([replica(), replica()]);
    try {
      const schemas = ['string', 'integer'].map((type) => ({
        type: 'object',
        properties: { id: { type } },
        required: ['id'],
        additionalProperties: false,
      }));
      const answers = await Promise.all(
        [one, other].map(({ server }, index) =>
          server.inject({
            method: 'POST',
            url: '/subjects/cafe.v1.opened/versions',
            payload: { schemaType: 'JSON', schema: JSON.stringify(schemas[index]) },
          }),
        ),
      );
      expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const refused = answers.find(({ statusCode }) => statusCode === 409);
      expect(refused?.json()).toMatchObject({
        error_code: 409,
        message: expect.stringMatching(/\/id|properties/) as string,
      });
      const versions = await Promise.all(
        [one, other].map(async ({ server }) =>
          (await server.inject('/subjects/cafe.v1.opened/versions')).json<unknown>(),
        ),
      );
      expect(versions).toEqual([[1], [1]]);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });
});
