import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diagnoseSignature } from '../../src/signatures/diagnose.ts';
import type { DiagnoseOptions, Diagnosis } from '../../src/signatures/diagnose.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import type { Headers } from '../../src/signatures/signature-header.ts';
import { sign } from '../../src/signatures/sign.ts';
import { bodyPlants, keyPlants, schemePlants, secretPlants, urlPlants } from './plants.ts';
import type { Plant, Situation } from './plants.ts';
import { schemes } from './schemes.ts';

const all = Object.entries(schemes) as [string, SignatureScheme][];

const situation: Omit<Situation, 'scheme'> = {
  url: 'https://hooks.example.com:8443/cafe/a%20b?b=2&a=1%2C3',
  secret: `whsec_${Buffer.from('+/ a secret of the test /+').toString('base64')}`,
  body: '{"b":1,"a":[1,{}],"name":"Zoë <b> & \\"co\\"","page":"https://example.com/1"}',
  received: '/',
  headers: [],
};

/** Signs what is planted, and diagnoses what is at hand then. */
function diagnose(
  scheme: SignatureScheme,
  plants: readonly Plant[],
  base: Partial<Situation> = {},
  others: DiagnoseOptions['secrets'] = [],
): Diagnosis {
  const signed: Situation = { ...situation, ...base, scheme };
  for (const plant of plants) Object.assign(signed, plant.signed?.(signed));
  const atHand = { ...signed };
  for (const plant of plants) Object.assign(atHand, plant.atHand?.(atHand));
  const method = 'POST';
  const { url, secret } = signed;
  const signature = sign(signed.scheme, {
    url,
    secret,
    method,
    body: bytes(signed),
    id: 'msg_1',
    timestamp: 1_700_000_000,
  });
  return diagnoseSignature(
    atHand.scheme,
    { method, url: atHand.received, headers: [...signature, ...atHand.headers], body: bytes(atHand) },
    { url: atHand.url, secrets: [...others, { id: 'main', value: atHand.secret }] },
  );
}

function bytes({ body }: Pick<Situation, 'body'>): Uint8Array {
  return Buffer.from(body as string);
}

const kindsOf = (diagnosis: Diagnosis): readonly string[] =>
  diagnosis.status === 'explained' ? diagnosis.variations.map(({ kind }) => kind) : [diagnosis.message];

describe.each(all)('%s', (_, scheme) => {
  it('has nothing to say about a signature that fits', () => {
    expect(diagnose(scheme, [])).toMatchObject({ status: 'fits', secret: 'main' });
  });

  const usual = [...bodyPlants, ...secretPlants, ...(scheme.signed.includes('{url}') ? urlPlants : [])];
  const planted = [...usual, ...keyPlants(scheme), ...schemePlants(scheme)];
  test.each(planted.map((plant) => [plant.kind, plant.name, plant] as const))('finds %s: %s', (kind, _name, plant) => {
    const diagnosis = diagnose(scheme, [plant]);
    expect(kindsOf(diagnosis)).toEqual([kind]);
    expect(diagnosis).toMatchObject({
      secret: 'main',
      message: expect.stringMatching(/^The signature fits when .*[^.]\.$/s),
    });
  });
});

const signsUrl = all.filter(([, { signed }]) => signed.includes('{url}'));

it('finds two at a time, of whatever groups', () => {
  const groups = fc.constantFrom([urlPlants, bodyPlants], [urlPlants, secretPlants], [bodyPlants, secretPlants]);
  const pairs = groups.chain((pair) => fc.tuple(...pair.map((plants) => fc.constantFrom(...plants))));
  fc.assert(
    fc.property(fc.constantFrom(...signsUrl), pairs, ([, scheme], plants) => {
      expect(kindsOf(diagnose(scheme, plants)).toSorted()).toEqual(plants.map(({ kind }) => kind).toSorted());
    }),
    { numRuns: 25 },
  );
});

it('says which of several secrets it is', () => {
  const others = [{ id: 'other', value: `whsec_${'AAAA'.repeat(6)}` }];
  const diagnosis = diagnose(schemes.standardWebhooks, secretPlants.slice(0, 1), {}, others);
  expect(diagnosis).toMatchObject({ status: 'explained', secret: 'main' });
  expect(diagnose(schemes.github, [], {}, others)).toMatchObject({ status: 'fits', secret: 'main' });
});

const texts = fc.string({ unit: 'grapheme' });
// A key that is a number would change its place on the way through JavaScript.
const payloads = fc.object({
  key: texts.map((key) => `k${key}`),
  values: [texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)],
  maxDepth: 3,
});
const secrets = fc
  .uint8Array({ minLength: 8, maxLength: 40 })
  .map((key) => `whsec_${Buffer.from(key).toString('base64')}`);

it('finds what is planted, whatever the payload and the secret', () => {
  const plant = fc.constantFrom(...urlPlants, ...bodyPlants, ...secretPlants);
  fc.assert(
    fc.property(fc.constantFrom(...signsUrl), plant, payloads, secrets, ([, scheme], planted, payload, secret) => {
      const diagnosis = diagnose(scheme, [planted], { body: JSON.stringify(payload), secret });
      // What is planted may change nothing in a payload without letters beyond ASCII, say.
      expect(diagnosis.status === 'fits' ? planted.kind : kindsOf(diagnosis).join(' ')).toMatch(/^[a-z\d-]+$/);
    }),
    { numRuns: 60 },
  );
});

it('finds nothing when the secret is another one, and never tells the secret', () => {
  const other = fc.string({ unit: 'grapheme-ascii', minLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...all), other, ([, scheme], secret) => {
      const { url, body } = situation;
      const method = 'POST';
      const headers = sign(scheme, { ...situation, method, body: bytes({ body }) });
      const delivery = { method, url: '/', headers, body: bytes({ body }) };
      const diagnosis = diagnoseSignature(scheme, delivery, { url, secrets: [{ value: secret }] });
      expect(diagnosis).toMatchObject({ status: 'unexplained', reason: 'mismatch', isWhole: true });
      expect(JSON.stringify(diagnosis)).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
    { numRuns: 25 },
  );
});

it('never throws over a delivery or a secret', () => {
  const wild = fc.string({ unit: 'binary' });
  const header = fc.tuple(fc.constantFrom('X-Any', 'Host', 'X-Forwarded-Host', 'X-Other-Signature'), wild);
  const delivery = fc.record({ method: wild, url: wild, headers: fc.array(header), body: fc.uint8Array() });
  fc.assert(
    fc.property(fc.constantFrom(...all), delivery, wild, wild, wild, ([, scheme], given, url, secret, value) => {
      const hex = Buffer.alloc(32).toString('hex');
      const headers = [...given.headers, [scheme.header, value] as const, [scheme.header, hex] as const];
      const options = { url, secrets: [{ value: secret }] };
      expect(diagnoseSignature(scheme, { ...given, headers }, options)).toMatchObject({ status: 'unexplained' });
    }),
    { numRuns: 30 },
  );
});

describe('when nothing fits', () => {
  const { github, stripe, standardWebhooks } = schemes;
  const delivery = { method: 'POST', url: '/', body: bytes(situation) };
  const secret = [{ id: 'main', value: 'secret' }];
  const headersBy = (scheme: SignatureScheme, value = 'other'): Headers =>
    sign(scheme, { ...situation, ...delivery, secret: value });

  it('says what can be seen all the same', () => {
    const headers = [...headersBy(github), ['Content-Length', '7'] as const];
    const diagnosis = diagnoseSignature(
      github,
      { ...delivery, headers },
      { secrets: [{ id: 'main', value: 'secret\n' }] },
    );
    expect(diagnosis.advice).toEqual(
      expect.arrayContaining([
        'The secret main has white space at its end.',
        expect.stringMatching(
          /^The vendor sent 7 bytes, going by Content-Length; the body here has \d+: it was changed\.$/,
        ),
      ]),
    );
  });

  it('says that the secret is not written as the scheme demands', () => {
    const headers = headersBy(standardWebhooks, 'whsec_b3RoZXI=');
    const diagnosis = diagnoseSignature(
      standardWebhooks,
      { ...delivery, headers },
      { secrets: [{ value: 'not base64!' }] },
    );
    expect(diagnosis.advice).toContain('A secret is not written in base64, as the scheme demands.');
  });

  it('says that there is no signature, and names those that there are', () => {
    expect(diagnoseSignature(github, { ...delivery, headers: [] }, { secrets: secret })).toMatchObject({
      status: 'unexplained',
      reason: 'missing',
      tried: 0,
      message: 'The delivery has no header X-Hub-Signature-256.',
    });
    const headers = [['X-Cafe-Signature', 'none of the kind'] as const];
    expect(diagnoseSignature(github, { ...delivery, headers }, { secrets: secret }).advice[0]).toContain(
      'x-cafe-signature',
    );
  });

  it('says that the signature is no signature, or that it is no time', () => {
    const headers = [[github.header, 'sha256=abc'] as const];
    expect(diagnoseSignature(github, { ...delivery, headers }, { secrets: secret })).toMatchObject({
      reason: 'malformed',
    });
    const timeless = headersBy(stripe).map(([name, value]) => [name, value.replace(/t=\d+,/, '')] as const);
    expect(diagnoseSignature(stripe, { ...delivery, headers: timeless }, { secrets: secret })).toMatchObject({
      reason: 'no-timestamp',
    });
  });

  it('stops where it would take long, and says so', () => {
    const body = Buffer.alloc(4 * 1024 * 1024, '{"a":"<é/>"}\n');
    const diagnosis = diagnoseSignature(github, { ...delivery, body, headers: headersBy(github) }, { secrets: secret });
    expect(diagnosis).toMatchObject({ status: 'unexplained', isWhole: false });
    expect(diagnosis.message).toContain('it would take too long to try more');
  });
});

it('tells a signature that is too old from one that is wrong, when it knows when it came', () => {
  const scheme = schemes.stripe;
  const delivery = { method: 'POST', url: '/', body: bytes(situation) };
  const headers = sign(scheme, { ...situation, ...delivery, timestamp: 1_700_000_000 });
  const options = { secrets: [{ id: 'main', value: situation.secret }] };
  const late = diagnoseSignature(scheme, { ...delivery, headers }, { ...options, now: 1_700_000_400 });
  expect(late).toMatchObject({ status: 'explained', secret: 'main', variations: [{ kind: 'time' }] });
  expect(late.advice[0]).toContain('400 s ago; 300 s are allowed');
  expect(diagnoseSignature(scheme, { ...delivery, headers }, options)).toMatchObject({ status: 'fits' });
});

test('docs/signatures.md names every kind of variation', () => {
  const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const kinds = [...read('src/signatures/diagnose/variation.ts').matchAll(/^ {2}\| '([a-z\d-]+)'/gm)].map(
    ([, kind]) => kind,
  );
  const page = read('docs/signatures.md');
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
});
