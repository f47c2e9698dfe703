import { RunError } from '../findings/run-error.ts';
import { parsePointer, PointerSyntaxError } from '../json-schema/pointer.ts';
import type { CompiledSchema } from '../json-schema/validate.ts';
import type { Json } from '../util/json.ts';
import { changeAt, EditError, jsonTextsOf } from './edit.ts';

/** One value to be put into a payload. */
export interface Setting {
  /** JSON Pointer (`/data/status`), or names with dots between them (`data.status`). Both lead into texts that hold JSON. */
  readonly path: string;
  readonly value: Json;
}

/**
 * Reads `data.status=CALLED`: the value is JSON where it can be read as JSON, else a text.
 *
 * @throws {RunError} when there is no `=`, or nothing before it
 */
export function readSetting(text: string): Setting {
  const [, path, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined) {
    throw new RunError('usage', `"${text}" sets nothing.`, { help: 'Write <path>=<value>: data.status=CALLED.' });
  }
  try {
    return { path, value: JSON.parse(value) as Json };
  } catch {
    return { path, value };
  }
}

/**
 * A copy of `payload` with the settings applied one after the other.
 *
 * @param schema says which texts hold JSON
 * @throws {RunError} when a path leads nowhere
 */
export function setValues(payload: Json, settings: readonly Setting[], schema: CompiledSchema): Json {
  let current = payload;
  for (const { path, value } of settings) {
    try {
      current = changeAt(current, tokensOf(path), () => value, jsonTextsOf(schema, current));
    } catch (error) {
      if (!(error instanceof EditError || error instanceof PointerSyntaxError)) throw error;
      throw new RunError('usage', `${path} cannot be set: ${error.message}`, {
        help: 'Write names with dots between them (data.lines.0.name), or a JSON Pointer (/data/lines/0/name).',
      });
    }
  }
  return current;
}

function tokensOf(path: string): string[] {
  return path.startsWith('/') ? parsePointer(path) : path.split('.');
}
