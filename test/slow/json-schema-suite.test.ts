import { Ajv } from 'ajv';
import Ajv4 from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../src/json-schema/schema.ts';
import { SchemaCompileError } from '../../src/json-schema/schema-error.ts';
import type { Json } from '../../src/util/json.ts';
import { generate } from '../codegen/validators/compile-module.ts';
import { bundleDocuments, NotBundled } from '../codegen/validators/suite/bundle-documents.ts';
import type { SchemaDocument } from '../codegen/validators/suite/bundle-documents.ts';
import { notPassed } from '../codegen/validators/suite/not-passed.ts';
import type { NotPassed } from '../codegen/validators/suite/not-passed.ts';
import { readGroups, readRemotes, suiteFolder } from '../codegen/validators/suite/read-suite.ts';
import type { SuiteGroup } from '../codegen/validators/suite/read-suite.ts';

const packages = new URL('../../node_modules/', import.meta.url);

/** What is used of Ajv. */
interface PlainAjv {
  addSchema(schema: JsonSchema, uri: string): unknown;
  compile(schema: JsonSchema): (value: Json) => unknown;
}

type AjvOptions = ConstructorParameters<typeof Ajv>[0];

/** A draft of the suite, its dialect, how many groups and cases there are at least, and an Ajv that knows it. */
const drafts: readonly (readonly [
  draft: string,
  dialect: Dialect,
  least: { readonly groups: number; readonly cases: number },
  createAjv: (options: AjvOptions) => PlainAjv,
])[] = [
  ['draft4', 'draft-04', { groups: 180, cases: 800 }, (options) => addFormats.default(new Ajv4.default(options))],
  [
    'draft6',
    'draft-06',
    { groups: 250, cases: 1000 },
    (options) => addFormats.default(new Ajv(options).addMetaSchema(readSchema(draft06))),
  ],
  ['draft7', 'draft-07', { groups: 285, cases: 1300 }, (options) => addFormats.default(new Ajv(options))],
  ['draft2019-09', '2019-09', { groups: 395, cases: 1700 }, (options) => addFormats.default(new Ajv2019(options))],
  ['draft2020-12', '2020-12', { groups: 400, cases: 1700 }, (options) => addFormats.default(new Ajv2020(options))],
];

/** What both validators make of one case; undefined when one cannot use the schema. */
interface Answer {
  /** Of the group: file and description. */
  readonly group: string;
  readonly name: string;
  readonly file: string;
  readonly wanted: boolean;
  readonly ours: boolean | undefined;
  readonly ajvs: boolean | undefined;
}

describe('the JSON Schema Test Suite', () => {
  describe.each(drafts)('%s', (draft, dialect, least, createAjv) => {
    const answers = answerAll(suiteFolder(), draft, dialect, createAjv);
    const groups = [...Map.groupBy(answers, ({ group }) => group)].map(([name, cases]) => ({
      name,
      ours: cases.every(({ wanted, ours }) => ours === wanted),
      ajvs: cases.every(({ wanted, ajvs }) => ajvs === wanted),
    }));
    const failures = answers.filter(({ wanted, ours }) => ours !== wanted);
    const passed = {
      ours: { groups: groups.filter(({ ours }) => ours).length, cases: answers.length - failures.length },
      ajvs: {
        groups: groups.filter(({ ajvs }) => ajvs).length,
        cases: answers.filter(({ wanted, ajvs }) => ajvs === wanted).length,
      },
    };
    const reasons = notPassed[draft] ?? [];
    const casesOf = ({ file, cases }: NotPassed): Answer[] =>
      failures.filter((failure) => failure.file === file && cases.test(failure.name));

    it('has all its groups and cases', () => {
      expect(groups.length).toBeGreaterThanOrEqual(least.groups);
      expect(answers.length).toBeGreaterThanOrEqual(least.cases);
    });

    it(`is passed no less than by plain Ajv: ${passed.ours.groups} groups of ${groups.length}, Ajv ${passed.ajvs.groups}; ${passed.ours.cases} cases of ${answers.length}, Ajv ${passed.ajvs.cases}`, () => {
      // An Ajv that was set up wrong would be easy to beat.
      expect(passed.ajvs.cases).toBeGreaterThan(answers.length * 0.9);
      expect(passed.ours.groups).toBeGreaterThanOrEqual(passed.ajvs.groups);
      expect(passed.ours.cases).toBeGreaterThanOrEqual(passed.ajvs.cases);
    });

    it('has no case that Ajv passes and ours do not, but for those that a reason names', () => {
      const named = new Set(reasons.filter(({ ajvPassesSome }) => ajvPassesSome === true).flatMap(casesOf));
      const worse = failures.filter((failure) => failure.ajvs === failure.wanted && !named.has(failure));
      expect(worse).toEqual([]);
    });

    it('is passed but for the cases that are listed with a reason, and they are not', () => {
      const listed = new Set(reasons.flatMap(casesOf));
      expect(failures.filter((failure) => !listed.has(failure))).toEqual([]);
      expect(reasons.filter((reason) => casesOf(reason).length === 0)).toEqual([]);
      const byAjv = reasons.filter((reason) => casesOf(reason).some(({ wanted, ajvs }) => ajvs === wanted));
      expect(byAjv).toEqual(reasons.filter(({ ajvPassesSome }) => ajvPassesSome === true));
    });
  });
});

function answerAll(
  from: string,
  draft: string,
  dialect: Dialect,
  createAjv: (options: AjvOptions) => PlainAjv,
): Answer[] {
  const remotes = readRemotes(from, draft);
  const known = [...remotes, ...metaSchemas(draft)];
  return readGroups(from, draft).flatMap((group) => {
    // Formats describe, except where the suite asks for more.
    const formats = group.file.startsWith('optional/format/') ? 'assert' : 'annotate';
    const ours = oursOf(group, known, dialect, formats);
    const ajv = createAjv({ strict: false, logger: false, validateFormats: formats === 'assert' });
    const ajvs = ajvOf(group, remotes, ajv);
    return group.tests.map(({ description, data, valid }) => ({
      group: group.name,
      name: `${group.name} / ${description}`,
      file: group.file,
      wanted: valid,
      ours: ours?.(data),
      ajvs: ajvs?.(data),
    }));
  });
}

type Check = ReturnType<typeof generate>;

function oursOf(
  { schema }: SuiteGroup,
  known: readonly SchemaDocument[],
  dialect: Dialect,
  formats: 'assert' | 'annotate',
): Check | undefined {
  try {
    const bundle = bundleDocuments([{ uri: 'http://localhost:1234/it', schema }, ...known], dialect);
    return generate(bundle, bundle.start, formats);
  } catch (error) {
    if (error instanceof NotBundled || error instanceof SchemaCompileError) return undefined;
    throw error;
  }
}

function ajvOf({ schema }: SuiteGroup, remotes: readonly SchemaDocument[], ajv: PlainAjv): Check | undefined {
  for (const remote of remotes) attempt(() => ajv.addSchema(remote.schema, remote.uri));
  const check = attempt(() => ajv.compile(schema));
  return check && ((value) => attempt(() => check(value)) === true);
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const draft06 = 'ajv/dist/refs/json-schema-draft-06.json';

function metaSchemas(draft: string): SchemaDocument[] {
  const single = {
    draft4: ['http://json-schema.org/draft-04/schema', 'ajv-draft-04/dist/refs/json-schema-draft-04.json'],
    draft6: ['http://json-schema.org/draft-06/schema', draft06],
    draft7: ['http://json-schema.org/draft-07/schema', 'ajv/dist/refs/json-schema-draft-07.json'],
  } as const;
  if (draft in single) {
    const [uri, path] = single[draft as keyof typeof single];
    return [{ uri, schema: readSchema(path) }];
  }
  const version = draft.slice('draft'.length);
  const parts = readdirSync(new URL(`ajv/dist/refs/json-schema-${version}/meta/`, packages));
  return ['schema.json', ...parts.map((file) => `meta/${file}`)].map((file) => ({
    uri: `https://json-schema.org/draft/${version}/${file.replace('.json', '')}`,
    schema: readSchema(`ajv/dist/refs/json-schema-${version}/${file}`),
  }));
}

function readSchema(path: string): JsonSchemaObject {
  return JSON.parse(readFileSync(new URL(path, packages), 'utf8')) as JsonSchemaObject;
}
