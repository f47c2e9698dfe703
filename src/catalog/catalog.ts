import { createHash } from 'node:crypto';
import type { CatalogContract, CatalogSource } from './data/catalog-contract.ts';
import { assetFiles } from './assets.ts';
import { paths } from './links.ts';
import { comparePage } from './pages/compare.ts';
import { conformancePage } from './pages/conformance.ts';
import { contractPage } from './pages/contract.ts';
import { eventPage } from './pages/event.ts';
import { homePage } from './pages/home.ts';
import { notFoundPage } from './pages/not-found.ts';
import { searchPage } from './pages/search.ts';
import { vendorPage } from './pages/vendor.ts';
import { searchIndex } from './search-index.ts';
import { pageContext, pairName, vendorsOf } from './site.ts';
import type { CatalogOptions, Site, Vendor } from './site.ts';

/** An answer of the catalog. */
export interface CatalogPage {
  readonly status: 200 | 404;
  /** For `Content-Type`. */
  readonly type: string;
  readonly body: string;
}

/** The catalog of what a source has at one moment: each page is written when it is asked for. */
export interface Catalog {
  /** Paths of all pages and files, without a leading `/`; folders have `index.html`. */
  readonly paths: readonly string[];
  /**
   * A page or file by its path from the catalog's top. A path that ends in `/`, or is empty, has `index.html` added; one that leads
   * nowhere is answered with status 404 and a page that says so.
   */
  page(path: string): Promise<CatalogPage>;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Makes the catalog of what a source has now. Make another when the source has changed. */
export async function createCatalog(source: CatalogSource, options: CatalogOptions = {}): Promise<Catalog> {
  const contracts = await source.contracts();
  const pairs = await source.comparisons();
  const vendors = vendorsOf(contracts);
  const assets = new Map([...assetFiles(), ['search-index.js', searchIndex(vendors)] as const]);
  const site: Site = {
    vendors,
    options,
    assets: Object.fromEntries([...assets].map(([name, content]) => [name, shortDigest(content)])),
    comparable: new Map(pairs.map((pair) => [pairName(...pair), pair])),
    verdicts: source.verdicts === undefined ? new Map() : await source.verdicts(),
  };
  const routes = routesOf(site, source, contracts, assets);
  return {
    paths: [...routes.keys()],
    async page(path) {
      const whole = path === '' || path.endsWith('/') ? `${path}index.html` : path;
      const body = await routes.get(whole)?.();
      if (body === undefined) {
        return { status: 404, type: types['html'] ?? '', body: notFoundPage(pageContext(site, safePath(whole))) };
      }
      return { status: 200, type: types[whole.slice(whole.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8', body };
    },
  };
}

type Write = () => string | undefined | Promise<string | undefined>;

function routesOf(
  site: Site,
  source: CatalogSource,
  contracts: readonly CatalogContract[],
  assets: ReadonlyMap<string, string>,
): ReadonlyMap<string, Write> {
  const byId = new Map(contracts.map((held) => [held.contract.id, held]));
  const routes = new Map<string, Write>();
  const add = (path: string, write: (context: ReturnType<typeof pageContext>) => ReturnType<Write>): void =>
    void routes.set(path, () => write(pageContext(site, path)));
  add(paths.home, homePage);
  add(paths.search, searchPage);
  add(paths.notFound, notFoundPage);
  for (const [name, content] of assets) add(paths.asset(name), () => content);
  for (const vendor of site.vendors) {
    add(paths.vendor(vendor.name), (context) => vendorPage(context, vendor));
    for (const held of vendor.contracts) addContract(add, vendor, held);
    for (const [older, newer] of pairsOf(site, vendor)) {
      const [was, is] = [byId.get(older), byId.get(newer)];
      if (was === undefined || is === undefined) continue;
      add(paths.compare(vendor.name, was.contract.version, is.contract.version), async (context) => {
        const comparison = await source.compare(older, newer);
        return comparison && comparePage(context, vendor, { older: was, newer: is, comparison });
      });
    }
  }
  return routes;
}

function addContract(
  add: (path: string, write: (context: ReturnType<typeof pageContext>) => string) => void,
  vendor: Vendor,
  held: CatalogContract,
): void {
  const { contract, validators, files } = held;
  add(paths.contract(contract), (context) => contractPage(context, vendor, held));
  add(paths.conformance(contract), (context) => conformancePage(context, vendor, held));
  for (const event of contract.events) {
    add(paths.event(contract, event.name), (context) => eventPage(context, vendor, held, event));
  }
  if (validators !== undefined) add(paths.validators(contract), () => validators);
  for (const { name, content } of files) add(paths.file(contract, name), () => content);
}

function pairsOf({ comparable }: Site, { name }: Vendor): (readonly [older: string, newer: string])[] {
  return [...comparable.values()].filter(([older]) => older.startsWith(`${name}@`));
}

/** Relative links of the page of what is not found lead from where it was asked for; only its depth counts. */
function safePath(path: string): string {
  return path
    .split('/')
    .slice(0, -1)
    .map(() => 'x')
    .concat('404.html')
    .join('/');
}

function shortDigest(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 10);
}
