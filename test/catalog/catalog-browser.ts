import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleDrift } from './drift-sample.ts';
import { allOf, serveFiles, shippedCatalog } from './support.ts';

const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser, and what the tests in it are called: their name says why they were skipped. */
export const isThere = existsSync(program);
export const suiteName = isThere ? 'in a browser' : `in a browser (skipped: no Chromium at ${program})`;

const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** One page of each kind. */
export const kinds = {
  home: 'index.html',
  vendor: 'vendors/ombori/index.html',
  contract: 'vendors/qminder/1.0.0/index.html',
  lifecycle: 'vendors/ombori/2.0.0/index.html',
  event: 'vendors/waitwhile/1.0.0/events/visit.created.html',
  'event-by-name': 'vendors/waitwhile/1.0.0/events/message.updated.html',
  compare: 'vendors/ombori/compare/1.0.0...2.0.0.html',
  conformance: 'vendors/waitwhile/1.0.0/conformance.html',
  'conformance-empty': 'vendors/ombori/2.0.0/conformance.html',
  search: 'search.html?q=position',
  'not-found': 'nothing-here.html',
} as const;

/** Fails in CI where there is no browser: nothing must be skipped there. */
export function demandBrowser(): void {
  test('no run of CI goes without a browser', () => {
    expect(isThere || process.env['CI'] === undefined, `${program} is not installed: apt-get install -y chromium`).toBe(
      true,
    );
  });
}

/** The shipped catalog below a path of a server, and a browser in which every error is noted. */
export class CatalogBrowser {
  readonly files: ReadonlyMap<string, string>;
  /** Where the catalog is; ends in `/`. */
  readonly url: string;
  readonly #site: Awaited<ReturnType<typeof serveFiles>>;
  readonly #browser: Browser;
  readonly #problems: string[] = [];
  #context: BrowserContext | undefined;

  static async start(): Promise<CatalogBrowser> {
    const files = await allOf(await shippedCatalog([sampleDrift]));
    const site = await serveFiles(files, '/docs/webhooks/');
    return new CatalogBrowser(files, site, await chromium.launch({ executablePath: program, args: flags.split(' ') }));
  }

  private constructor(files: CatalogBrowser['files'], site: Awaited<ReturnType<typeof serveFiles>>, browser: Browser) {
    this.files = files;
    this.#site = site;
    this.#browser = browser;
    this.url = site.url;
  }

  /** A new page; errors of scripts and requests to elsewhere than `root` are noted. */
  async open(path: string, options: BrowserContextOptions = {}, root = this.url): Promise<Page> {
    await this.#context?.close();
    this.#context = await this.#browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    const page = await this.#context.newPage();
    page.on('console', (message) => {
      // The page of what is not found is asked for on purpose.
      if (message.type() === 'error' && !message.text().includes('status of 404'))
        this.#problems.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#problems.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(root) && !url.startsWith('data:')) this.#problems.push(`${page.url()} asks for ${url}`);
    });
    await page.goto(root + path);
    return page;
  }

  /** What was noted since the last call. */
  takeProblems(): string[] {
    return this.#problems.splice(0);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#site.close();
  }
}
