import type { FastifyInstance } from 'fastify';

/**
 * Gives every answer the headers that keep browsers from using it otherwise than it is meant; routes with pages name what those
 * need. They never change, so they are put together once: @fastify/helmet, which does it for every request, took a fifth of the
 * time of reading a schema. Source: OWASP, HTTP Security Response Headers Cheat Sheet.
 *
 * @param publicUrl URL in front of all paths, when it is known
 */
export function sendSecurityHeaders(server: FastifyInstance, publicUrl: string | undefined): void {
  const headers = {
    // Nothing that the registry itself answers is a page.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Without TLS in front it would lock people out.
    ...(publicUrl?.startsWith('https:') === true ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  const pairs = Object.entries(headers);
  server.addHook('onRequest', (_, reply, done) => {
    void reply.headers(headers);
    done();
  });
  // Mocks write their answers themselves.
  server.decorateReply('sendHeaders', function sendHeaders() {
    for (const [name, value] of pairs) this.raw.setHeader(name, value);
  });
}

declare module 'fastify' {
  interface FastifyReply {
    /** Puts the headers of all answers on the raw response, for answers that are written there. */
    sendHeaders(): void;
  }
}
