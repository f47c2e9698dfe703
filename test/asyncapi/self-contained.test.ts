import { globSync } from 'node:fs';
import { join } from 'node:path';

import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from 'vitest';

import type { LoadedContract } from '../../src/asyncapi/load-contract.ts';
import { loadContract, loadContractText } from '../../src/asyncapi/load-contract.ts';
import { outwardReferences } from '../../src/asyncapi/outward-references.ts';
import { selfContained } from '../../src/asyncapi/self-contained.ts';
import { lintContract } from '../../src/checks/lint/all.ts';
import { structureOf, wordsOf } from '../../src/compatibility/contracts/structure.ts';
import { digest } from '../../src/json-schema/canonicalize.ts';
import type { JsonObject } from '../../src/util/json.ts';
import { documentWith, folderWith } from './folder.ts';

const root = join(import.meta.dirname, '../..');
const documents = globSync('{asyncapi,test}/**/asyncapi.{yaml,yml,json}', { cwd: root }).toSorted();
const fragments = globSync('test/asyncapi/documents/*.yaml', { cwd: root }).toSorted();

function bundled({ contract, document }: LoadedContract): JsonObject {
  if (contract === undefined) throw new Error('The contract could not be built.');
  return selfContained(contract, document);
}

/** What must survive: the structure, the words with their order, and what rules say that do not look at files. */
function essence({ contract, document, findings }: LoadedContract): unknown {
  if (contract === undefined) return findings;
  const { id, title, description, models, selector, corrections, delivery, events } = contract;
  const said = [...findings, ...lintContract({ contract, document }, [])].filter(({ rule }) => !ofFiles.has(rule));
  return {
    digest: digest(structureOf(contract)),
    structure: structureOf(contract),
    words: wordsOf(contract),
    told: { id, title, description, selector, corrections, delivery, events },
    models: models.map(({ name }) => name),
    findings: said.map(({ rule, severity, message, event }) => [rule, severity, message, event].join(' | ')).toSorted(),
  };
}

/** Rules about the layout of files and about what no event leads to: a single document has neither. */
const ofFiles = new Set(['lint/folder-name', 'lint/file-unused', 'lint/schema-unused', 'lint/schema-identity']);

async function roundTrip(loaded: LoadedContract): Promise<void> {
  const document = bundled(loaded);
  expect(outwardReferences(document)).toEqual([]);
  const text = JSON.stringify(document, null, 2);
  const again = loadContractText(text, 'asyncapi.json');
  expect(essence(again)).toEqual(essence(loaded));
  expect(bundled(again)).toEqual(document);
  // As a file of its own, which may lie anywhere.
  const folder = folderWith({ 'contracts/any.json': text });
  const file = await loadContract(join(folder, 'contracts/any.json'));
  expect(essence(file)).toEqual(essence(loaded));
}

test('there are documents to try', () => {
  expect(documents.length).toBeGreaterThan(30);
  expect(fragments.length).toBeGreaterThan(30);
});

describe('a contract as one document is the same contract', () => {
  test.each([...documents, ...fragments])('%s', async (file) => {
    const loaded = await loadContract(join(root, file));
    if (loaded.contract !== undefined) await roundTrip(loaded);
    expect(loaded.contract !== undefined || loaded.findings.length > 0).toBe(true);
  });
});

describe('every reference finds its place', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a model that is named schema': {
      'asyncapi.yaml': documentWith({ a: '{ $ref: schema.json }', b: '{ $ref: schema.json }' }),
      'schema.json': '{ "type": "object", "properties": { "type": { "const": "a" } } }',
    },
    'a model that is named like the schema of an event': {
      'asyncapi.yaml': documentWith({ a: '{ $ref: events.a.schema.json }', b: '{ $ref: events.a.schema.json }' }),
      'events.a.schema.json': '{ "type": "object" }',
    },
    'a part of a model': {
      'asyncapi.yaml': documentWith({
        a: '{ type: object, properties: { place: { $ref: "visit.json#/properties/place" } } }',
        b: '{ $ref: "visit.json#/properties/place" }',
      }),
      'visit.json': '{ "type": "object", "properties": { "place": { "type": "object", "title": "Place" } } }',
    },
    'a file that is only a reference': {
      'asyncapi.yaml': documentWith({ a: '{ $ref: one.json }' }),
      'one.json': '{ "$ref": "two.json" }',
      'two.json': '{ "type": "object" }',
    },
    'models that refer to themselves': {
      'asyncapi.yaml': documentWith({ a: '{ $ref: tree.json }' }),
      'tree.json':
        '{ "type": "object", "properties": { "below": { "$ref": "#" }, "left": { "$ref": "#/properties/below" } } }',
    },
    'two models with one name': {
      'asyncapi.yaml': documentWith({
        a: '{ type: object, properties: { x: { $ref: x/place.json }, y: { $ref: y/place.json } } }',
      }),
      'x/place.json': '{ "type": "object" }',
      'y/place.json': '{ "type": "string" }',
    },
    'events whose names no component may have': {
      'asyncapi.yaml': documentWith({
        '"order/paid"': '{ type: object, properties: { type: { const: p } } }',
        '"order:paid"': '{ type: object, properties: { type: { const: q } } }',
      }),
    },
    'another dialect': {
      'asyncapi.yaml': documentWith({
        a: '{ $ref: visit.json }',
        b: '{ type: object, properties: { visit: { $ref: visit.json }, id: { $ref: "visit.json#/properties/id" } } }',
      }),
      'visit.json':
        '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "id": { "type": "string" } }, "unevaluatedProperties": true }',
    },
    'payloads that say nothing': { 'asyncapi.yaml': documentWith({ a: 'true', b: '{}' }) },
    'messages that are not sent': {
      'asyncapi.yaml': `${documentWith({ a: '{ $ref: visit.json }' })}  take:
    action: receive
    channel: { $ref: '#/channels/answers' }
`.replace(
        'operations:',
        `  answers:
    address: /answers
    messages:
      answer:
        payload: { type: object, properties: { visit: { $ref: visit.json }, again: { $ref: answer.json } } }
operations:`,
      ),
      'visit.json': '{ "type": "object", "title": "Visit" }',
      'answer.json': '{ "type": "object", "properties": { "below": { "$ref": "#" } } }',
    },
    'traits of other files': {
      'asyncapi.yaml': documentWith({
        a: '{ type: object }\n        traits: [{ $ref: trait.yaml }]',
        b: '{ type: object }\n        traits: [{ $ref: trait.yaml }]',
      }),
      'trait.yaml': 'headers: { type: object, properties: { x-event: { $ref: name.json } } }\n',
      'name.json': '{ "type": "string" }',
    },
  };

  test.each(Object.entries(cases))('%s', async (_, files) => {
    const loaded = await loadContract(join(folderWith(files), 'asyncapi.yaml'));
    expect(loaded.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    await roundTrip(loaded);
  });
});

test('what cannot be one document says what to do', async () => {
  const load = async (files: Readonly<Record<string, string>>) =>
    loadContract(join(folderWith(files), 'asyncapi.yaml'));
  const unnamable = await load({
    'asyncapi.yaml': documentWith({ a: '{ type: object, properties: { x: { $ref: "caf%C3%A9.json" } } }' }),
    'café.json': '{ "type": "string" }',
  });
  expect(() => bundled(unnamable)).toThrow(/no component may be named "café"/);
  const dangling = await load({
    'asyncapi.yaml': documentWith({ a: '{ type: object, const: { $ref: elsewhere.json } }' }),
  });
  expect(() => bundled(dangling)).toThrow(/"elsewhere.json" at .* leads out of it/);
});

test('a document that is no file refers to nothing outside', () => {
  for (const reference of [
    'other.yaml',
    'asyncapi.json#/info',
    '/etc/hosts',
    'https://example.com/x.json',
    'file:///etc/hosts',
  ]) {
    const { contract, findings } = loadContractText(documentWith({ a: `{ $ref: "${reference}" }` }), 'asyncapi.yaml');
    expect(contract).toBeUndefined();
    expect(findings.map(({ rule }) => rule)).toEqual([expect.stringMatching(/^input\/reference-(?:outside|network)$/)]);
  }
});

test.each(globSync('asyncapi/**/asyncapi.yaml', { cwd: root }).toSorted())(
  'the official parser has nothing to say about %s as one document',
  async (file) => {
    const document = bundled(await loadContract(join(root, file)));
    const { diagnostics } = await new Parser().parse(JSON.stringify(document));
    expect(diagnostics).toEqual([]);
  },
);
