import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is answered, ready to be sent. */
export interface Content {
  readonly body: string | Buffer;
  /** Media type with its parameters. */
  readonly type: string;
  /** With quotation marks. */
  readonly etag: string;
}

export const jsonType = 'application/json; charset=utf-8';

export function contentOf(body: string | Buffer, type: string): Content {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 32);
  return { body, type, etag: `"${hash}"` };
}

export function jsonContent(value: unknown): Content {
  return contentOf(`${JSON.stringify(value)}\n`, jsonType);
}

/** How long caches may keep an answer, and whose. */
export type Caching = 'fresh' | 'lasting';

/**
 * Sends content, or 304 to whoever has it already. What a token was sent for, or what not everybody may see, stays out of
 * shared caches.
 *
 * @param caching `fresh`: asked for anew each time; `lasting`: it never changes, and who may see it seldom
 */
export function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, etag }: Content,
  caching: Caching,
  isPrivate: boolean,
): FastifyReply {
  const whose = isPrivate || request.actor.known ? 'private' : 'public';
  reply
    .header('etag', etag)
    .header('vary', 'accept, authorization')
    .header('cache-control', caching === 'lasting' ? `${whose}, max-age=300` : `${whose}, no-cache`);
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type(type).send(body);
}

/** Source: RFC 9110, section 13.1.2: weak comparison. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/**
 * The media type among those offered that a client likes best; the first when it does not say or likes none.
 * Source: RFC 9110, section 12.5.1.
 */
export function preferred<Type extends string>(accept: string | undefined, offered: readonly [Type, ...Type[]]): Type {
  const [first] = offered;
  if (accept === undefined || accept.length > 1000) return first;
  const ranges = accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality: Number.isFinite(quality) ? quality : 0 };
  });
  const rated = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  const [best] = rated.toSorted((one, other) => other.quality - one.quality);
  return best !== undefined && best.quality > 0 ? best.type : first;
}

/** The most precise range counts. */
function qualityOf(offered: string, ranges: readonly { readonly type: string; readonly quality: number }[]): number {
  const [family = ''] = offered.split('/');
  for (const type of [offered, `${family}/*`, '*/*']) {
    const range = ranges.find((each) => each.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
