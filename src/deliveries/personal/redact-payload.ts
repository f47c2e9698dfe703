import type { CompiledSchema } from '../../json-schema/validate.ts';
import type { SchemaNode } from './schema-tree.ts';
import type { Json } from '../../util/json.ts';
import { rewritePersonal } from './rewrite-personal.ts';
import type { PersonalRules } from './rewrite-personal.ts';
import { mostAttempts } from './stand-ins.ts';
import type { StandIns } from './stand-ins.ts';

/** So many places are told apart; a payload that is all personal data may have a million. */
const mostTold = 10_000;

/** A payload whose personal data has been replaced. */
export interface RedactedPayload {
  readonly text: string;
  /** JSON Pointers of what was replaced, in order, each once; those into JSON in a text go on behind it. */
  readonly places: readonly string[];
  /** The values that were replaced and what stands for them, for other places of the same delivery. */
  readonly replaced: ReadonlyMap<string, string>;
  /** Whether it is valid under the schema as it was before; undefined without a schema. */
  readonly isAsValid: boolean | undefined;
}

/**
 * Puts stand-ins in place of the personal data in a payload. What was valid stays valid, where there is a stand-in that
 * the schema accepts: those that it refuses are replaced by others.
 *
 * @param text must be JSON
 * @param most values that are replaced
 * @throws {RangeError} when there are more
 */
export function redactPayload(
  text: string,
  tree: SchemaNode | undefined,
  schema: CompiledSchema | undefined,
  rules: PersonalRules,
  standIns: StandIns,
  most = Infinity,
): RedactedPayload {
  const attempts = new Map<string, number>();
  const wasValid = schema?.isValid(JSON.parse(text) as Json);
  for (let round = 0; ; round += 1) {
    const { written, replaced } = rewriteOnce(text, tree, rules, standIns, attempts, most);
    const result = { text: written, places: [...attempts.keys()], replaced };
    if (schema === undefined || wasValid === undefined || attempts.size === 0)
      return { ...result, isAsValid: schema === undefined ? undefined : true };
    const payload = JSON.parse(written) as Json;
    const isValid = schema.isValid(payload);
    if (isValid === wasValid || !wasValid) return { ...result, isAsValid: isValid === wasValid };
    if (round > mostAttempts) return { ...result, isAsValid: false };
    raise(attempts, schema, payload);
  }
}

function rewriteOnce(
  text: string,
  tree: SchemaNode | undefined,
  rules: PersonalRules,
  standIns: StandIns,
  attempts: Map<string, number>,
  most: number,
): { readonly written: string; readonly replaced: ReadonlyMap<string, string> } {
  const replaced = new Map<string, string>();
  let count = 0;
  const written = rewritePersonal(text, tree, rules, (value, { pointer, kind, listed }) => {
    count += 1;
    if (count > most) throw new RangeError(`More than ${most} values are personal data.`);
    const attempt = attempts.get(pointer) ?? 0;
    if (attempts.size < mostTold || attempts.has(pointer)) attempts.set(pointer, attempt);
    if (typeof value === 'number') return standIns.number(value, { kind, listed, attempt });
    const standIn = standIns.text(value, { kind, listed, attempt });
    if (standIn !== value) replaced.set(value, standIn);
    return standIn;
  });
  return { written, replaced };
}

/** Asks for the next stand-ins where the schema refuses those that are there, or somewhere below. */
function raise(attempts: Map<string, number>, schema: CompiledSchema, payload: Json): void {
  for (const { pointer, inner } of schema.violations(payload)) {
    const place = pointer + (inner ?? '');
    const below = [...attempts].filter(
      ([one]) => one === place || one.startsWith(`${place}/`) || (inner === undefined && pointer.startsWith(`${one}/`)),
    );
    for (const [one, attempt] of below) attempts.set(one, attempt + 1);
  }
}
