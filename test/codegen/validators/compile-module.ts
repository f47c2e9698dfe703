import { createTargets } from '../../../src/json-schema/prepare.ts';
import { numberFormats, stringFormats } from '../../../src/json-schema/formats.ts';
import { child } from '../../../src/json-schema/pointer.ts';
import type { SchemaBundle } from '../../../src/json-schema/schema.ts';
import { emitValidatorModule } from '../../../src/codegen/validators/emit-validators.ts';
import * as everySupport from '../../../src/runtime/support.ts';
import type { Json } from '../../../src/util/json.ts';

const support = new Map<string, unknown>(Object.entries(everySupport));

type Check = (value: Json) => boolean;

/**
 * The functions that a generated module exports. Its text is run as a function body, with the imports as arguments: a
 * property test makes thousands of modules, and modules that were imported are never let go.
 */
export function runModule(code: string): Readonly<Record<string, Check>> {
  const imported = /^import \{ ([^}]*) \} from '\.\/runtime\.js';\n/.exec(code);
  const names = imported?.[1]?.split(', ') ?? [];
  const body = code.slice(imported?.[0].length ?? 0).replaceAll(/^export const (\w+) = /gm, 'exported.$1 = ');
  const values = names.map((name) => {
    const value = support.get(name);
    if (value === undefined) throw new Error(`The runtime has no ${name}.`);
    return value;
  });
  // oxlint-disable-next-line
  return new Function(...names, `'use strict'; const exported = {};\n${body}\nreturn exported;`)(...values);
}

/** The generated function for one definition of a bundle. */
export function generate(bundle: SchemaBundle, name: string, formats: 'assert' | 'annotate' = 'assert'): Check {
  const { code } = emitFor(bundle, name, formats);
  return runModule(code)['isIt'] as Check;
}

export function emitFor(
  bundle: SchemaBundle,
  name: string,
  formats: 'assert' | 'annotate' = 'assert',
): { readonly code: string; readonly imports: readonly string[] } {
  const known = new Set([...stringFormats.keys(), ...numberFormats.keys()]);
  const targets = createTargets(bundle, { known, assert: formats === 'assert' });
  const { key } = targets.prepare(child('/definitions', name));
  return emitValidatorModule(targets, bundle.dialect, [{ name: 'isIt', key }]);
}
