import { expect, test } from 'vitest';
import { describeStores } from '../stores.ts';
import { register } from './writes.ts';

describeStores('subjects', (stores) => {
  test('gives a schema one id, and versions by subject', async () => {
    const store = await stores.open();
    expect(await register(store, 'a', '1')).toMatchObject({ subject: 'a', version: 1, id: 1 });
    expect(await register(store, 'a', '2')).toMatchObject({ subject: 'a', version: 2, id: 2 });
    expect(await register(store, 'b', '1')).toMatchObject({ subject: 'b', version: 1, id: 1 });
  });
});
