import { isCredentialName } from '../../deliveries/personal/names.ts';
import { isFormat } from '../../json-schema/formats.ts';
import { guessPersonalData } from '../../json-schema/infer/personal.ts';
import type { PersonalData } from '../../json-schema/infer/personal.ts';
import { contentOf } from '../../json-schema/infer/shape.ts';
import { addText, createTexts, isPhone } from '../../json-schema/infer/texts.ts';
import { child } from '../../json-schema/pointer.ts';
import { singular, wordsOf } from '../../json-schema/infer/words.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** A value that was replaced. */
export interface Replacement {
  readonly pointer: string;
  /** Why, in a few words. */
  readonly reason: string;
  readonly became: Json;
}

export interface Redacted {
  readonly payload: Json;
  readonly replacements: readonly Replacement[];
}

/**
 * A payload with stand-ins of the same form for what looks like personal data or a credential, by names and by values.
 *
 * @param kept pointers whose values stay: those that say which event it is
 */
export function redact(payload: Json, kept: ReadonlySet<string>): Redacted {
  const replacements: Replacement[] = [];
  const visit = (value: Json, key: string, parent: string, pointer: string, above: Reason | undefined): Json => {
    const reason = kept.has(pointer) ? undefined : (above ?? reasonFor(value, key, parent));
    if (isList(value)) {
      return value.map((item, index) => visit(item, singular(key), key, child(pointer, index), reason));
    }
    if (isObject(value)) return visitObject(value, key, pointer, reason);
    const content = typeof value === 'string' ? contentOf(value) : undefined;
    if (content !== undefined) {
      const inner = redact(content, new Set());
      if (inner.replacements.length === 0 && reason === undefined) return value;
      const became = JSON.stringify(reason === undefined ? inner.payload : hideAll(content, reason));
      replacements.push({ pointer, reason: reason ?? 'personal data in its JSON', became });
      return became;
    }
    if (reason === undefined || value === null || typeof value === 'boolean' || value === '') return wellFormed(value);
    const became = standIn(value, reason);
    if (became !== value) replacements.push({ pointer, reason, became });
    return became;
  };
  const visitObject = (value: JsonObject, key: string, pointer: string, reason: Reason | undefined): Json =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]): [string, Json] => {
        const isKeyPersonal = isFormat('email', name) || isPhone(name);
        const shown = isKeyPersonal ? (isPhone(name) ? zeros(name) : `name${name.length}@example.com`) : name;
        if (isKeyPersonal) replacements.push({ pointer, reason: 'personal data in a key', became: shown });
        return [shown.toWellFormed(), visit(member, name, key, child(pointer, shown), reason)];
      }),
    );
  return { payload: visit(payload, '', '', '', undefined), replacements };
}

type Reason = PersonalData | 'credential';

function hideAll(value: Json, reason: Reason): Json {
  if (isList(value)) return value.map((item) => hideAll(item, reason));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hideAll(item, reason)]));
  return value === null || typeof value === 'boolean' ? value : standIn(value, reason);
}

function reasonFor(value: Json, key: string, parent: string): Reason | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value !== 'string') return guessPersonalData(key, parent, undefined);
  if (isCredentialName(key) || wordsOf(key).includes('signature') || isCredential(value)) return 'credential';
  // What JSON in a text holds is looked at value by value.
  if (contentOf(value) !== undefined) return guessPersonalData(key, parent, undefined);
  const texts = createTexts();
  addText(texts, value);
  if (/[\w.+-]+@[\w-]+\.\w/.test(value) && !isFormat('email', value)) return 'free-text';
  return guessPersonalData(key, parent, texts) ?? (texts.spaced > 0 && value.length >= 40 ? 'free-text' : undefined);
}

/** A JSON Web Token, a key with a known form, or a link with a secret in its query. */
function isCredential(text: string): boolean {
  return (
    /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ||
    /^(?:sk|rk|whsec|ghp|gho|xox[a-z])[_-]\w{8,}/.test(text) ||
    /:\/\/[^?#]*\?.*(?:token|key|secret|sig|signature|auth|code)=/i.test(text) ||
    /:\/\/[^/?#@]+:[^/?#@]+@/.test(text)
  );
}

function standIn(value: string | number, reason: Reason): Json {
  if (typeof value === 'number') return Number.isInteger(value) ? (value > 2 ** 31 ? 2 ** 31 : 1) : 0.5;
  if (isFormat('uuid', value)) return '00000000-0000-4000-8000-000000000000';
  if (isFormat('date-time', value)) return '2000-01-01T00:00:00Z';
  if (isFormat('date', value)) return '2000-01-01';
  if (isFormat('email', value)) return 'name@example.com';
  if (isFormat('ipv4', value)) return '192.0.2.1';
  if (reason === 'ip' && isFormat('ipv6', value)) return '2001:db8::1';
  if (value.includes('://') && isFormat('uri', value)) return 'https://example.com/redacted';
  if (isPhone(value) || reason === 'phone') return zeros(value);
  if (/^[\d\s.,+-]+$/.test(value)) return zeros(value);
  return 'redacted';
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The same form with other digits. */
function zeros(text: string): string {
  return text.replaceAll(/\d/g, '0');
}

function wellFormed(value: Json): Json {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
