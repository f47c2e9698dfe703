import { isIP } from 'node:net';

/** A URL that nothing may be sent to. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';
  /** What to do next. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

/**
 * Reads the URL that deliveries shall go to. Only this machine is allowed by itself: test traffic that reaches somebody
 * else's endpoint by mistake does harm.
 *
 * @param allowed hosts that are allowed beside this machine, as `host` or `host:port`
 * @throws {DestinationError} when it is no http URL, or its host is not allowed
 */
export function readDestination(text: string, allowed: readonly string[] = []): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new DestinationError(`"${text}" is no URL to send to.`, 'Write it whole: http://127.0.0.1:3000/webhooks.');
  }
  if (isLoopback(url.hostname) || allowed.some((host) => sameHost(url, host))) return url;
  throw new DestinationError(
    `${url.host} is not this machine, and nothing is sent to other hosts unasked.`,
    `If it is yours, allow it: --allow-remote ${url.host}.`,
  );
}

/** Whether a host name stands for this machine, whatever a resolver says. Source: RFC 6761, section 6.3; RFC 1122, section 3.2.1.3. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (isIP(name) === 4) return name.startsWith('127.');
  return name === '::1' || /^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/.test(name);
}

function sameHost(url: URL, host: string): boolean {
  const wanted = host.toLowerCase();
  return wanted === url.host || wanted === url.hostname;
}
