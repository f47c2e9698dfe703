import type { RegistryServer } from '../api/serve.ts';
import type { ServeFlags } from './serve-flags.ts';

/** What somebody who has started a registry wants to know: where it is, what it holds, who may do what, what to do next. */
export function serveBanner(server: RegistryServer, flags: ServeFlags): string[] {
  const { url, store, contracts, tokens } = server;
  // An address that stands for all can be listened on, but not called.
  const here = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  const known = flags.url?.replace(/\/+$/, '') ?? here;
  const place = here === url ? known : `${known} (all addresses, port ${new URL(url).port})`;
  return [
    `Registry   ${place}`,
    `Store      ${store}`,
    `Contracts  ${contractsLine(server)}`,
    ...contracts
      .filter(({ status }) => status === 'refused')
      .map(({ id, reason = '' }) => `           ${id} was not published: ${reason}`),
    `Access     ${accessLine(server)}`,
    ...(tokens === 0 ? ['           There is no token yet.'] : []),
    ...(here !== url && flags.url?.startsWith('https:') !== true
      ? ['           Tokens travel as clear text: put a proxy with TLS in front (--url https://...).']
      : []),
    '',
    'Try it:',
    `  open ${known} in a browser`,
    `  curl ${known}/subjects`,
    `  curl ${known}/contracts`,
    ...(server.mocks ? [`  open ${known}/mocks/ in a browser too, and send deliveries to it`] : []),
    ...(flags.store === undefined
      ? [`  counterfoil token create --role writer`]
      : ['  counterfoil token create --role writer --store <the same store>']),
    '',
  ];
}

function contractsLine({ contracts }: RegistryServer): string {
  if (contracts.length === 0) return 'none published at the start';
  const count = (status: string): number => contracts.filter((contract) => contract.status === status).length;
  const parts = [`${count('published')} published now`, `${count('unchanged')} there already`];
  const refused = count('refused');
  return [...parts, ...(refused === 0 ? [] : [`${refused} not published`])].join(', ');
}

const anonymousTexts = {
  none: 'everything needs a token',
  read: 'anybody who reaches it reads what is public; writing needs a token',
  write: 'anybody who reaches it reads what is public, and WRITES: for tests and laptops alone',
} as const;

function accessLine({ anonymous }: RegistryServer): string {
  return `${anonymousTexts[anonymous]} (--anonymous none, read or write)`;
}
