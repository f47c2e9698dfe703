import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonPattern } from '../../src/codegen/projection/spell-pattern.ts';
import { generatePython } from '../../src/codegen/python/generate-python.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import { contractsToRun, writeInto } from '../codegen/projection/clients.ts';
import { deliveryOf, documented, documentedSecret } from '../codegen/projection/documented.ts';
import { randomCases } from '../codegen/projection/random-cases.ts';

const programs = join(import.meta.dirname, '../codegen/python/programs');
const contracts = await contractsToRun();
const version = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], { encoding: 'utf8' });
const isThere = version.stdout?.trim() === 'True';

let folder: string;

/** Runs Python with warnings as errors and without what else is installed, and gives what it prints. */
function python(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync('python3', ['-B', '-S', '-W', 'error', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: folder },
    maxBuffer: 256e6,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe.skipIf(!isThere)(isThere ? 'Python clients' : 'Python clients (skipped: there is no Python 3.11)', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'counterfoil-python-'));
    for (const [name, contract] of contracts)
      writeInto(join(folder, name), await generatePython(contract, '# Generated for a test.\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([...contracts])(
    '%s: every vector has its verdict, every example comes back as it was',
    (name, contract) => {
      const examples = contract.events.flatMap((event) => event.examples).length;
      for (const options of [[], ['-O']]) {
        const lines = python([...options, join(programs, 'vectors.py'), name])
          .trim()
          .split('\n');
        expect(lines.slice(0, -1)).toEqual([]);
        expect(Number.parseInt(lines.at(-1) ?? '', 10)).toBeGreaterThan(examples);
      }
    },
  );

  test('imports no package that is not of the standard library', () => {
    const program = `import sys, ${[...contracts.keys()].join(', ')}
names = {name.split('.')[0] for name in sys.modules}
print(sorted(names - set(sys.stdlib_module_names) - {'__main__'}))`;
    expect(python(['-c', program]).trim()).toBe(
      `[${[...contracts.keys()]
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map((name) => `'${name}'`)
        .join(', ')}]`,
    );
  });

  test('says about random values what our own validator says', () => {
    const cases = randomCases(pythonPattern, 1_500);
    const lines = python(
      [join(programs, 'validate.py'), 'wild'],
      cases.map((each) => `${JSON.stringify(each)}\n`).join(''),
    );
    const verdicts = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as boolean[]);
    for (const [index, each] of cases.entries()) expect(verdicts[index], JSON.stringify(each)).toEqual(each.expected);
  });

  test('refuses missing secrets, secrets in the wrong spelling and URLs that are none', () => {
    const program = `
import qminder_1_0_0 as client, signed_standardwebhooks as other
def complains(call):
    try:
        call()
    except client.DeliveryError:
        return False
    except (TypeError, ValueError) as error:
        return str(error)
    return False
print(complains(lambda: client.receive(b"", {}, secrets="", url="https://x.example")))
print(complains(lambda: client.receive(b"", {}, secrets=None, url="https://x.example")))
print(complains(lambda: client.receive(b"", {}, secrets=["a", " "], url="https://x.example")))
print(complains(lambda: client.receive(b"", {}, secrets="a", url="")))
print(complains(lambda: client.receive(b"", {}, secrets="a", url=[])))
print(complains(lambda: other.receive(b"", {}, secrets="whsec_not base64!")))
print(complains(lambda: other.receive(b"", {}, secrets="whsec_")))
print(complains(lambda: client.receive(b"", {}, secrets=b"a", url="https://x.example")))
print(complains(lambda: client.receive(b"", {}, secrets=[b"a"], url="https://x.example")))
print(complains(lambda: client.receive("", {}, secrets="a", url="https://x.example")))
print(complains(lambda: client.receive(b"", {"X-Absent": None}, secrets="a", url="https://x.example")))
print(client.Secret("id", "hidden"))`;
    const missing = 'A secret is missing or empty: is the environment variable set?';
    const url = 'url must be the URL that is registered with the vendor: https://... The vendor signs it.';
    const spelling = 'The secret is not written in base64, as the signature scheme demands.';
    const bytes = 'A secret must be text as the vendor shows it, not bytes: decode it.';
    const body = 'body must be the raw bytes, as they were received: signatures are over bytes.';
    expect(python(['-c', program]).trim().split('\n')).toEqual([
      missing,
      missing,
      missing,
      url,
      url,
      spelling,
      spelling,
      bytes,
      bytes,
      body,
      'False',
      "Secret(id='id')",
    ]);
  });

  test('takes headers as frameworks have them, and bodies that are hostile', () => {
    const program = `
import qminder_1_0_0 as client, wild
def outcome(body, headers=None):
    try:
        return type(wild.parse(body, headers)).__name__
    except wild.DeliveryError as error:
        return type(error).__name__
topic = b'[{"id": 1}]'
for headers in ({"x-topic": "batch"}, {"X-TOPIC": ["batch"]}, [("X-Topic", "batch")], [(b"x-topic", b"batch")]):
    print(outcome(topic, headers))
for body in (b"", b"\\xff", b"NaN", b"[" * 100000, b"9" * 5000, b"1e999", b"\\xef\\xbb\\xbf[]", b'"\\\\ud800"'):
    print(outcome(body, {"X-Topic": "batch"}))
print(outcome(b'[{"id": 1.0}]', {"X-Topic": "batch"}), outcome(b'[{"id": 1.5}]', {"X-Topic": "batch"}))`;
    expect(python(['-c', program]).trim().split('\n')).toEqual([
      'Event',
      'Event',
      'Event',
      'Event',
      'NotJsonError',
      'NotJsonError',
      'NotJsonError',
      'NotJsonError',
      'InvalidEventError',
      'InvalidEventError',
      'Event',
      'InvalidEventError',
      'Event InvalidEventError',
    ]);
  });

  test('runs what the documentation shows', async () => {
    const { contract } = await loadContract('qminder');
    if (contract === undefined) throw new Error('The contract does not load.');
    writeInto(join(folder, 'qminder_v1'), await generatePython(contract, '# Generated for a test.\n'));
    writeInto(folder, [{ path: 'documented.py', content: documented('python') }]);
    const bodies = [
      deliveryOf(contract, 'ticket_created'),
      deliveryOf(contract, 'no_such_event'),
      { ...deliveryOf(contract, ''), body: '{' },
    ];
    const program = `
import json, os, sys
os.environ["QMINDER_SECRET"] = "${documentedSecret}"
import documented
for line in sys.stdin:
    delivery = json.loads(line)
    headers = {"Content-Type": "application/json", **delivery["headers"]}
    print(documented.webhook(delivery["body"].encode(), headers))`;
    const lines = python(['-c', program], bodies.map((each) => `${JSON.stringify(each)}\n`).join(''));
    expect(lines.trim().split('\n')).toEqual([
      expect.stringMatching(/^\S+ \d{4}-\d\d-\d\dT/) as string,
      '204',
      '204',
      '401',
    ]);
  });
});
