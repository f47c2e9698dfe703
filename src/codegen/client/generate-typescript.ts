import type { Contract } from '../../asyncapi/model.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { emitSchemas } from '../schemas/emit-schemas.ts';
import { emitTypes } from '../types/emit-types.ts';
import type { TypeProblem } from '../types/world.ts';
import { emitValidators } from '../validators/emit-validators.ts';
import { emitIndex, emitIndexTypes } from './emit-index.ts';
import { emitManifest, emitReadme } from './emit-package.ts';
import type { PackageOptions } from './emit-package.ts';
import { headerComment } from './header.ts';
import type { Origin } from './header.ts';

/** A client, and what looks like a mistake in the schemas that it was made from. */
export interface GeneratedTypeScript {
  readonly files: GeneratedFile[];
  readonly problems: readonly TypeProblem[];
}

/** The runtime's own files, made when the program is built, by name. */
export type RuntimeFiles = ReadonlyMap<string, string>;

/**
 * The TypeScript client of a contract: JavaScript modules with declarations. The same contract gives the same bytes.
 *
 * @throws {SchemaCompileError} when a schema cannot be made into code
 */
export function generateTypeScript(
  contract: Contract,
  origin: Origin,
  runtime: RuntimeFiles,
  options?: PackageOptions,
): GeneratedTypeScript {
  const modules = {
    types: emitTypes(contract),
    validators: emitValidators(contract),
    schemas: emitSchemas(contract),
  };
  const header = headerComment(origin, '//');
  const code = (path: string, text: string): GeneratedFile => ({ path, content: `${header}\n${text}` });
  const files = [
    code('index.js', emitIndex(contract, modules)),
    code('index.d.ts', emitIndexTypes(contract, modules)),
    code('types.d.ts', modules.types.code),
    code('validators.js', modules.validators.code),
    code('schemas.js', modules.schemas.code),
    ...[...runtime].map(([path, text]) => code(path, text)),
    { path: 'package.json', content: emitManifest(contract, origin, options) },
    ...(options === undefined ? [] : [{ path: 'README.md', content: emitReadme(contract, origin, options) }]),
  ];
  return { files, problems: modules.types.problems };
}
