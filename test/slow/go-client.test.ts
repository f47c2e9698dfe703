import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateGo } from '../../src/codegen/go/generate-go.ts';
import { goPattern } from '../../src/codegen/projection/spell-pattern.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import { contractsToRun, writeInto } from '../codegen/projection/clients.ts';
import { documented } from '../codegen/projection/documented.ts';
import { randomCases } from '../codegen/projection/random-cases.ts';

const programs = join(import.meta.dirname, '../codegen/go/programs');
const contracts = await contractsToRun();
const isThere = spawnSync('go', ['version']).status === 0;

let folder: string;

function run(program: string, ...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    maxBuffer: 64e6,
  });
  return { status, output: stdout + stderr };
}

/** A test program of ours, as a file of the package in `name`. */
function addProgram(name: string, program: string, options: string): void {
  const clause = /^package (\w+)$/m.exec(readFileSync(join(folder, name, 'models.go'), 'utf8'))?.[1] ?? '';
  const text = readFileSync(join(programs, `${program}.txt`), 'utf8');
  writeFileSync(
    join(folder, name, program),
    text.replace('package PACKAGE', `package ${clause}`).replace('OPTIONS', options),
  );
}

describe.skipIf(!isThere)(isThere ? 'Go clients' : 'Go clients (skipped: there is no go)', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'counterfoil-go-'));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/clients\n\ngo 1.19\n');
    for (const [name, contract] of contracts)
      writeInto(join(folder, name), await generateGo(contract, '// Generated for a test.\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gofmt would not change a line', () => {
    expect(run('gofmt', '-d', '.')).toEqual({ status: 0, output: '' });
  });

  test('every vector has its verdict, every example comes back as it was', () => {
    for (const [name, { authentication }] of contracts) {
      const options =
        authentication.kind === 'signature'
          ? 'URLs: []string{file.URL}, Now: func() time.Time { return time.Unix(file.Now, 0) }'
          : 'Header: file.Header';
      addProgram(name, 'vectors_test.go', options);
    }
    expect(run('go', 'vet', './...')).toEqual({ status: 0, output: '' });
    const { status, output } = run('go', 'test', '-v', './...');
    expect(output).not.toContain('FAIL');
    expect(status).toBe(0);
    expect(output.match(/\d+ vectors/g)).toHaveLength(contracts.size);
  });

  test('says about random values what our own validator says', () => {
    addProgram('wild', 'validate_test.go', '');
    writeFileSync(join(folder, 'wild/cases.json'), JSON.stringify(randomCases(goPattern, 1_500)));
    const { status, output } = run('go', 'test', '-run', 'TestVerdicts', './wild');
    expect(output).toContain('ok');
    expect(status).toBe(0);
  });

  test('imports nothing but the standard library', () => {
    const imported = [...contracts.keys()].flatMap((name) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.go'))
        .flatMap((file) =>
          [...readFileSync(join(folder, name, file), 'utf8').matchAll(/^(?:import |\t)"([^"]+)"$/gm)].map(
            ([, path]) => path ?? '',
          ),
        ),
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((path) => path.split('/')[0]?.includes('.'))).toEqual([]);
  });

  test('refuses missing secrets and URLs, and hostile bodies without a panic', () => {
    const program = `package main

import (
	"bytes"
	"fmt"

	qminder "example.com/clients/qminder_1_0_0"
	other "example.com/clients/signed_standardwebhooks"
	wild "example.com/clients/wild"
)

func main() {
	for _, options := range []qminder.Options{
		{},
		{Secrets: []qminder.Secret{{Value: " "}}, URLs: []string{"https://x.example"}},
		{Secrets: []qminder.Secret{{Value: "a"}}},
		{Secrets: []qminder.Secret{{Value: "a"}}, URLs: []string{"x.example"}},
	} {
		_, err := qminder.NewReceiver(options)
		fmt.Println(err)
	}
	_, err := other.NewReceiver(other.Options{Secrets: []other.Secret{{Value: "whsec_not base64!"}}})
	fmt.Println(err)
	headers := map[string][]string{"x-topic": {"batch"}}
	for _, body := range [][]byte{
		nil, {0xff}, []byte("NaN"), []byte("[] []"), bytes.Repeat([]byte("["), 100000), []byte("1e999"),
		[]byte("\\xef\\xbb\\xbf[]"), []byte("[{\\"id\\": 1.0}]"), []byte("[{\\"id\\": 1.5}]"), []byte("[{\\"id\\": 1e30}]"),
	} {
		event, err := wild.Parse(body, headers)
		fmt.Println(event != nil, err)
	}
}
`;
    writeInto(folder, [{ path: 'program/main.go', content: program }]);
    expect(run('gofmt', '-l', 'program').output).toBe('');
    expect(run('go', 'run', './program').output.trim().split('\n')).toEqual([
      'there is no secret',
      'a secret is empty: is the environment variable set?',
      'the vendor signs the URL: set the one that is registered with it',
      '"x.example" is no URL that can be registered with the vendor: https://...',
      'the secret is not written in base64, as the signature scheme demands',
      ...Array.from({ length: 5 }, () => 'false the body is no JSON'),
      'false batch: the payload must be an array',
      'true <nil>',
      'true <nil>',
      'false batch: /0/id must be an integer',
      expect.stringContaining('false batch: ') as string,
    ]);
  });

  test('compiles what the documentation shows', async () => {
    const { contract } = await loadContract('qminder');
    if (contract === undefined) throw new Error('The contract does not load.');
    writeInto(join(folder, 'qminderv1'), await generateGo(contract, '// Generated for a test.\n'));
    writeInto(folder, [{ path: 'documented/main.go', content: documented('go') }]);
    expect(run('gofmt', '-d', 'documented')).toEqual({ status: 0, output: '' });
    expect(run('go', 'vet', './documented')).toEqual({ status: 0, output: '' });
  });
});
