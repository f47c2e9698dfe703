import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../src/asyncapi/model.ts';
import { emitTypes } from '../src/codegen/types/emit-types.ts';
import type { JsonSchema } from '../src/json-schema/schema.ts';
import type { Json } from '../src/util/json.ts';
import { run } from './lib/measure.ts';

const root = join(import.meta.dirname, '..');

/**
 * Types of a contract with 300 events of 30 fields and 20 models: how long they take to emit, and how long the compiler
 * takes to check them together with a switch over all events; at most 5 s.
 */
export function types(): void {
  const contract = bigContract(300, 30, 20);
  emitTypes(contract);
  const started = performance.now();
  const { code, union, interfaceOf } = emitTypes(contract);
  const lines = code.split('\n').length;
  console.log(
    `300 events: ${(performance.now() - started).toFixed(0)} ms for ${lines} lines, ${code.length} characters`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  const cases = [...interfaceOf.keys()].map((name) => `    case '${name}':\n      return event.data.owner.id;`);
  const use = `import type { ${union} } from './types.js';

export function owner(event: ${union}): number {
  switch (event.type) {
${cases.join('\n')}
  }
}
`;
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, module: 'nodenext', types: [] };
  writeFileSync(join(folder, 'types.d.ts'), code);
  writeFileSync(join(folder, 'use.ts'), use);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const [version, path] of [
    ['7', 'node_modules/typescript/bin/tsc'],
    ['5.4', 'test/peers/node_modules/typescript-5.4/bin/tsc'],
  ] as const) {
    const compiler = join(root, path);
    if (!existsSync(compiler)) {
      console.log(`TypeScript ${version}: not installed; npm ci --prefix test/peers installs it`);
      continue;
    }
    const seconds = run(compiler, '-p', folder).milliseconds / 1_000;
    console.log(`TypeScript ${version} checks them in ${seconds.toFixed(2)} s (at most 5), with its own start`);
  }
  rmSync(folder, { recursive: true });
}

/** A contract like those that people write: an envelope that every event narrows, and models that they share. */
function bigContract(events: number, fields: number, models: number): Contract {
  const names = Array.from({ length: events }, (_, index) => `thing${index}.changed`);
  const definitions: Record<string, JsonSchema> = {};
  for (const [index, name] of names.entries()) definitions[`events.${name}`] = eventOf(name, index, fields, models);
  definitions['envelope'] = {
    description: 'Around every event.',
    type: 'object',
    required: ['type', 'data'],
    properties: {
      type: { type: 'string' },
      data: { type: 'object', required: ['owner'], properties: { owner: { $ref: '#/definitions/model0' } } },
    },
  };
  for (let index = 0; index < models; index += 1) definitions[`model${index}`] = objectOf(index, 15, models);
  return {
    id: 'bench@1.0.0',
    vendor: 'bench',
    version: '1.0.0',
    title: 'Bench',
    description: undefined,
    file: 'asyncapi.yaml',
    events: names.map((name) => ({
      name,
      title: name,
      summary: `What ${name} tells.`,
      description: undefined,
      method: 'POST',
      contentType: 'application/json',
      payload: `events.${name}`,
      headers: undefined,
      match: [[name]],
      examples: [],
      source: undefined,
    })),
    models: Object.keys(definitions)
      .filter((name) => !name.startsWith('events.'))
      .map((name) => ({ name, file: `${name}.schema.json` })),
    selector: [{ kind: 'pointer', pointer: '/type' }],
    authentication: { kind: 'none' },
    endpointUrl: undefined,
    delivery: {},
    schemas: { dialect: 'draft-07', definitions },
    corrections: [],
    contradictions: [],
    scenarios: undefined,
  };
}

function eventOf(name: string, index: number, fields: number, models: number): JsonSchema {
  return {
    allOf: [{ $ref: '#/definitions/envelope' }],
    type: 'object',
    required: ['type'],
    properties: { type: { const: name }, data: objectOf(index, fields, models) },
  };
}

/** An object with an id, and fields of all sorts after it. */
function objectOf(seed: number, fields: number, models: number): JsonSchema & Json {
  const properties: Record<string, Json> = { id: { type: 'integer', description: 'Id.' } };
  for (let field = 0; field < fields; field += 1) {
    const model = { $ref: `#/definitions/model${(seed * 7 + field) % models}` };
    const kinds: readonly Json[] = [
      { type: 'string', description: 'A text.' },
      { type: ['integer', 'null'] },
      { anyOf: [{ enum: ['NEW', 'CALLED', 'SERVED'] }, { type: 'string' }] },
      { type: 'string', format: 'date-time' },
      { type: 'array', items: model },
      { anyOf: [model, { type: 'null' }] },
    ];
    properties[`field${field}`] = kinds[field % kinds.length] ?? true;
  }
  return { type: 'object', required: ['id', 'field0', 'field2'], properties };
}
