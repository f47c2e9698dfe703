import { relative, resolve, sep } from 'node:path';
import { displayPath } from '../util/display-path.ts';
import { RunError } from '../findings/run-error.ts';

/** Where a registry is. */
export type RegistryAddress =
  | { readonly kind: 'http'; readonly url: URL }
  /** The contracts that come with the program: the same on every machine, wherever it is installed. */
  | { readonly kind: 'shipped' }
  /** `path` is absolute. */
  | { readonly kind: 'folder'; readonly path: string }
  /** A repository by its URL, or by the absolute path of its folder; `folder` is relative to its top. */
  | {
      readonly kind: 'git';
      readonly repository: { readonly url: string } | { readonly path: string };
      readonly ref: string;
      readonly folder: string;
    };

/** The address of the contracts that come with the program. */
export const shippedAddress = 'counterfoil:';

export interface AddressOptions {
  /** Folder that relative paths start from, absolute. */
  readonly base: string;
  /** Whether plain HTTP is allowed to other machines than this one. */
  readonly allowInsecure?: boolean;
}

/**
 * Reads the address of a registry: `https://...`, a folder, `git:<repository>#<ref>` where the repository is a URL or a folder
 * and `<ref>:<folder>` names a folder in it, or `counterfoil:` for the contracts that come with the program.
 *
 * @throws {RunError} `usage`, when it is none of these, would send secrets in the open, or holds a password
 */
export function parseRegistryAddress(text: string, options: AddressOptions): RegistryAddress {
  if (text.trim() === '' || /[\0\r\n]/.test(text)) throw wrong('The address of the registry is empty.');
  if (text === shippedAddress) return { kind: 'shipped' };
  if (text.startsWith('git:')) return parseGit(text.slice('git:'.length), options);
  if (/^https?:/i.test(text)) return { kind: 'http', url: webAddress(text, options) };
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) throw wrong(`"${text}" is no address of a registry.`);
  return { kind: 'folder', path: resolve(options.base, text) };
}

/**
 * The address as a text that means the same in another folder.
 *
 * @param base folder that paths are written relative to, absolute
 */
export function registryAddressText(address: RegistryAddress, base: string): string {
  return textOf(address, (path) => relative(base, path).split(sep).join('/') || '.');
}

/**
 * The address for people: folders outside of the working folder with their whole path.
 *
 * @param cwd absolute
 */
export function registryName(address: RegistryAddress, cwd: string): string {
  return address.kind === 'shipped' ? 'counterfoil itself' : textOf(address, (path) => displayPath(path, cwd));
}

function textOf(address: RegistryAddress, shown: (path: string) => string): string {
  if (address.kind === 'shipped') return shippedAddress;
  if (address.kind === 'http') return address.url.href.replace(/\/$/, '');
  if (address.kind === 'folder') return shown(address.path);
  const { repository, ref, folder } = address;
  const where = 'url' in repository ? repository.url : shown(repository.path);
  return `git:${where}#${ref}${folder === '' ? '' : `:${folder}`}`;
}

function parseGit(text: string, options: AddressOptions): RegistryAddress {
  const hash = text.lastIndexOf('#');
  const where = hash === -1 ? text : text.slice(0, hash);
  const [ref = '', ...rest] = (hash === -1 ? 'HEAD' : text.slice(hash + 1)).split(':');
  const folder = rest.join(':').replace(/\/+$/, '');
  if (where === '' || ref === '' || ref.startsWith('-') || where.startsWith('-'))
    throw wrong(`"git:${text}" names no repository and state.`);
  if (folder.split('/').includes('..') || folder.startsWith('/'))
    throw wrong(`"${folder}" does not lie in the repository.`);
  return { kind: 'git', repository: repositoryOf(where, options), ref, folder };
}

function repositoryOf(where: string, options: AddressOptions): { url: string } | { path: string } {
  if (/^https?:\/\//i.test(where)) return { url: webAddress(where, options).href };
  if (/^(?:ssh|file):\/\//i.test(where) || /^[\w.-]+@[\w.-]+:/.test(where)) return { url: where };
  // Git would run a program of that name for `name::address`.
  if (/^[a-z][a-z0-9+.-]+:/i.test(where)) throw wrong(`"${where}" is no repository that is fetched from.`);
  return { path: resolve(options.base, where) };
}

function webAddress(text: string, { allowInsecure = false }: AddressOptions): URL {
  if (!URL.canParse(text)) throw wrong(`"${text}" is no URL.`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw new RunError('usage', `The address of the registry at ${url.host} holds a user name or password.`, {
      help: 'Put the token into an environment variable, and name it with --token-env.',
    });
  if (url.search !== '' || url.hash !== '') throw wrong(`The address ${url.href} has a query or fragment.`);
  if (url.protocol === 'https:' || allowInsecure || isLoopback(url.hostname)) return url;
  throw new RunError('usage', `${url.origin} is not encrypted: others could read the token, and change contracts.`, {
    help: 'Use https, or --allow-insecure in a network that you trust.',
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host) || host.endsWith('.localhost');
}

function wrong(message: string): RunError {
  return new RunError('usage', message, {
    help: 'Name a URL (https://...), a folder, or git:<repository>#<branch, tag or commit>.',
  });
}
