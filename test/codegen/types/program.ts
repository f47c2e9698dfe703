import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitTypes } from '../../../src/codegen/types/emit-types.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json } from '../../../src/util/json.ts';

const root = join(import.meta.dirname, '../../..');

/** A payload, and the event that it is of. */
export interface Sample {
  readonly event: string;
  readonly payload: Json;
}

/** The types of a contract with the public types of clients beside them, in a folder. */
export function typesProgram(folder: string, contract: Contract): Map<string, string> {
  return new Map([
    [`${folder}/types.d.ts`, emitTypes(contract).code],
    [`${folder}/api.ts`, readFileSync(join(root, 'src/runtime/api.ts'), 'utf8')],
  ]);
}

/** A module in which each payload is held against its event's type, as it would be written by hand. */
export function satisfying(contract: Contract, samples: readonly Sample[]): string {
  const lines = samples.map(({ event, payload }, index) => {
    return `export const v${index} = ${literal(payload)} satisfies Payloads[${JSON.stringify(event)}];`;
  });
  return moduleOf(contract, lines);
}

/** As `satisfying`, for payloads none of which may compile. */
export function refused(contract: Contract, samples: readonly Sample[]): string {
  const lines = samples.map(({ event, payload }, index) => {
    const line = `export const v${index} = ${literal(payload)} satisfies Payloads[${JSON.stringify(event)}];`;
    return `// @ts-expect-error\n${line}`;
  });
  return moduleOf(contract, lines);
}

/** As `satisfying`, for payloads that may have undocumented properties: what is assigned is of the payload's own type. */
export function assigning(contract: Contract, samples: readonly Sample[]): string {
  const lines = samples.map(({ event, payload }, index) => {
    return `declare const v${index}: ${literal(payload)};\nexport const w${index}: Payloads[${JSON.stringify(event)}] = v${index};`;
  });
  return moduleOf(contract, lines);
}

function moduleOf(contract: Contract, lines: readonly string[]): string {
  return `import type { ${emitTypes(contract).events} as Payloads } from './types.js';\n\n${lines.join('\n')}\n`;
}

/** A value on one line, as an expression that is the type of itself too. */
function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, held]) => `[${JSON.stringify(name)}]: ${literal(held)}`);
  return `{ ${members.join(', ')} }`;
}

/**
 * Payloads that are wrong in one place each: of another event, without a required property, with a text in place of a
 * number, with a property that nobody describes.
 */
export function wrongPayloads(contract: Contract): Sample[] {
  const found: Sample[] = [];
  for (const { name, examples } of contract.events) {
    for (const { payload } of examples) {
      if (!isObject(payload)) continue;
      found.push({ event: name, payload: { ...payload, type: 'no-such-event' } });
      found.push({
        event: name,
        payload: Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'type')),
      });
      found.push({ event: name, payload: { ...payload, mistyped: 1 } });
      for (const [key, held] of Object.entries(payload)) {
        if (!isObject(held)) continue;
        found.push({ event: name, payload: { ...payload, [key]: 'a text' } });
        found.push({ event: name, payload: { ...payload, [key]: { ...held, mistyped: 1 } } });
        found.push({ event: name, payload: { ...payload, [key]: {} } });
      }
    }
  }
  return found;
}
