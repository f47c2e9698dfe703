import { own } from '../util/json.ts';
import { compareVersions } from '../util/versions.ts';
import type { CatalogContract } from './data/catalog-contract.ts';
import { fileName, paths, relativeLink } from './links.ts';

/** How a catalog is shown. */
export interface CatalogOptions {
  /** Where the mock of these contracts is; `http://127.0.0.1:4010` when absent. */
  readonly mockUrl?: string;
  /** The line that installs a vendor's client, for each way there is one; lines for `counterfoil generate` when absent. */
  readonly install?: (contract: CatalogContract) => readonly InstallLine[];
  /** Links of the top bar beside the catalog's own, from its top. */
  readonly links?: readonly { readonly text: string; readonly path: string }[];
  /** Path that absolute links begin with, for the page of what is not found: `/` or `/contracts/`. Relative links when absent. */
  readonly base?: string;
}

/** How to get a client. */
export interface InstallLine {
  /** `npm`, `TypeScript`, `Python`. */
  readonly label: string;
  readonly line: string;
}

/** What pages are made from. */
export interface Site {
  /** By vendor, newest version first. */
  readonly vendors: readonly Vendor[];
  readonly options: CatalogOptions;
  /** Contents of assets by name, for what their links end in. */
  readonly assets: Readonly<Record<string, string>>;
  /** Pairs of contract ids that can be compared, older first, by `<older>...<newer>`. */
  readonly comparable: ReadonlyMap<string, readonly [older: string, newer: string]>;
  /** Verdicts of the pairs that are known without a wait, by `<older>...<newer>`. */
  readonly verdicts: ReadonlyMap<string, 'compatible' | 'incompatible' | 'undecided'>;
}

export interface Vendor {
  readonly name: string;
  /** Newest version first. */
  readonly contracts: readonly CatalogContract[];
}

/** A page that is being written: where it lies, and links from there. */
export interface PageContext {
  readonly site: Site;
  readonly path: string;
  /** Way to another page, and to an element on it. */
  link(to: string, hash?: string): string;
  /** Way to an asset; its end changes with its content, so that no old one stays in a cache. */
  asset(name: string): string;
}

export function pageContext(site: Site, path: string): PageContext {
  const { base } = site.options;
  // A static server answers with this page wherever nothing is: a relative link would lead from there.
  const link =
    path === paths.notFound && base !== undefined
      ? (to: string, hash?: string): string => `${base.replace(/\/$/, '')}/${relativeLink('', to, hash)}`
      : (to: string, hash?: string): string => relativeLink(path, to, hash);
  return { site, path, link, asset: (name) => `${link(paths.asset(name))}?${own(site.assets, name) ?? '0'}` };
}

/** Contracts by vendor, newest version first; vendors by name. */
export function vendorsOf(contracts: readonly CatalogContract[]): Vendor[] {
  const groups = Map.groupBy(contracts, ({ contract }) => contract.vendor);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => ({
      name,
      contracts: held.toSorted((a, b) => compareVersions(b.contract.version, a.contract.version)),
    }));
}

/** A vendor's name for people: as its contracts' titles write it where they do, else with a capital. */
export function vendorTitle({ name, contracts }: Vendor): string {
  const words = contracts[0]?.contract.title.split(/\s+/) ?? [];
  return words.find((word) => word.toLowerCase() === name) ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** Id of an element that stands for something with a name. */
export function elementId(prefix: string, name: string): string {
  return `${prefix}-${fileName(name)}`;
}

export function pairName(older: string, newer: string): string {
  return `${older}...${newer}`;
}
