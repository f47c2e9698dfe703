import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';

/** The types of answers, best first, with what they count for beside the weights of who asks. */
const offered = [
  ['application/vnd.schemaregistry.v1+json', 1],
  ['application/vnd.schemaregistry+json', 0.9],
  ['application/json', 0.5],
] as const;

export type ContentType = (typeof offered)[number][0];
export const contentTypes = offered.map(([name]) => name);

const bodyTypes = [...contentTypes, 'application/octet-stream'];
const remembered = new Map<string, ContentType | undefined>();

/**
 * The type to answer with; undefined when none of ours is wanted. Source: RFC 9110, section 12.5.1.
 *
 * @param accept the header, when there is one
 */
export function chooseContentType(accept: string | undefined): ContentType | undefined {
  if (accept === undefined || accept === '*/*') return contentTypes[0];
  if (remembered.has(accept)) return remembered.get(accept);
  const chosen = choose(accept);
  if (remembered.size > 100) remembered.clear();
  if (accept.length < 1_000) remembered.set(accept, chosen);
  return chosen;
}

/** Takes the bodies that Confluent's registry takes, as text: what is in them is read later. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(bodyTypes, { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    if (isUtf8(body)) done(null, body.toString());
    else done(Object.assign(new Error('The body is not UTF-8.'), { statusCode: 400 }));
  });
}

function choose(accept: string): ContentType | undefined {
  const wanted = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return { range, weight: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const weightOf = (type: string): number => {
    const found = [type, 'application/*', '*/*'].map((range) => wanted.find((one) => one.range === range));
    return found.find((one) => one !== undefined)?.weight ?? 0;
  };
  const weighted = offered.map(([name, own]) => ({ name, weight: weightOf(name) * own }));
  const [best] = weighted.filter(({ weight }) => weight > 0).toSorted((left, right) => right.weight - left.weight);
  return best?.name;
}
