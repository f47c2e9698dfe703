import { describe, expect, it } from 'vitest';
import { cyclesByValue } from '../../../src/codegen/go/by-value.ts';
import { generateGo } from '../../../src/codegen/go/generate-go.ts';
import { constantWord, exportedName } from '../../../src/codegen/go/go-names.ts';
import { comment, goString, inColumns } from '../../../src/codegen/go/go-text.ts';
import { projectContract } from '../../../src/codegen/projection/project-contract.ts';
import { readModels } from '../../../src/codegen/projection/read-models.ts';
import { contractOf } from '../projection/contract-of.ts';
import { contractsToRun } from '../projection/clients.ts';

const header = '// Generated for a test.\n// From nothing.\n';
const contracts = await contractsToRun();

async function moduleOf(parts: Parameters<typeof contractOf>[0], path: string): Promise<string> {
  const files = await generateGo(contractOf(parts), header);
  return files.find((file) => file.path === path)?.content ?? '';
}

it.each([...contracts])('%s: is the same each time, with the header on every file', async (_, contract) => {
  const files = await generateGo(contract, header);
  expect(await generateGo(structuredClone(contract), header)).toEqual(files);
  for (const { path, content } of files) {
    expect(content.slice(0, 200), path).toContain('Generated for a test.');
    expect(content.endsWith('}\n') || content.endsWith(')\n'), path).toBe(true);
    expect(content, path).not.toMatch(/[ \t]\n/);
  }
});

it('writes models as somebody would by hand', async () => {
  const order = {
    type: 'object',
    description: 'An order.',
    required: ['id', 'paidAt', 'note'],
    properties: {
      id: { type: 'string', description: 'Its number.' },
      paidAt: { type: 'string', format: 'date-time' },
      note: { type: ['string', 'null'] },
      status: { anyOf: [{ enum: ['PAID', 'on-hold'] }, { type: 'string' }] },
      items: {
        type: 'array',
        items: { type: 'object', required: ['price'], properties: { price: { type: 'number' } } },
      },
      reference: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    },
  };
  const made = {
    type: 'object',
    required: ['type', 'order'],
    properties: { type: { const: 'made' }, order: { $ref: '#/definitions/order' } },
  };
  expect(await moduleOf({ models: { order }, events: { made } }, 'models.go')).toMatchSnapshot();
});

describe('the name of the package', () => {
  it.each([
    ['cafe', '1.2.3', 'cafev1'],
    ['acme-corp', '12.0.0', 'acmecorpv12'],
    ['3cx', '1.0.0', 'x3cxv1'],
  ])('of %s at %s', async (vendor, version, name) => {
    expect(await moduleOf({ vendor, version, events: { made: {} } }, 'events.go')).toContain(`\npackage ${name}\n`);
  });
});

it('holds by pointer what would hold itself by value without end', () => {
  const node = (other: string): object => ({
    type: 'object',
    required: ['next'],
    properties: { next: { $ref: `#/definitions/${other}` } },
  });
  const models = { a: node('b'), b: node('a'), c: node('a') };
  const found = cyclesByValue(
    readModels(projectContract(contractOf({ models: models as never, events: { made: { $ref: '#/definitions/c' } } }))),
  );
  expect(found.get('A')).toEqual(new Set(['B']));
  expect(found.get('B')).toEqual(new Set(['A']));
  expect(found.get('MadeEvent')).toEqual(new Set());
});

it.each([
  ['phoneNumber', 'PhoneNumber'],
  ['id', 'ID'],
  ['resourceIds', 'ResourceIDs'],
  ['QRCodeCheckInPositionId', 'QRCodeCheckInPositionID'],
  ['remoteIp', 'RemoteIP'],
  ['visit.created', 'VisitCreated'],
  ['1st', 'X1st'],
  ['日本', 'X日本'],
  ['', 'X'],
])('calls the field of %s %s', (name, field) => expect(exportedName(name)).toBe(field));

it.each([
  ['NEW', 'New'],
  ['CANCELLED_BY_CLERK', 'CancelledByClerk'],
  ['goToEntrance', 'GoToEntrance'],
  ['SMS', 'SMS'],
  ['404', '404'],
  ['', 'Empty'],
])('ends the constant of %s in %s', (value, word) => expect(constantWord(value)).toBe(word));

it('writes texts that mean the same in Go, and can be seen', () => {
  expect(goString('a"b\\c\nd\u2028\ufeff\u{e0001}\ud800`')).toBe(
    String.raw`"a\"b\\c\nd\u2028\ufeff\U000e0001` + '\ufffd`"',
  );
});

it('lays comments and columns out as gofmt does', () => {
  expect(comment('Two\r\nlines\u2028three', '\t')).toEqual(['\t// Two', '\t// lines', '\t// three']);
  expect(comment(' ', '')).toEqual([]);
  expect(
    inColumns(
      [
        ['ID', 'string'],
        ['ключ', 'int64'],
      ],
      '\t',
    ),
  ).toEqual(['\tID   string', '\tключ int64']);
});
