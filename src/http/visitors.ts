import type { IncomingMessage } from 'node:http';

/** Where a server is, as far as it says who may look into it. */
export interface Whereabouts {
  /** What it is: `mock`, `registry`. */
  readonly noun: string;
  /** Address that it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** URL in front of all paths as clients know it. */
  readonly publicUrl: string | undefined;
}

/** Why a visit is refused, for the person who made it; undefined when it is welcome. */
export type RefuseVisit = (request: IncomingMessage) => string | undefined;

/** Source: RFC 9110, section 7.2: a name, an IPv4 address, or an IPv6 address in brackets, and a port. */
const hostForm = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * Decides who may read and change what a server holds. A page of a stranger can have a browser ask this machine under a
 * name of its own, whose address it then changes (DNS rebinding), or send requests from its own origin: a server on the
 * loopback therefore answers to names of the loopback and to the host of its public URL alone. One that listens
 * elsewhere cannot know its names. Requests from pages must come from the server's own.
 */
export function visitorsOf({ noun, host = '127.0.0.1', publicUrl }: Whereabouts): RefuseVisit {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  const isOpen = !isLoopback(host);
  return ({ headers: { host: asked = '', origin } }) => {
    const name = hostForm.exec(asked)?.[1]?.toLowerCase();
    if (asked !== '' && name === undefined) return 'The header Host names no host.';
    if (name !== undefined && !isOpen && !isLoopback(name) && name !== known?.hostname)
      return (
        `This ${noun} does not answer to the host ${name}: what it holds is for whoever is at this machine. ` +
        `Use 127.0.0.1, or start the ${noun} with --url https://${name}.`
      );
    if (origin === undefined || origin === `http://${asked}` || origin === `https://${asked}`) return undefined;
    if (origin === known?.origin) return undefined;
    return `A page from elsewhere may neither read nor change what this ${noun} holds.`;
  };
}

/** Whether an address or a name always leads back to the machine itself. Sources: RFC 1122, 4291 and 6761. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|(?:[\w-]+\.)*localhost|\[?::1\]?)$/i.test(host);
}
