import { mask } from '../../deliveries/personal/mask.ts';
import { bodyFromBytes } from '../../deliveries/body.ts';
import { parseJson } from '../../deliveries/json-text.ts';
import { everyLook, isCredentialHeader } from '../../deliveries/personal/recognise.ts';
import { proofHeader } from '../../deliveries/choose-contract.ts';
import { rewritePersonal, rewriteText } from '../../deliveries/personal/rewrite-personal.ts';
import type { PersonalRules, Substitute } from '../../deliveries/personal/rewrite-personal.ts';
import { payloadTree } from '../../checks/unredacted.ts';
import { redactUrl } from '../redact/redact-record.ts';
import type { RedactSubject } from '../redact/redact-record.ts';
import type { CaptureRecord } from '../record.ts';

/** A capture as people may see it. */
export interface ShownCapture {
  readonly record: CaptureRecord;
  readonly url: string;
  readonly headers: CaptureRecord['headers'];
  /** The body: JSON on several lines, other text as it is, or what it is in words. */
  readonly body: string;
  /** Whether personal data is masked. */
  readonly isMasked: boolean;
}

const shown: Substitute = (value) => mask(value) as string | number;

/** Rules of masking: everything that may be personal. */
function rulesFor(subject: RedactSubject): PersonalRules {
  return { pointers: [], looks: everyLook, byName: subject.event === undefined };
}

/**
 * A capture for people, with personal data and credentials masked unless they are to be revealed: letters become x, digits
 * 9. What the contract marks is masked, what looks like an address, and where no contract is known what is called so.
 */
export function showCapture(record: CaptureRecord, subject: RedactSubject, reveal: boolean): ShownCapture {
  const { text } = bodyFromBytes(record.body);
  const isJson = text !== undefined && !('problem' in parseJson(text));
  const rules = rulesFor(subject);
  const masked = (part: string): string => (reveal ? part : rewriteText(part, '', rules, shown));
  const proof = subject.checked === undefined ? undefined : proofHeader(subject.checked.contract)?.toLowerCase();
  return {
    record,
    isMasked: !reveal,
    url: reveal ? record.url : redactUrl(record.url, masked),
    headers: record.headers.map(([name, value]) => {
      const isSecret = isCredentialHeader(name) || name.toLowerCase() === proof;
      return [name, reveal ? value : isSecret ? '(masked)' : masked(value)];
    }),
    body:
      text === undefined
        ? `(${record.body.length} bytes that are not UTF-8)`
        : isJson
          ? pretty(reveal ? text : rewritePersonal(text, payloadTree(subject.checked, subject.event), rules, shown))
          : masked(text),
  };
}

/** Lines beyond which a body is not laid out: deep nesting would make them longer than the body. */
const deepest = 100;

/** JSON on several lines, numbers and repeated members as they stand; as it is when it is nested very deeply. */
function pretty(text: string): string {
  let depth = 0;
  let isQuoted = false;
  let written = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      written += character;
      if (character === '\\') written += text.charAt((at += 1));
      else if (character === '"') isQuoted = false;
      continue;
    }
    if (/\s/.test(character)) continue;
    if (character === '"') isQuoted = true;
    const isClosing = character === '}' || character === ']';
    const isEmpty = isClosing && /[{[]$/.test(written);
    if (isClosing) depth -= 1;
    if (isClosing && !isEmpty) written += `\n${'  '.repeat(depth)}`;
    written += character === ':' ? ': ' : character;
    if (character === '{' || character === '[') depth += 1;
    if (depth > deepest) return text;
    const next = /\S/.exec(text.slice(at + 1, at + 200))?.[0];
    const opensEmpty = (character === '{' && next === '}') || (character === '[' && next === ']');
    if (character === ',' || ((character === '{' || character === '[') && !opensEmpty))
      written += `\n${'  '.repeat(depth)}`;
  }
  return written;
}
