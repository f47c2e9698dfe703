import type { Contract } from '../../asyncapi/model.ts';
import { definitionData, eventData } from '../../codegen/client/definition.ts';
import { toKey, toLiteral } from '../../codegen/schemas/literal.ts';
import { emitSchemas } from '../../codegen/schemas/emit-schemas.ts';
import { emitValidators } from '../../codegen/validators/emit-validators.ts';
import type { Json } from '../../util/json.ts';

/**
 * The validators of a contract's client as a classic script, because modules do not load from a file share. It hands them to
 * `counterfoil.contract`, which the script `validate.js` defines. The same contract gives the same bytes.
 *
 * @throws {SchemaCompileError} when a schema cannot be made into code
 * @throws {PatternRefused} when it holds a pattern that cannot be run in linear time
 */
export function validatorScript(contract: Contract): string {
  const validators = emitValidators(contract);
  const schemas = emitSchemas(contract);
  const { uses: _, ...data } = { ...definitionData(contract), uses: undefined };
  const events = contract.events.map((event) => {
    const parts = Object.entries(eventData(event)).map(([key, value]) => `${key}: ${toLiteral(value as Json)}`);
    const isValid = `validators.${validators.functionOf.get(event.name) ?? ''}`;
    const schema = toLiteral(schemas.keyOf.get(event.name) ?? '');
    return `    ${toKey(event.name)}: { ${[...parts, `isValid: ${isValid}`, `schema: ${schema}`].join(', ')} },\n`;
  });
  return `'use strict';
counterfoil.contract((runtime) => {
const validators = ${asFunction(validators.code)}(runtime);
const { schemaSet } = ${asFunction(schemas.code)}(runtime);
return {
${Object.entries(data)
  .map(([key, value]) => `  ${key}: ${toLiteral(value as Json)},\n`)
  .join('')}  events: {
${events.join('')}  },
  ...schemaSet,
};
});
`;
}

/**
 * A module of generated code as a function of the runtime. The code is our own, in one form: imports from the runtime at the
 * beginning of lines, and `export` in front of declarations or around a list of names. Lines end with LF alone: a text in it may
 * hold U+2028, which `^` would take for an end, too.
 */
function asFunction(code: string): string {
  const exported: string[] = [];
  const body = code
    .replaceAll(/(?<![^\n])import \{([^}]*)\} from '\.\/runtime\.js';(?![^\n])/g, (_, names: string) => {
      return `const {${names.replaceAll(/(\w+) as (\w+)/g, '$1: $2')}} = runtime;`;
    })
    .replaceAll(/(?<![^\n])export (function|const) (\w+)/g, (_, keyword: string, name: string) => {
      exported.push(name);
      return `${keyword} ${name}`;
    })
    .replaceAll(/(?<![^\n])export \{([^}]*)\};(?![^\n])/g, (_, names: string) => {
      exported.push(
        ...names
          .split(',')
          .map((name) => name.trim().replace(/^(\w+) as (\w+)$/, '$2: $1'))
          .filter((name) => name !== ''),
      );
      return '';
    });
  if (/(?<![^\n])(?:import|export)\b/.test(body))
    throw new Error('Generated code has an import or export of another form.');
  return `((runtime) => {\n${body}\nreturn { ${exported.join(', ')} };\n})`;
}
