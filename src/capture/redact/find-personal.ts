import { guessPersonalData } from '../../json-schema/infer/personal.ts';
import { contentOf } from '../../json-schema/infer/shape.ts';
import { addText, createTexts } from '../../json-schema/infer/texts.ts';
import { isCredentialName } from '../../deliveries/personal/names.ts';
import { personalParts } from '../../deliveries/personal/recognise.ts';
import type { PersonalLook } from '../../deliveries/personal/recognise.ts';
import { undescribed } from '../../deliveries/personal/schema-tree.ts';
import type { SchemaNode } from '../../deliveries/personal/schema-tree.ts';
import { rewriteJson } from '../../deliveries/rewrite-json.ts';
import type { JsonSpot, RawNumber } from '../../deliveries/rewrite-json.ts';
import { parsePointer } from '../../json-schema/pointer.ts';

/** What counts as personal data, beside what the contract marks. */
export interface PersonalRules {
  /** JSON Pointers, with `*` for every member or item; what is below belongs to them. They go on into JSON in texts. */
  readonly pointers: readonly string[];
  /** What is told by its look, wherever it stands. */
  readonly looks: ReadonlySet<PersonalLook>;
  /** Whether names of members that no schema describes are taken for what they say: `first_name`. */
  readonly byName: boolean;
}

/** A value or a part of one that counts as personal. */
export interface PersonalPlace {
  readonly pointer: string;
  readonly kind: string | undefined;
  readonly listed: readonly (string | number)[];
}

/** Puts something in the place of a value; undefined leaves it. */
export type Substitute = (value: string | number, place: PersonalPlace) => string | number | RawNumber | undefined;

interface Context {
  readonly node: SchemaNode;
  /** What is left of the pointers that lead here. */
  readonly live: readonly (readonly string[])[];
  /** Set below a place that a pointer or a name has named. */
  readonly forced: string | undefined;
  readonly key: string;
  readonly parent: string;
}

/** JSON in a text in JSON in a text: every level doubles the backslashes, so few are meant. */
const deepest = 8;

/**
 * Rewrites the personal data in a JSON text, also in JSON that stands in its texts; the rest keeps its characters.
 *
 * @param text must be JSON
 */
export function rewritePersonal(
  text: string,
  tree: SchemaNode | undefined,
  rules: PersonalRules,
  substitute: Substitute,
): string {
  const live = rules.pointers.map(parsePointer);
  const forced = live.some((tokens) => tokens.length === 0) ? 'named' : undefined;
  const root: Context = { node: tree ?? undescribed, live, forced, key: '', parent: '' };
  return rewriteAt(text, root, '', 0, rules, substitute);
}

function rewriteAt(
  text: string,
  root: Context,
  prefix: string,
  depth: number,
  rules: PersonalRules,
  substitute: Substitute,
): string {
  return rewriteJson<Context>(text, root, {
    below(context, token) {
      const live = context.live.flatMap((tokens) =>
        tokens.length > 0 && (tokens[0] === '*' || tokens[0] === String(token)) ? [tokens.slice(1)] : [],
      );
      const named = live.some((tokens) => tokens.length === 0) ? 'named' : undefined;
      const key = typeof token === 'string' ? token : context.key;
      const parent = typeof token === 'string' ? context.key : context.parent;
      return { node: context.node.below(token), live, forced: context.forced ?? named, key, parent };
    },
    scalar(value, spot) {
      const pointer = prefix + spot.pointer();
      if (typeof value === 'string' && depth < deepest && contentOf(value) !== undefined) {
        const { context } = spot;
        const inside = rewriteAt(
          value,
          { ...context, node: context.node.inText() },
          pointer,
          depth + 1,
          rules,
          substitute,
        );
        return inside === value ? undefined : inside;
      }
      const kind = kindOf(value, spot, rules);
      if (kind !== undefined) return substitute(value, { pointer, kind, listed: spot.context.node.listed });
      return typeof value === 'string' ? rewriteParts(value, pointer, rules, substitute) : undefined;
    },
    name(name, spot) {
      const shown = rewriteParts(name, prefix + spot.pointer(), rules, substitute);
      return shown === name ? undefined : shown;
    },
  });
}

function kindOf(value: string | number, { context }: JsonSpot<Context>, rules: PersonalRules): string | undefined {
  const { node, forced, key, parent } = context;
  if (node.kind !== undefined || forced !== undefined) return node.kind ?? forced;
  if (!rules.byName || node.isDescribed) return undefined;
  if (isCredentialName(key)) return 'credential';
  if (typeof value === 'number') return guessPersonalData(key, parent, undefined);
  const texts = createTexts();
  addText(texts, value);
  return guessPersonalData(key, parent, texts);
}

/** A text with stand-ins for the parts of it that look like personal data; undefined when there is none. */
function rewriteParts(
  text: string,
  pointer: string,
  { looks }: PersonalRules,
  substitute: Substitute,
): string | undefined {
  const parts = personalParts(text).filter(({ look }) => looks.has(look));
  if (parts.length === 0) return undefined;
  let written = '';
  let copied = 0;
  for (const { look, start, end } of parts) {
    const part = text.slice(start, end);
    written += text.slice(copied, start) + String(substitute(part, { pointer, kind: look, listed: [] }) ?? part);
    copied = end;
  }
  return written + text.slice(copied);
}

/** `rewriteParts` for texts that stand in no JSON: a header, a query, a body of another kind. */
export function rewriteText(text: string, place: string, rules: PersonalRules, substitute: Substitute): string {
  return rewriteParts(text, place, rules, substitute) ?? text;
}
