import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../../../../src/json-schema/schema.ts';
import type { Json } from '../../../../src/util/json.ts';
import type { SchemaDocument } from './bundle-documents.ts';

/** One schema of the JSON Schema Test Suite with its values. */
export interface SuiteGroup {
  /** File and description: `optional/format/date.json: validation of date strings`. */
  readonly name: string;
  readonly file: string;
  readonly schema: JsonSchema;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

/** Where Debian's package `libtest-json-schema-acceptance-perl` puts the suite. */
const debian = '/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance';

/**
 * The folder of the suite, with `tests` and `remotes`.
 *
 * @throws {Error} when it is not installed, and how to install it: what is skipped proves nothing
 */
export function suiteFolder(): string {
  const folder = process.env['COUNTERFOIL_JSON_SCHEMA_SUITE'] ?? debian;
  if (!existsSync(join(folder, 'tests')) || !existsSync(join(folder, 'remotes'))) {
    throw new Error(
      `The JSON Schema Test Suite is not in ${folder}: install Debian's package libtest-json-schema-acceptance-perl, or ` +
        'name a checkout of the suite in COUNTERFOIL_JSON_SCHEMA_SUITE.',
    );
  }
  return folder;
}

/** All cases for a draft, those of `optional` among them. */
export function readGroups(folder: string, draft: string): SuiteGroup[] {
  const root = join(folder, 'tests', draft);
  return jsonFiles(root).flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      description: string;
      schema: JsonSchema;
      tests: SuiteGroup['tests'];
    }[];
    return groups.map(({ description, schema, tests }) => ({ name: `${file}: ${description}`, file, schema, tests }));
  });
}

/** What the suite serves at `http://localhost:1234`: documents of this draft, and those of none. */
export function readRemotes(folder: string, draft: string): SchemaDocument[] {
  const root = join(folder, 'remotes');
  return jsonFiles(root)
    .filter((file) => !file.startsWith('draft') || file.startsWith(`${draft}/`))
    .map((file) => ({
      uri: `http://localhost:1234/${file}`,
      schema: JSON.parse(readFileSync(join(root, file), 'utf8')) as JsonSchema,
    }));
}

function jsonFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json'))
    .toSorted();
}
