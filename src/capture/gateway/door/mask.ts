import { nextToken } from '../../../deliveries/json-tokens.ts';
import type { Token } from '../../../deliveries/json-tokens.ts';
import { child } from '../../../json-schema/pointer.ts';
import type { RedactablePayload, RedactedPayload } from './redact-payload.ts';
import { positionOf, unknownPosition } from './schema-position.ts';
import type { SchemaPosition } from './schema-position.ts';

/** An open object or list. */
interface Level {
  readonly isObject: boolean;
  readonly position: SchemaPosition;
  readonly pointer: string;
  readonly isPersonal: boolean;
  key: string | undefined;
  index: number;
}

const mostPlaces = 1000;

/**
 * Masks what `x-personal-data` marks, and what no schema describes, which may be anything: letters become `x`, digits
 * `0`, numbers 0. Where the selector looks is kept. Everything else stays as it was written, to the byte; a name that
 * comes twice is masked twice.
 */
export function maskPayload({ text, contract, event }: RedactablePayload): RedactedPayload {
  const places: string[] = [];
  const root = contract === undefined || event === undefined ? unknownPosition : positionOf(contract, event);
  const kept = new Set((contract?.selector ?? []).flatMap((part) => (part.kind === 'pointer' ? [part.pointer] : [])));
  const masked = maskText(text, root, { base: '', places, kept });
  return { text: masked, places };
}

interface Walk {
  /** In front of all pointers. */
  readonly base: string;
  readonly places: string[];
  /** Pointers to values that are never masked. */
  readonly kept: ReadonlySet<string>;
}

/** One pass, without recursion: what strangers send may be nested as deep as it is long. */
function maskText(text: string, root: SchemaPosition, walk: Walk): string {
  const open: Level[] = [];
  const parts: string[] = [];
  let written = 0;
  for (let token = nextToken(text, 0); token.kind !== 'end'; token = nextToken(text, token.end)) {
    const level = open.at(-1);
    if (token.kind === '}' || token.kind === ']') open.pop();
    if (token.kind === ',' && level !== undefined) {
      level.key = undefined;
      level.index += 1;
    }
    if (token.kind === 'string' && level?.isObject === true && level.key === undefined) {
      level.key = JSON.parse(text.slice(token.start, token.end)) as string;
      continue;
    }
    if (!'{[stringnumberliteral'.includes(token.kind)) continue;
    const place = placeOf(level, root, walk.base);
    if (token.kind === '{' || token.kind === '[') {
      open.push({ ...place, isObject: token.kind === '{', key: undefined, index: 0 });
      continue;
    }
    const mask = maskOf(text, token, place, walk);
    if (mask === undefined) continue;
    parts.push(text.slice(written, token.start), mask);
    written = token.end;
  }
  return parts.join('') + text.slice(written);
}

type PlaceIn = Pick<Level, 'position' | 'pointer' | 'isPersonal'>;

function placeOf(level: Level | undefined, root: SchemaPosition, base: string): PlaceIn {
  if (level === undefined) return { position: root, pointer: base, isPersonal: root.isPersonal };
  const token = level.isObject ? (level.key ?? '') : level.index;
  const position = level.isObject ? level.position.property(String(token)) : level.position.item(level.index);
  return { position, pointer: child(level.pointer, token), isPersonal: level.isPersonal || position.isPersonal };
}

/** What stands in place of a value; undefined when it stays. */
function maskOf(
  text: string,
  token: Token,
  { position, pointer, isPersonal }: PlaceIn,
  walk: Walk,
): string | undefined {
  if (token.kind === 'literal' || walk.kept.has(pointer)) return undefined;
  const raw = text.slice(token.start, token.end);
  if (!isPersonal && !position.isUnknown) {
    if (token.kind !== 'string' || position.content === undefined) return undefined;
    return maskInner(raw, position.content, pointer, walk);
  }
  const mask = token.kind === 'number' ? '0' : JSON.stringify(maskCharacters(JSON.parse(raw) as string));
  if (mask === raw) return undefined;
  if (walk.places.length < mostPlaces) walk.places.push(pointer);
  return mask;
}

/** A text that holds JSON; one that should and does not is masked whole. */
function maskInner(raw: string, position: SchemaPosition, pointer: string, walk: Walk): string | undefined {
  const inner = JSON.parse(raw) as string;
  try {
    JSON.parse(inner);
  } catch {
    return JSON.stringify(maskCharacters(inner));
  }
  const masked = maskText(inner, position, { ...walk, base: pointer, kept: new Set() });
  return masked === inner ? undefined : JSON.stringify(masked);
}

function maskCharacters(text: string): string {
  return text.replaceAll(/\p{L}|\p{M}/gu, 'x').replaceAll(/\p{N}/gu, '0');
}
