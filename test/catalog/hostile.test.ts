import { expect, test } from 'vitest';
import { html } from '../../src/catalog/html.ts';
import { fileName, paths, relativeLink } from '../../src/catalog/links.ts';
import { inlineMarkdown, markdown } from '../../src/catalog/markdown.ts';
import { sketch } from '../mock/support.ts';
import { allOf, catalogOf, unescaped } from './support.ts';

const evil = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&{{}}\u202E\u0000`;
/** Names that a file system, a URL or a script could read in another way. */
const names = [
  evil,
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'CON',
  'a/b',
  'A.B',
  'a.b',
  '.',
  '..',
  '',
  'x'.repeat(300),
  '</script>',
  '\u2028',
  '#f',
  '?q',
];

const text = { description: evil, type: 'string', 'x-personal-data': evil, format: evil, pattern: '^["<]' } as const;
const hostile = sketch({
  vendor: 'cafe',
  title: evil,
  description: `${evil}\n\n[click](javascript:alert(1)) [data](data:text/html,x) ![picture](https://example.com/x.png) <b>bold</b>`,
  contradictions: [{ one: evil, other: evil, decision: evil }],
  events: names.map((name, index) => ({
    name,
    title: evil,
    summary: evil,
    description: evil,
    examples: [
      {
        name: evil,
        summary: evil,
        payload: { type: `t${index}`, [evil]: evil },
        headers: undefined,
        source: undefined,
      },
    ],
    source: { kind: 'other', document: evil, section: evil, note: evil },
    payload: {
      type: 'object',
      required: ['type', evil],
      properties: {
        type: { const: `t${index}` },
        [evil]: {
          ...text,
          anyOf: [{ enum: [evil] }, { type: 'string' }],
          'x-source': { kind: 'other', document: evil, values: { [evil]: { kind: 'other', document: evil } } },
        },
      },
    },
  })),
});

test('no text of a contract becomes markup, wherever it stands', async () => {
  const files = await allOf(
    await catalogOf([hostile, { ...hostile, id: 'cafe@2.0.0', version: '2.0.0', events: hostile.events.slice(0, 3) }]),
  );
  for (const [path, body] of files) {
    if (!path.endsWith('.html')) continue;
    expect(body, path).not.toMatch(/<script>|<img\b|onerror=alert\(2\)>|<b>/i);
    expect(body, path).not.toMatch(/href="(?:javascript|data):/i);
    expect(body, path).not.toMatch(/[\u202E\u0000]/);
    const tags = [...body.matchAll(/<(\w+)/g)].map(([, tag]) => tag);
    expect(tags.filter((tag) => tag === 'script').length, path).toBe(2);
  }
  const [event = ''] = [...files].flatMap(([path, body]) => (path === paths.event(hostile, evil) ? [body] : []));
  expect(unescaped(event)).toContain('<script>alert(1)</script>');
  expect(files.get('assets/search-index.js')).not.toContain('</script>');
});

test('names of events lead to files of their own inside the catalog', async () => {
  const catalog = await catalogOf([hostile]);
  for (const path of catalog.paths) expect(path, path).toMatch(/^[\w.~/-]+$/);
  for (const path of catalog.paths)
    expect(path.split('/').filter((step) => step === '' || step === '.' || step === '..')).toEqual([]);
  expect(new Set(catalog.paths.map((path) => path.toLowerCase())).size).toBe(catalog.paths.length);
  expect(names.map((name) => paths.event(hostile, name)).every((path) => catalog.paths.includes(path))).toBe(true);
});

test('a template escapes what is put in, and nothing else', () => {
  expect(
    html`<p title="${'"><&\''}">${'<b>'}${html`<b>${1}</b>`}${undefined}${false}${['<', html`<i></i>`]}</p>`.text,
  ).toBe('<p title="&#34;&#62;&#60;&#38;&#39;">&#60;b&#62;<b>1</b>&#60;<i></i></p>');
});

test('descriptions are CommonMark without HTML, pictures and links that lead elsewhere than to the web', () => {
  expect(markdown('# Title\n\n*a* `b` <script>x</script>')?.text).toBe(
    '<p><strong>Title</strong></p><p><em>a</em> <code>b</code> &lt;script&gt;x&lt;/script&gt;</p>\n'.replace(
      '</p><p>',
      '</p><p>',
    ),
  );
  expect(inlineMarkdown('[a](https://example.com/) [b](javascript:x) [c](file:///etc/passwd)')?.text).toBe(
    '<a href="https://example.com/" rel="noreferrer noopener">a</a> [b](javascript:x) [c](file:///etc/passwd)',
  );
  expect(markdown('  ')).toBeUndefined();
});

test.each([
  ['index.html', 'assets/x.css', 'assets/x.css'],
  ['vendors/a/index.html', 'index.html', '../../index.html'],
  ['vendors/a/1/events/x.html', 'vendors/a/1/index.html', '../index.html'],
  ['vendors/a/1/index.html', 'vendors/b/1/index.html', '../../b/1/index.html'],
])('from %s to %s it is %s', (from, to, link) => {
  expect(relativeLink(from, to)).toBe(link);
});

test.each(['..', '.', '', 'a b', 'ä', '%2e%2e', 'a\\b', 'x'.repeat(300)])('%j is a safe name of a file', (name) => {
  expect(fileName(name)).toMatch(/^(?!\.+$)[\w.~-]{1,140}$/);
});

test('a contract of 300 events stays usable', async () => {
  const events = Array.from({ length: 300 }, (_, index) => ({
    name: `thing.number-${index}.happened`,
    summary: 'Something happened.',
    examples: [
      {
        name: 'one',
        summary: undefined,
        payload: { type: `thing.number-${index}.happened` },
        headers: undefined,
        source: undefined,
      },
    ],
    payload: {
      type: 'object' as const,
      properties: {
        type: { const: `thing.number-${index}.happened` },
        ...Object.fromEntries(
          Array.from({ length: 12 }, (__, at) => [`field${at}`, { type: 'string', description: 'Some text.' }]),
        ),
      },
    },
  }));
  const contract = sketch({ vendor: 'big', events });
  const catalog = await catalogOf([contract]);
  expect(catalog.paths.filter((path) => path.endsWith('.html')).length).toBe(300 + 6);
  const sizeOf = async (path: string): Promise<number> => Buffer.byteLength((await catalog.page(path)).body);
  expect(await sizeOf(paths.event(contract, events[150]?.name ?? ''))).toBeLessThan(60_000);
  expect(await sizeOf(paths.contract(contract))).toBeLessThan(150_000);
  expect(await sizeOf(paths.home)).toBeLessThan(20_000);
});
