import { isUtf8 } from 'node:buffer';
import { jsonForms } from './json-forms.ts';
import { distinct } from './variation.ts';
import type { Variant, VariationKind } from './variation.ts';

/** Most bytes of all variants of a body together: of a large body only the likeliest are tried. */
const mostBytes = 16 * 1024 * 1024;

const keepRaw = 'Keep the raw bytes of the body, and verify over them before anything parses or decodes them.';

const advice = {
  'body-rewritten': `Your framework, or what recorded the delivery, parsed the body and wrote it again. ${keepRaw}`,
  'body-line-break': `An editor, a shell or a framework changed the end of the body. ${keepRaw}`,
  'body-line-ends': `An editor, git or a platform changed the line ends of the body. ${keepRaw}`,
  'body-white-space': `White space came to the body on its way. ${keepRaw}`,
  'body-mark': `An editor or a framework added or dropped the byte order mark. ${keepRaw}`,
  'body-encoding': `The body was read in one character set and written in another. ${keepRaw}`,
  'body-base64':
    'Your platform hands the body over in base64 (AWS Lambda says so in isBase64Encoded): decode it first.',
  'body-quoted': `The body was written as a JSON string. ${keepRaw}`,
  'body-empty':
    'The signature was made without the body: whoever made it had none at hand, as when a stream had been read before.',
} as const satisfies Partial<Record<VariationKind, string>>;

type BodyKind = keyof typeof advice;

type Attempt = readonly [kind: BodyKind, when: string, body: Uint8Array];

/** The bodies that may have been signed, the one at hand first, and whether all of them are among them. */
export function bodyVariants(body: Uint8Array): { variants: Variant<Uint8Array>[]; isWhole: boolean } {
  let size = 0;
  const bounded = function* (): Generator<Variant<Uint8Array>> {
    yield { value: body, variations: [] };
    for (const [kind, when, value] of attempts(view(body))) {
      size += value.length;
      if (size > mostBytes) return;
      yield { value, variations: [{ kind, when, advice: advice[kind] }] };
    }
  };
  // One character for each byte: different bytes stay different.
  const variants = distinct(bounded(), (bytes) => view(bytes).toString('latin1'));
  return { variants, isWhole: size <= mostBytes };
}

function view(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** Made one after the other, as they are asked for. */
function* attempts(body: Buffer): Generator<Attempt> {
  const text = isUtf8(body) ? body.toString() : undefined;
  yield* whiteSpace(body.toString('latin1'));
  if (text !== undefined) yield* marks(text);
  // What is longer is beyond the limit when the first few of these have been made.
  if (text !== undefined && body.length < mostBytes / 4) yield* rewritten(text);
  yield* characterSets(body, text);
  yield ['body-empty', 'the body is empty', new Uint8Array()];
}

/** @param raw one character for each byte */
function* whiteSpace(raw: string): Generator<Attempt> {
  const change = (kind: BodyKind, when: string, changed: string): Attempt => [
    kind,
    when,
    Buffer.from(changed, 'latin1'),
  ];
  yield change('body-line-break', 'the line break at the end of the body is left out', raw.replace(/\r?\n$/, ''));
  yield change('body-line-break', 'a line break stands at the end of the body', `${raw}\n`);
  yield change(
    'body-line-break',
    'a line break of two characters (CR, LF) stands at the end of the body',
    `${raw}\r\n`,
  );
  yield change('body-white-space', 'the white space around the body is left out', raw.trim());
  const unix = raw.replaceAll('\r\n', '\n');
  yield change('body-line-ends', 'the lines of the body end with LF instead of CR, LF', unix);
  yield change('body-line-ends', 'the lines of the body end with CR, LF instead of LF', unix.replaceAll('\n', '\r\n'));
}

const mark = '\uFEFF';

function* marks(text: string): Generator<Attempt> {
  yield text.startsWith(mark)
    ? ['body-mark', 'the byte order mark of the body is left out', Buffer.from(text.slice(1))]
    : ['body-mark', 'a byte order mark stands in front of the body', Buffer.from(mark + text)];
}

function* rewritten(text: string): Generator<Attempt> {
  const json = text.startsWith(mark) ? text.slice(1) : text;
  for (const form of jsonForms(json))
    yield ['body-rewritten', `the body is written ${form.written}`, Buffer.from(form.text)];
  const inner = textIn(json);
  if (inner !== undefined) yield ['body-quoted', 'the body is the text that its JSON string holds', Buffer.from(inner)];
}

function textIn(json: string): string | undefined {
  if (!/^\s*"/.test(json)) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function* characterSets(body: Buffer, text: string | undefined): Generator<Attempt> {
  if (text !== undefined && /^[\u0000-\u00FF]*$/.test(text))
    yield ['body-encoding', 'the body is encoded in ISO 8859-1 instead of UTF-8', Buffer.from(text, 'latin1')];
  yield [
    'body-encoding',
    'the bytes of the body are taken for ISO 8859-1 and encoded in UTF-8',
    Buffer.from(body.toString('latin1')),
  ];
  const base64 = body.toString('latin1').trim();
  const decoded = Buffer.from(base64, 'base64');
  if (decoded.length > 0 && decoded.toString('base64') === base64)
    yield ['body-base64', 'the body is decoded from base64', decoded];
}
