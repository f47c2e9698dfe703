import { guessPersonalData } from '../../json-schema/infer/personal.ts';
import { contentOf } from '../../json-schema/infer/shape.ts';
import { addText, createTexts } from '../../json-schema/infer/texts.ts';
import { isCredentialName } from './names.ts';
import { holdsCredential, personalParts } from './recognise.ts';
import type { PersonalLook } from './recognise.ts';
import { undescribed } from './schema-tree.ts';
import type { SchemaNode } from './schema-tree.ts';
import { rewriteJson } from '../rewrite-json.ts';
import type { RawNumber } from '../rewrite-json.ts';
import { singular } from '../../json-schema/infer/words.ts';
import { child, parsePointer } from '../../json-schema/pointer.ts';

/** What counts as personal data, beside what the contract marks. */
export interface PersonalRules {
  /** JSON Pointers, with `*` for every member or item; what is below belongs to them. They go on into JSON in texts. */
  readonly pointers: readonly string[];
  /** What is told by its look, wherever it stands. */
  readonly looks: ReadonlySet<PersonalLook>;
  /** Whether names of members that no schema describes are taken for what they say: `first_name`. */
  readonly byName: boolean;
  /** Whether every value that no schema describes is: nobody knows what it may be. False when absent. */
  readonly undescribed?: boolean;
  /** Tells of a name of a member that no schema describes whether it is data itself; none is when absent. */
  isDataName?(name: string): boolean;
  /** JSON Pointers of values that stay whatever they are. */
  readonly kept?: ReadonlySet<string>;
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
  /** Of the value; what is nested very deep goes by the place of what holds it. */
  readonly pointer: string;
  readonly depth: number;
  /** What is left of the pointers that lead here. */
  readonly live: readonly (readonly string[])[];
  /** Set below a place that a pointer or a name has named. */
  readonly forced: string | undefined;
  readonly key: string;
  readonly parent: string;
}

/** A text of several words that is as long says what people write. */
const leastProse = 40;
/** JSON in a text in JSON in a text: every level doubles the backslashes, so few are meant. */
const deepest = 8;
/** Pointers of more tokens are not told apart: to write one for each of a million values, nested as deep, takes for ever. */
const mostTokens = 64;

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
  const root: Context = { node: tree ?? undescribed, pointer: '', depth: 0, live, forced, key: '', parent: '' };
  return rewriteAt(text, root, 0, rules, substitute);
}

function rewriteAt(text: string, root: Context, depth: number, rules: PersonalRules, substitute: Substitute): string {
  return rewriteJson<Context>(text, root, {
    below(context, token) {
      const live = context.live.flatMap((tokens) =>
        tokens.length > 0 && (tokens[0] === '*' || tokens[0] === String(token)) ? [tokens.slice(1)] : [],
      );
      const named = live.some((tokens) => tokens.length === 0) ? 'named' : undefined;
      const key = typeof token === 'string' ? token : singular(context.key);
      return {
        node: context.node.below(token),
        pointer: context.depth < mostTokens ? child(context.pointer, token) : context.pointer,
        depth: context.depth + 1,
        live,
        forced: forcedBelow(context, rules) ?? named,
        key,
        parent: context.key,
      };
    },
    scalar(value, { context }) {
      const { node, pointer } = context;
      if (rules.kept?.has(pointer) === true) return undefined;
      if (typeof value === 'string' && depth < deepest && contentOf(value) !== undefined) {
        const inside = rewriteAt(value, { ...context, node: node.inText() }, depth + 1, rules, substitute);
        return inside === value ? undefined : inside;
      }
      const kind = kindOf(value, context, rules);
      if (kind !== undefined) return substitute(value, { pointer, kind, listed: node.listed });
      return typeof value === 'string' ? rewriteParts(value, pointer, rules, substitute) : undefined;
    },
    name(name, { context }) {
      const { pointer, node, forced } = context;
      const isUnknown = forced !== undefined || node.kind !== undefined || !node.below(name).isDescribed;
      if (isUnknown && rules.isDataName?.(name) === true)
        return String(substitute(name, { pointer, kind: 'key', listed: [] }) ?? name);
      const shown = rewriteParts(name, pointer, rules, substitute);
      return shown === name ? undefined : shown;
    },
  });
}

/** What a place below has been named as: an address is one in all its parts. */
function forcedBelow({ node, forced, key, parent }: Context, { byName }: PersonalRules): string | undefined {
  if (forced !== undefined || !byName || node.isDescribed) return forced;
  return key === '' ? undefined : guessPersonalData(key, parent, undefined);
}

function kindOf(value: string | number, context: Context, rules: PersonalRules): string | undefined {
  const { node, forced, key, parent } = context;
  if (node.kind !== undefined || forced !== undefined) return node.kind ?? forced;
  const isUnknown = rules.undescribed === true && isUndescribed(value, node);
  if (!isUnknown && (!rules.byName || node.isDescribed)) return undefined;
  const other = isUnknown ? 'undescribed' : undefined;
  if (isCredentialName(key)) return 'credential';
  if (typeof value === 'number') return guessPersonalData(key, parent, undefined) ?? other;
  if (holdsCredential(value)) return 'credential';
  const texts = createTexts();
  addText(texts, value);
  const isProse = texts.spaced > 0 && value.length >= leastProse;
  return guessPersonalData(key, parent, texts) ?? (isProse ? 'free-text' : other);
}

/** A text that should hold JSON and does not may be anything as well. */
function isUndescribed(value: string | number, node: SchemaNode): boolean {
  return !node.isDescribed || (typeof value === 'string' && node.inText().isDescribed);
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
