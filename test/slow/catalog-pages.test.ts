import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CatalogBrowser, demandBrowser, isThere, kinds, suiteName } from '../catalog/catalog-browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const images = new URL('../../docs/images/', import.meta.url).pathname;

demandBrowser();

describe.skipIf(!isThere)(suiteName, () => {
  let catalog: CatalogBrowser;
  beforeAll(async () => {
    catalog = await CatalogBrowser.start();
  }, 120_000);
  afterAll(() => catalog?.close());
  afterEach(() => {
    expect(catalog.takeProblems()).toEqual([]);
  });

  test('every page opens without an error, at the width of a phone without a scroll bar', async () => {
    const page = await catalog.open('index.html', { viewport: { width: 360, height: 740 } });
    for (const path of catalog.files.keys()) {
      if (!path.endsWith('.html')) continue;
      await page.goto(catalog.url + path);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(360);
    }
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing to complain about on any kind of page, %s',
    async (colorScheme) => {
      const page = await catalog.open('index.html', { colorScheme, reducedMotion: 'reduce' });
      for (const [kind, path] of Object.entries(kinds)) {
        await page.goto(catalog.url + path);
        if (kind === 'event') {
          await page.getByRole('button', { name: 'Unfold all' }).click();
          await page.locator('#payload').fill('{"type":"visit.created","data":{"id":1}}');
          await page.getByRole('button', { name: 'Validate' }).click();
          await page.locator('#try ~ .card .result .note').waitFor();
        }
        if (kind === 'compare')
          for (const summary of await page.locator('.change summary').all()) await summary.click();
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { axe: runner } = globalThis as unknown as {
            axe: {
              run(
                options: object,
              ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
            };
          };
          const found = await runner.run({
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          });
          return found.violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map(({ html, failureSummary = '' }) => `${html.slice(0, 160)} ${failureSummary}`)
                .join(' | ')}`,
          );
        });
        expect(violations, `${kind}, ${colorScheme}`).toEqual([]);
      }
    },
    240_000,
  );

  test('pages can be photographed for the documentation: UPDATE_IMAGES=1 keeps the pictures', async () => {
    const isKept = process.env['UPDATE_IMAGES'] === '1';
    mkdirSync(images, { recursive: true });
    for (const [kind, colorScheme, width] of [
      ['home', 'light', 1280],
      ['contract', 'light', 1280],
      ['event', 'light', 1280],
      ['event', 'dark', 390],
      ['compare', 'light', 1280],
      ['conformance', 'dark', 1280],
    ] as const) {
      const page = await catalog.open(kinds[kind], {
        colorScheme,
        viewport: { width, height: 844 },
        reducedMotion: 'reduce',
      });
      const suffix = width < 500 ? '-phone' : '';
      const picture = await page.screenshot();
      expect(picture.byteLength).toBeGreaterThan(10_000);
      if (isKept) writeFileSync(join(images, `catalog-${kind}${suffix}.png`), picture);
    }
  });
});
