import type { Contract } from '../asyncapi/model.ts';

/**
 * Where pages lie, from the top of the catalog, with `/` and without one in front. Names of contracts go into file names
 * in a form that every file system and URL takes, so that no name leads anywhere else.
 */
export const paths = {
  home: 'index.html',
  search: 'search.html',
  notFound: '404.html',
  vendor: (vendor: string): string => `vendors/${fileName(vendor)}/index.html`,
  contract: (contract: ContractPath): string => `${folder(contract)}/index.html`,
  event: (contract: ContractPath, event: string): string =>
    `${folder(contract)}/events/${eventFile(contract, event)}.html`,
  conformance: (contract: ContractPath): string => `${folder(contract)}/conformance.html`,
  compare: (vendor: string, older: string, newer: string): string =>
    `vendors/${fileName(vendor)}/compare/${fileName(older)}...${fileName(newer)}.html`,
  file: (contract: ContractPath, name: string): string => `${folder(contract)}/files/${name}`,
  validators: (contract: ContractPath): string => `${folder(contract)}/validators.js`,
  asset: (name: string): string => `assets/${name}`,
} as const;

export type ContractPath = Pick<Contract, 'vendor' | 'version' | 'events'>;

/** The way from one page to another, percent-encoded; `hash` is an element's id. */
export function relativeLink(from: string, to: string, hash?: string): string {
  const target = hash === undefined ? '' : `#${encodeURIComponent(hash)}`;
  if (from === to && hash !== undefined) return target;
  const steps = from.split('/').slice(0, -1);
  const parts = to.split('/');
  while (steps.length > 0 && parts.length > 1 && steps[0] === parts[0]) {
    steps.shift();
    parts.shift();
  }
  return [...steps.map(() => '..'), ...parts.map(encodeURIComponent)].join('/') + target;
}

function folder({ vendor, version }: ContractPath): string {
  return `vendors/${fileName(vendor)}/${fileName(version)}`;
}

/** A name as a file's name: letters, digits, `_`, `-` and inner dots stay, everything else becomes `~` and its code. */
export function fileName(name: string): string {
  const safe = name.replaceAll(/[^\w.-]|^\.|\.$|\.{2,}/g, (signs) =>
    [...signs].map((sign) => `~${(sign.codePointAt(0) ?? 0).toString(16)}~`).join(''),
  );
  const short = safe.length <= 120 ? safe : `${safe.slice(0, 100)}~${hash(name)}~`;
  return short === '' ? '~~' : short;
}

const eventFiles = new WeakMap<ContractPath['events'], ReadonlyMap<string, string>>();

/** Some file systems do not tell capitals from small letters: events that differ in nothing else are numbered. */
function eventFile({ events }: ContractPath, event: string): string {
  let files = eventFiles.get(events);
  if (files === undefined) {
    const taken = new Set<string>();
    files = new Map(
      events.map(({ name }) => {
        const base = fileName(name);
        let file = base;
        for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${base}~${number}~`;
        taken.add(file.toLowerCase());
        return [name, file];
      }),
    );
    eventFiles.set(events, files);
  }
  return files.get(event) ?? fileName(event);
}

/** FNV-1a, 32 bits, in hex: tells long names apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16);
}
