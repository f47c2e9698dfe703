import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkContracts } from '../../../src/api/check-contracts.ts';
import { importCaptures, redactCaptures } from '../../../src/api/captures.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import { readEvery } from '../exchange/captures.ts';
import { bodyOf, messageOf, secret, withCafe } from './cafe.ts';
import type { guest } from './cafe.ts';

const secrets = { cafe: [{ id: 'CAFE_SECRET', value: secret }] };
const pseudonymKey = Buffer.from('a key for tests, of some length');

interface Redacted {
  readonly order: { readonly guest: typeof guest; readonly id: number };
  readonly note: string;
}

async function redactedIn(file: string): Promise<Redacted[]> {
  return (await readEvery([file])).map(({ delivery }) => JSON.parse(delivery.body.text ?? '') as Redacted);
}

/** Every value of the guest, as it would be found again. */
const secretsOfGuest = /anna|berg|701234567|1990-02-03|1234567|Bearer abc/i;

describe('redaction of files', () => {
  test('leaves nothing of a person, and everything else as it was', () =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
      const result = await redactCaptures({
        cwd,
        files: ['a.live.http'],
        out: 'out.ndjson',
        contracts: ['asyncapi'],
        pseudonymKey,
      });
      expect(result).toMatchObject({ captures: 1, redacted: 1, unlike: [], problems: [], withoutContract: 0 });
      const text = readFileSync(join(cwd, 'out.ndjson'), 'utf8');
      expect(text).not.toMatch(secretsOfGuest);
      const [payload] = await redactedIn(join(cwd, 'out.ndjson'));
      expect(payload?.order.id).toBe(7);
      expect(payload?.order.guest).toMatchObject({
        name: expect.stringMatching(/^[A-Z][a-z]{3} [A-Z][a-z]{3}$/) as unknown,
        phone: expect.stringMatching(/^\+46000\d{6}$/) as unknown,
        born: expect.stringMatching(/^(?!1990-02-03)\d{4}-\d\d-\d\d$/) as unknown,
        tier: expect.stringMatching(/^(?:silver|none)$/) as unknown,
      });
      expect(payload?.order.guest.number).toBeGreaterThanOrEqual(1_000_000);
      // The schema has room for 20 characters, so that the usual stand-in does not fit.
      expect(payload?.order.guest.email).toMatch(/^[a-z]+@example\.com$/);
      expect(payload?.order.guest.email.length).toBeLessThanOrEqual(20);
      // Within JSON in a text the other characters stay.
      expect(payload?.order.guest.extra).toMatch(/^\{"mail": "[a-z]+@example\.com", "n": 1\.50\}$/);
      const strict = await checkContracts(['asyncapi'], { cwd, captures: ['out.ndjson'] });
      expect(strict.findings.filter(({ rule }) => /^capture\/(?!signature-unchecked)/.test(rule))).toEqual([]);
    }));

  test('equal values stay equal with one key, over files and runs, and nobody else can tell', () =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
      writeFileSync(
        join(cwd, 'b.live.http'),
        messageOf(bodyOf({ email: 'ANNA@corp.se', phone: '+46701234567', name: 'Bo Ek' })),
      );
      const options = { cwd, files: ['*.http'], contracts: ['asyncapi'], to: 'ndjson' as const };
      await redactCaptures({ ...options, out: 'one.ndjson', pseudonymKey });
      await redactCaptures({ ...options, out: 'two.ndjson', pseudonymKey });
      await redactCaptures({ ...options, out: 'other.ndjson' });
      const [a, b] = await redactedIn(join(cwd, 'one.ndjson'));
      expect(a?.order.guest.email).toBe(b?.order.guest.email);
      expect(a?.order.guest.phone).toBe(b?.order.guest.phone);
      expect(a?.order.guest.name).not.toBe(b?.order.guest.name);
      expect(await redactedIn(join(cwd, 'two.ndjson'))).toEqual([a, b]);
      const [c] = await redactedIn(join(cwd, 'other.ndjson'));
      expect(c?.order.guest.phone).not.toBe(a?.order.guest.phone);
    }));

  test('without a contract by names and looks, and where one says so', () =>
    withCafe(async (cwd) => {
      const payload = {
        customer: { firstName: 'Anna', age: 7 },
        memo: { text: 'Berg' },
        tel: '+46701234567',
        apiToken: 'x1',
      };
      writeFileSync(join(cwd, 'a.live.json'), JSON.stringify(payload));
      const result = await redactCaptures({
        cwd,
        files: ['a.live.json'],
        out: 'out.ndjson',
        pointers: ['/memo/*', '/memo', '/mema/*', '/customer/name'],
        headers: ['X-User'],
        pseudonymKey,
      });
      expect(result).toMatchObject({ withoutContract: 1, redacted: 1 });
      expect(result.unmatched).toEqual(['/mema/*', '/customer/name', 'x-user']);
      const [capture] = await readEvery([join(cwd, 'out.ndjson')]);
      const text = capture?.delivery.body.text ?? '';
      expect(text).not.toMatch(/Anna|Berg|701234567|x1/);
      expect(JSON.parse(text)).toMatchObject({ customer: { age: 7 } });
    }));

  test.each([
    ['deep nesting', `${'['.repeat(20_000)}"anna@corp.se"${']'.repeat(20_000)}`],
    ['keys that objects inherit', '{"__proto__":"anna@corp.se","constructor":{"prototype":"anna@corp.se"}}'],
    ['a key that is an address', '{"anna@corp.se":1,"ANNA@corp.se":2}'],
    ['JSON in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: 'anna@corp.se' }) }) })],
    ['no JSON', 'mail=anna@corp.se&x=1'],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from('anna@corp.se '), Buffer.from([0xff, 0])])],
    ['escapes', '{"a":"\\u0061nna@corp.se"}'],
    ['many of them', JSON.stringify(Array.from({ length: 2000 }, (_, n) => `anna${n}@corp.se`))],
  ])('%s', (_, body) =>
    withCafe(async (cwd) => {
      writeFileSync(
        join(cwd, 'a.live.http'),
        Buffer.concat([Buffer.from('POST / HTTP/1.1\r\nHost: a\r\n\r\n'), Buffer.from(body)]),
      );
      await redactCaptures({ cwd, files: ['a.live.http'], out: 'out.ndjson', pseudonymKey });
      const [capture] = await readEvery([join(cwd, 'out.ndjson')]);
      const shown = Buffer.from(capture?.delivery.body.bytes ?? []).toString('latin1');
      expect(shown).not.toMatch(/anna|corp\.se/i);
      expect(shown).toMatch(/@example\.com/);
    }),
  );

  test('files are not redacted in place', () =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
      await expect(redactCaptures({ cwd, files: ['a.live.http'] })).rejects.toThrow(/not redacted in place/);
      await expect(
        redactCaptures({ cwd, files: ['a.live.http'], out: 'x.ndjson', pointers: ['memo'] }),
      ).rejects.toThrow(/JSON Pointer/);
      expect(existsSync(join(cwd, 'x.ndjson'))).toBe(false);
    }));
});

describe('the signed note', () => {
  const run = (cwd: string, more: object = {}): Promise<unknown> =>
    redactCaptures({
      cwd,
      files: ['*.http'],
      out: 'out.ndjson',
      contracts: ['asyncapi'],
      secrets,
      key: 'team.key',
      pseudonymKey,
      ...more,
    });
  const liveIn = async (cwd: string, trust: readonly string[]) => {
    const { contracts, findings } = await checkContracts(['asyncapi'], { cwd, captures: ['out.ndjson'], trust });
    const { liveAttested, liveClaimed } = contracts[0]?.captures ?? {};
    const rules = findings.filter(({ rule }) => rule.startsWith('capture/')).map(({ rule }) => rule);
    return { attested: liveAttested?.total, claimed: liveClaimed?.total, rules, signatures: contracts[0]?.signatures };
  };

  test('makes a redacted capture count as live and verified, for whoever trusts the key', () =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
      expect(await run(cwd)).toMatchObject({ attested: 1, unverified: 0 });
      expect(await liveIn(cwd, ['team.key.pub'])).toEqual({
        attested: 1,
        claimed: 0,
        rules: [],
        signatures: { verified: 1, failed: 0, notChecked: 0 },
      });
      expect(await liveIn(cwd, [])).toMatchObject({
        attested: 0,
        claimed: 1,
        rules: ['capture/signature-unchecked'],
        signatures: { verified: 0, notChecked: 1 },
      });
      // The configuration can trust it as well.
      writeFileSync(join(cwd, 'counterfoil.yaml'), 'trustedKeys: [team.key.pub]\n');
      const { contracts } = await checkContracts(['asyncapi'], { cwd, captures: ['out.ndjson'], config: true });
      expect(contracts[0]?.captures.liveAttested.total).toBe(1);
    }));

  test.each([
    ['the body', (text: string) => text.replace('\\"id\\": 7', '\\"id\\": 8')],
    ['the time', (text: string) => text.replace(/"at":"20/, '"at":"19')],
    ['what the note says', (text: string) => text.replace('"places":["', '"places":["/x","')],
    ['the id of the secret', (text: string) => text.replace('"secret":"CAFE_SECRET"', '"secret":"OTHER"')],
  ])('does not hold when somebody changes %s', (_, change) =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
      await run(cwd);
      const file = join(cwd, 'out.ndjson');
      const text = readFileSync(file, 'utf8');
      expect(change(text)).not.toBe(text);
      writeFileSync(file, change(text));
      expect(await liveIn(cwd, ['team.key.pub'])).toMatchObject({ attested: 0, claimed: 1 });
    }),
  );

  test.each([
    ['has a wrong signature', 'a.live.http', (text: string) => text.replace('ready', 'open'), secrets],
    ['was not verified', 'a.live.http', (text: string) => text, {}],
    ['is simulated', 'a.simulated.http', (text: string) => text, secrets],
  ])('is not written for a capture that %s', (_, name, change, known) =>
    withCafe(async (cwd) => {
      writeFileSync(join(cwd, name), change(messageOf(bodyOf()).toString()).replace(/Content-Length.*\r\n/, ''));
      expect(await run(cwd, { secrets: known })).toMatchObject({ attested: 0, redacted: 1, unverified: 1 });
      expect(await liveIn(cwd, ['team.key.pub'])).toMatchObject({ attested: 0 });
    }),
  );
});

test('a store is redacted in place, and says which records were', () =>
  withCafe(async (cwd) => {
    writeFileSync(join(cwd, 'a.live.http'), messageOf(bodyOf()));
    await importCaptures(['a.live.http'], { cwd, store: 's.db', contracts: ['asyncapi'], secrets });
    const options = { cwd, store: 's.db', contracts: ['asyncapi'], pseudonymKey };
    expect(await redactCaptures(options)).toMatchObject({ captures: 1, redacted: 1 });
    const store = await openStore(join(cwd, 's.db'));
    const records = [];
    for await (const page of store.read()) records.push(...page);
    for await (const page of store.read({ unredacted: true })) expect(page).toEqual([]);
    await store.close();
    expect(records).toMatchObject([{ signature: { state: 'valid', secret: 'CAFE_SECRET' }, redactions: [{}] }]);
    const [record] = records;
    expect(Buffer.from(record?.body ?? []).toString()).not.toMatch(secretsOfGuest);
    expect(JSON.stringify([record?.headers, record?.url])).not.toMatch(secretsOfGuest);
  }));
