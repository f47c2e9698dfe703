import { describe, expect, it } from 'vitest';
import { generatePython } from '../../../src/codegen/python/generate-python.ts';
import { attributeName, constantName } from '../../../src/codegen/python/python-names.ts';
import { docstring, pythonLiteral, pythonString } from '../../../src/codegen/python/python-text.ts';
import { schemes } from '../../signatures/schemes.ts';
import { contractOf } from '../projection/contract-of.ts';
import { contractsToRun } from '../projection/clients.ts';

const header = '# Generated for a test.\n# From nothing.\n';
const contracts = await contractsToRun();

async function moduleOf(parts: Parameters<typeof contractOf>[0], path: string): Promise<string> {
  const files = await generatePython(contractOf(parts), header);
  return files.find((file) => file.path === path)?.content ?? '';
}

it.each([...contracts])('%s: is the same each time, with the header on every file', async (_, contract) => {
  const files = await generatePython(contract, header);
  expect(await generatePython(structuredClone(contract), header)).toEqual(files);
  for (const { path, content } of files) {
    expect(content.slice(0, 200), path).toContain('Generated for a test.');
    expect(content.endsWith('\n'), path).toBe(true);
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
    },
  };
  const made = {
    type: 'object',
    required: ['type', 'order'],
    properties: { type: { const: 'made' }, order: { $ref: '#/definitions/order' } },
  };
  expect(await moduleOf({ models: { order }, events: { made } }, 'models.py')).toMatchSnapshot();
});

describe('what receive asks for', () => {
  const events = { made: { type: 'object', properties: { type: { const: 'made' } } } };
  const parametersOf = async (
    authentication: Parameters<typeof contractOf>[0]['authentication'],
  ): Promise<string[]> => {
    const code = await moduleOf({ events, ...(authentication === undefined ? {} : { authentication }) }, '_events.py');
    const [, list = ''] = /def receive\([^*]*\*,\n([^)]*)\)/.exec(code) ?? [];
    return list
      .trim()
      .split(',\n')
      .map((line) => line.trim().replace(/,$/, ''));
  };

  it('the URL where it is signed', async () => {
    expect(await parametersOf({ kind: 'signature', scheme: schemes.qminder })).toEqual([
      'secrets: Secrets',
      'url: str | Sequence[str]',
    ]);
  });

  it('the time where it is signed, and nothing else where nothing else is', async () => {
    expect(await parametersOf({ kind: 'signature', scheme: schemes.github })).toEqual(['secrets: Secrets']);
    expect(await parametersOf({ kind: 'signature', scheme: schemes.slack })).toEqual([
      'secrets: Secrets',
      'now: float | None = None',
      'tolerance: float | None = None',
    ]);
  });

  it('a secret all the same where nothing is signed', async () => {
    expect(await parametersOf({ kind: 'header', header: 'Authorization' })).toEqual([
      'secrets: Secrets',
      'header: str | None = None',
    ]);
    expect(await parametersOf({ kind: 'none' })).toEqual(['secrets: Secrets', 'header: str']);
  });
});

it.each([
  ['phoneNumber', 'phone_number'],
  ['QRCodeCheckInPositionId', 'qr_code_check_in_position_id'],
  ['visit.created', 'visit_created'],
  ['class', 'class_'],
  ['from_dict', 'from_dict_'],
  ['1st', 'field_1st'],
  ['', 'field'],
  ['_id', 'id'],
])('calls the attribute of %s %s', (name, attribute) => expect(attributeName(name)).toBe(attribute));

it.each([
  ['goToEntrance', 'GO_TO_ENTRANCE'],
  ['CANCELLED_BY_CLERK', 'CANCELLED_BY_CLERK'],
  ['check-in-position', 'CHECK_IN_POSITION'],
  ['404', 'VALUE_404'],
  ['', 'VALUE'],
])('calls the constant of %s %s', (value, constant) => expect(constantName(value)).toBe(constant));

it('writes texts that mean the same in Python, and can be seen', () => {
  expect(pythonString('a"b\\c\nd\u2028\u{e0001}\ud800')).toBe(String.raw`"a\"b\\c\nd\u2028\U000e0001\ud800"`);
  expect(pythonLiteral({ a: [true, false, null, 1.5, 'x'] })).toBe('{"a": [True, False, None, 1.5, "x"]}');
});

it('writes descriptions that end where they should', () => {
  expect(docstring('Says """ and \\d.', '  ')).toEqual(['  """Says \\"\\"\\" and \\\\d."""']);
  expect(docstring('Ends with "', '')).toEqual(['"""Ends with " """']);
  expect(docstring(' \n ', '')).toEqual([]);
  expect(docstring('word '.repeat(40), '    ').every((line) => line.length <= 110)).toBe(true);
});
