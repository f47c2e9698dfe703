import { BlockList, isIP } from 'node:net';
import { RunError } from '../../findings/run-error.ts';

/** Whether an address belongs to one of some networks. */
export type Networks = (address: string | undefined) => boolean;

const named: Readonly<Record<string, readonly string[]>> = { loopback: ['127.0.0.0/8', '::1'] };

/**
 * Reads addresses (`10.1.2.3`), networks (`10.0.0.0/8`, `fd00::/8`), and `loopback`.
 *
 * @throws {RunError} `usage`, when one is none
 */
export function readNetworks(option: string, texts: readonly string[]): Networks {
  const list = new BlockList();
  for (const text of texts.flatMap((one) => named[one] ?? [one])) {
    const [address = '', bits, rest] = text.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (version === 0 || rest !== undefined || !(length >= 0 && length <= most))
      throw new RunError('usage', `${option} takes an address or a network, not "${text}".`, {
        help: 'For example 10.1.2.3, 10.0.0.0/8, fd00::/8, or loopback.',
      });
    list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (given) => {
    if (given === undefined || texts.length === 0) return false;
    const address = plainAddress(given);
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

/** An IPv4 address that a socket for both versions reports is that IPv4 address. Source: RFC 4291, section 2.5.5.2. */
function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
