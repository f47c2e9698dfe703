import { posix } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, shippedCatalog, unescaped } from './support.ts';

let files: ReadonlyMap<string, string>;
let pages: readonly (readonly [path: string, html: string])[];
beforeAll(async () => {
  files = await allOf(await shippedCatalog());
  pages = [...files].filter(([path]) => path.endsWith('.html'));
}, 60_000);

const matches = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, text]) => unescaped(text ?? ''));
const idsOf = (html: string): string[] => matches(html, /\sid="([^"]*)"/g);

test('every contract, event and pair of versions has its page', () => {
  expect(pages.length).toBe(3 + 3 + 4 + 4 + 38 + 1);
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([
      'vendors/ombori/compare/1.0.0...2.0.0.html',
      'vendors/waitwhile/1.0.0/events/visit.created.html',
    ]),
  );
});

test('every link leads to a file, and to an element that is there', () => {
  const broken: string[] = [];
  for (const [path, html] of pages) {
    for (const link of matches(html, /\s(?:href|src|action|data-runtime|data-validators|data-search)="([^"]*)"/g)) {
      if (/^https?:/.test(link)) continue;
      const [file = '', hash] = link.split('#');
      const target =
        file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file.split('?', 1)[0] ?? ''));
      const found = files.get(target);
      if (found === undefined) broken.push(`${path}: ${link}`);
      else if (hash !== undefined && !idsOf(found).includes(decodeURIComponent(hash)))
        broken.push(`${path}: ${link} (no such element)`);
    }
  }
  expect(broken).toEqual([]);
});

test('what can be found leads to elements that are there', () => {
  const entries = JSON.parse(
    files.get('assets/search-index.js')?.replace(/^counterfoil\.found\(|\);\s*$/g, '') ?? '',
  ) as string[][];
  expect(entries.length).toBeGreaterThan(300);
  const lost = entries.filter(([, , , url = '']) => {
    const [file = '', hash] = url.split('#');
    const html = files.get(file);
    return html === undefined || (hash !== undefined && !idsOf(html).includes(hash));
  });
  expect(lost).toEqual([]);
});

test('no script and no style in a page, nothing from elsewhere, and a policy that says so', () => {
  for (const [path, html] of pages) {
    expect(html.match(/<script(?![^>]*\ssrc=)/g), path).toBeNull();
    expect(html.match(/<style|\sstyle=|\son\w+=|javascript:/gi), path).toBeNull();
    expect(
      matches(html, /<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)="([^"]*)"/g).filter((link) =>
        /^(?:\w+:|\/\/|\/)/.test(link),
      ),
      path,
    ).toEqual([]);
    expect(unescaped(html), path).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  }
});

test('ids are unique on each page', () => {
  for (const [path, html] of pages) {
    const ids = idsOf(html);
    expect(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      path,
    ).toEqual([]);
  }
});

test('each page has a title of its own, one main heading and a language', () => {
  const titles = pages.map(([, html]) => matches(html, /<title>([^<]*)<\/title>/g)[0]);
  expect(new Set(titles).size).toBe(titles.length);
  for (const [path, html] of pages) {
    expect(html.match(/<h1/g)?.length, path).toBe(1);
    expect(html, path).toContain('<html lang="en"');
  }
});

describe('light', () => {
  const size = (name: string): number => Buffer.byteLength(files.get(name) ?? '');
  const shared = ['catalog.css', 'catalog.js', 'theme.js', 'icon.svg'].map((name) => `assets/${name}`);
  const weight = (names: readonly string[]): number => names.reduce((sum, name) => sum + size(name), 0);

  test('home is under 100 kB, all that it loads with it', () => {
    expect(weight(['index.html', ...shared])).toBeLessThan(100_000);
  });

  test('an event page is under 200 kB, the validators that it loads when they are asked for with it', () => {
    for (const path of files.keys()) {
      const [, folder] = /^(.*)\/events\/[^/]*\.html$/.exec(path) ?? [];
      if (folder === undefined) continue;
      expect(weight([path, ...shared, 'assets/validate.js', `${folder}/validators.js`]), path).toBeLessThan(200_000);
    }
  });
});

describe('what pages say', () => {
  const text = (path: string): string =>
    unescaped((files.get(path) ?? '').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

  test('home: vendors with their state', () => {
    expect(text('index.html')).toMatch(
      /Ombori .* Newest version 2\.0\.0 released Events 12 Examples that pass 12 of 12 Live captures none yet/,
    );
  });

  test('event: on how many examples required rests, where it stands in them, values with their source, personal data', () => {
    const page = text('vendors/ombori/2.0.0/events/positionCreated.html');
    expect(page).toContain(
      'queue string (uuid) required Id of the queue. rests on 12 documented objects · in 1 of 1 example: position-created',
    );
    expect(page).toContain('message string or null optional personal: free-text');
    expect(page).toContain('numberOfPeople integer required when type is booking');
    expect(page).toContain('completed draft fulfilled notified pending rejected others may come');
    expect(files.get('vendors/ombori/2.0.0/events/positionCreated.html')).toContain(
      'From Ombori, other revisions of the webhook documentation',
    );
    expect(page).toContain("'http://127.0.0.1:4010/ombori/2/positionCreated'");
    expect(page).toContain('export interface PositionCreatedEvent');
  });

  test('an event that is documented by name only says so', () => {
    expect(text('vendors/waitwhile/1.0.0/events/message.updated.html')).toContain(
      'The vendor names this event and shows no payload of it.',
    );
  });

  test('contract: authentication, contradictions, downloads', () => {
    const page = text('vendors/qminder/1.0.0/index.html');
    expect(page).toContain('HMAC-SHA256, written in hex');
    expect(page).toContain('Test secrets only.');
    expect(page).toContain('The guide lists eight events. Another page has a ninth, ticket_cancelled .');
    expect(page).toContain('npx counterfoil generate qminder@1.0.0 --out src/webhooks');
  });

  test('compare: the verdict, the payload that breaks it, the fields side by side', () => {
    const page = text('vendors/ombori/compare/1.0.0...2.0.0.html');
    expect(page).toContain('The difference demands a major version.');
    expect(page).toContain('/data/position/location must be a string, got an object.');
    expect(page).toContain('Payload that breaks it');
    expect(page).toContain('← must be a string');
  });

  test('what is not there says so, with links that work from where it was asked for', async () => {
    const catalog = await shippedCatalog();
    const { status, body } = await catalog.page('vendors/nobody/9.9.9/index.html');
    expect(status).toBe(404);
    expect(body).toContain('href="../../../index.html"');
    expect((await catalog.page('vendors/ombori/')).status).toBe(200);
    expect((await catalog.page('')).status).toBe(200);
    for (const path of ['../package.json', '__proto__', 'constructor', 'vendors/../../x', '/etc/passwd']) {
      expect((await catalog.page(path)).status, path).toBe(404);
    }
  });
});
