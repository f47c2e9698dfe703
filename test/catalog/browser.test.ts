import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeSite } from '../../src/catalog/write-site.ts';
import { sign } from '../../src/signatures/sign.ts';
import { CatalogBrowser, demandBrowser, isThere, kinds, suiteName } from './catalog-browser.ts';

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

  test('search by keyboard alone: slash, a few letters, arrows, Enter', async () => {
    const page = await catalog.open('vendors/qminder/1.0.0/index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('estWait');
    await page.locator('#hits [role="option"]').first().waitFor();
    expect(await page.locator('#hits [aria-selected="true"] .what').textContent()).toContain('estWaitDuration');
    const first = await page.locator('#search').getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#search').getAttribute('aria-activedescendant')).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/visit\.created\.html#f\.data\.estWaitDuration$/);
    expect(await page.locator('[id="f.data.estWaitDuration"]').isVisible()).toBe(true);
  });

  test('search finds vendors, events and values; Escape leaves; what is unknown is said', async () => {
    const page = await catalog.open('index.html');
    const search = page.locator('#search');
    const kindsOf = async (text: string): Promise<string[]> => {
      await search.fill('');
      await search.fill(text);
      await page.locator('#hits:not([hidden]) li').first().waitFor();
      return page.locator('#hits .kind').allTextContents();
    };
    expect((await kindsOf('qminder'))[0]).toBe('vendor');
    expect((await kindsOf('ticket_served'))[0]).toBe('event');
    expect(await kindsOf('NOSHOW')).toContain('value');
    expect(await kindsOf('zzzz')).toEqual([]);
    expect(await page.locator('#hits').textContent()).toContain('Nothing is called that');
    await page.keyboard.press('Escape');
    expect(await page.locator('#hits').isVisible()).toBe(false);
    await page.goto(`${catalog.url}search.html?q=position`);
    await page.locator('.results li').first().waitFor();
    expect(await page.locator('[data-island="search"] [role="status"]').textContent()).toContain(
      'found for “position”',
    );
  });

  test('a payload is validated in the page, with the places marked and linked to the fields', async () => {
    const page = await catalog.open('vendors/waitwhile/1.0.0/events/visit.created.html');
    const result = page.locator('[data-island="try"] .result');
    await page.getByRole('button', { name: 'Validate' }).click();
    await result.locator('.note.good').waitFor();
    const payload = JSON.parse(await page.locator('#payload').inputValue()) as { data: Record<string, unknown> };
    payload.data['partySize'] = 'two';
    delete payload.data['state'];
    await page.locator('#payload').fill(JSON.stringify(payload));
    await page.locator('#payload').press('Control+Enter');
    await result.locator('.note.bad').waitFor();
    expect(await result.locator('.wrongs').allTextContents()).toEqual([
      expect.stringContaining('state'),
      expect.stringContaining('"partySize": "two"'),
    ]);
    await result.getByRole('link', { name: '/data/partySize' }).click();
    expect(new URL(page.url()).hash).toBe('#f.data.partySize');
    await page
      .locator('#payload')
      .fill(JSON.stringify({ ...payload, data: { ...payload.data, partySize: 2, state: 'ELSEWHERE', mood: 1 } }));
    await page.getByRole('button', { name: 'Validate' }).click();
    await result.locator('.note.warn').waitFor();
    expect(await result.locator('.odd').count()).toBe(2);
    await page.locator('#payload').fill('{ "type": ');
    await page.getByRole('button', { name: 'Validate' }).click();
    expect(await result.textContent()).toContain('Not JSON');
  });

  test('signatures are computed as the library computes them, and explained when they do not match', async () => {
    const page = await catalog.open('vendors/qminder/1.0.0/index.html');
    await page.getByRole('button', { name: 'Compute' }).click();
    const shown = page.locator('[data-result="sign"] pre');
    await shown.waitFor();
    const body = new TextEncoder().encode(await page.locator('#sig-body').inputValue());
    const secret = await page.locator('#sig-secret').inputValue();
    const scheme = {
      header: 'X-Qminder-Signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      signed: '{url}{body}',
    } as const;
    const expected = sign(scheme, { secret, url: 'https://example.com/webhooks', method: 'POST', body });
    expect(await shown.textContent()).toBe(expected.map((pair) => pair.join(': ')).join('\n'));
    const verdict = page.locator('[data-result="verify"] .note');
    await page.getByRole('button', { name: 'Say why' }).click();
    await verdict.waitFor();
    expect(await verdict.textContent()).toBe('The signature fits.');
    await page.locator('#sig-url').fill('http://example.com/webhooks/');
    await page.getByRole('button', { name: 'Say why' }).click();
    await page.locator('[data-result="verify"] .note.warn').waitFor();
    expect(await verdict.textContent()).toContain('The signature fits when');
    await page.locator('#sig-secret').fill('another');
    await page.getByRole('button', { name: 'Say why' }).click();
    await page.locator('[data-result="verify"] .note.bad').waitFor();
    expect(await verdict.textContent()).toContain('None of the');
  });

  test('what is copied is what stands there', async () => {
    const page = await catalog.open('vendors/qminder/1.0.0/events/ticket_created.html', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const figure = page.locator('figure.code', { hasText: 'receiver.ts' });
    await figure.getByRole('button', { name: 'Copy' }).click();
    await figure.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await figure.locator('pre').textContent());
  });

  test('fields and examples lead to one another, through what is folded', async () => {
    const page = await catalog.open('vendors/ombori/2.0.0/events/positionCreated.html');
    const field = page.locator('[id="f.data.position.notification.settings.to"]');
    await page.getByRole('button', { name: 'Fold all', exact: true }).click();
    expect(await field.isVisible()).toBe(false);
    await page.locator('a.k', { hasText: '"to"' }).click();
    await field.waitFor({ state: 'visible' });
    await page.locator('[id="f.data.position.queue"] a', { hasText: 'position-created' }).click();
    expect(new URL(page.url()).hash).toBe('#x1-f.data.position.queue');
  });

  test('the theme follows the system until it is switched, and stays switched', async () => {
    const page = await catalog.open('index.html', { colorScheme: 'dark' });
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.goto(catalog.url + kinds.contract);
    expect(await ground()).toBe(light);
  });

  test('a keyboard reaches everything: the way past the bar, fields, buttons', async () => {
    const page = await catalog.open('vendors/qminder/1.0.0/events/ticket_created.html');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    const summary = page.locator('[id="f.data"] > details > summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('[id="f.data"] > details').getAttribute('open')).toBeNull();
  });

  test('without scripts everything can be read, and what needs them says so', async () => {
    const page = await catalog.open('vendors/waitwhile/1.0.0/events/visit.created.html', { javaScriptEnabled: false });
    expect(await page.locator('[id="f.data.state"]').isVisible()).toBe(true);
    expect(await page.getByText('With scripts turned on').isVisible()).toBe(true);
    expect(await page.locator('.needs-script').filter({ visible: true }).count()).toBe(0);
    await page.locator('[id="f.data"] > details > summary').click();
    expect(await page.locator('[id="f.data.state"]').isVisible()).toBe(false);
    await page.goto(`${catalog.url}search.html`);
    expect(await page.getByRole('link', { name: 'ticket_served' }).isVisible()).toBe(true);
  });

  test('from a file share: search, validation and signatures work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counterfoil-site-'));
    try {
      writeSite(folder, catalog.files);
      const root = `${pathToFileURL(folder).href}/`;
      const page = await catalog.open('vendors/qminder/1.0.0/events/ticket_created.html', {}, root);
      await page.getByRole('button', { name: 'Validate' }).click();
      await page.locator('[data-island="try"] .note.good').waitFor();
      await page.locator('#search').fill('phoneNumber');
      await page.locator('#hits [role="option"]').first().waitFor();
      await page.goto(`${root}vendors/qminder/1.0.0/index.html`);
      await page.getByRole('button', { name: 'Compute' }).click();
      expect(await page.locator('[data-result="sign"] pre').textContent()).toContain('X-Qminder-Signature: ');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
