import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCatalog } from '../../src/catalog/catalog.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { runSource } from '../../src/catalog/data/catalog-run-source.ts';
import { prepareContract } from '../../src/catalog/data/prepare-contract.ts';
import { pairsOf, runCatalog } from '../../src/catalog/data/run-catalog.ts';
import type { CatalogRun } from '../../src/catalog/data/run-catalog.ts';
import type { ContractDrift } from '../../src/capture/drift/result.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { compareContracts } from '../../src/compatibility/compare-contracts.ts';

const root = new URL('../../', import.meta.url).pathname;
let shipped: Promise<CatalogRun> | undefined;

/** The shipped contracts as a catalog reads them, once for each file of tests. */
export function shippedRun(): Promise<CatalogRun> {
  shipped ??= runCatalog({ targets: [], settings: { config: true, today: '2026-01-15' }, cwd: root, drifts: [] });
  return shipped;
}

/** The catalog of the shipped contracts. */
export async function shippedCatalog(drifts: readonly ContractDrift[] = []): Promise<Catalog> {
  const run = await shippedRun();
  const contracts = run.contracts.map((held) => {
    const drift = drifts.find(({ id }) => id === held.contract.id);
    return drift === undefined ? held : { ...held, drift };
  });
  return createCatalog(runSource({ ...run, contracts }));
}

/** The catalog of contracts that are made by hand. */
export function catalogOf(contracts: readonly Contract[]): Promise<Catalog> {
  const comparisons = pairsOf(contracts).map(([older, newer]) => compareContracts(older, newer));
  return createCatalog(
    runSource({ contracts: contracts.map((contract) => prepareContract({ contract, state: 'draft' })), comparisons }),
  );
}

/** All pages and files by path. */
export async function allOf(catalog: Catalog): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const path of catalog.paths) all.set(path, (await catalog.page(path)).body);
  return all;
}

/** A text of a page as people read it. */
export function unescaped(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** Serves a catalog's files below a path, as a static server would. */
export async function serveFiles(
  files: ReadonlyMap<string, string>,
  base: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const types: Readonly<Record<string, string>> = {
    html: 'text/html',
    css: 'text/css',
    js: 'text/javascript',
    svg: 'image/svg+xml',
    json: 'application/json',
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?', 1)[0] ?? '');
    const name = path.startsWith(base) ? path.slice(base.length) : undefined;
    const body = name === undefined ? undefined : files.get(name === '' ? 'index.html' : name);
    const type = types[(name ?? '').split('.').at(-1) ?? ''] ?? 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': body === undefined ? 'text/html' : type });
    response.end(body ?? files.get('404.html'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
