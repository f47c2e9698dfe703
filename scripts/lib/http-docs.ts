import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedDocs } from './generated-docs.ts';
import { withGeneratedParts } from './generated-docs.ts';
import { probeRegistry } from './registry-probe.ts';
import type { Operation } from './registry-probe.ts';

const root = join(import.meta.dirname, '../..');
const file = 'docs/http-api.md';

/** Areas of the registry, by the tags of its OpenAPI document; what has no tag serves those who run it. */
const areas: Readonly<Record<string, string>> = {
  contracts: '### Contracts',
  subjects: '### Subjects',
  npm: '### Packages',
  admin: '### Tokens and audit',
  '': '### Health',
};

const whoMay = { none: 'anybody', reader: 'reader', writer: 'writer', admin: 'admin', nobody: 'nobody' } as const;

/** What the server's own description leaves out. */
const untold: Readonly<Record<string, { readonly summary?: string; readonly statuses?: readonly string[] }>> = {
  'GET /healthz': { summary: 'The process answers' },
  'GET /readyz': { summary: 'It can be sent work', statuses: ['503'] },
  'DELETE /admin/tokens/{id}': { statuses: ['204'] },
  'GET /npm/{name}': { statuses: ['200'] },
  'GET /npm/{scope}/{name}': { statuses: ['200'] },
  'GET /npm/{name}/-/{file}': { statuses: ['200'] },
  'GET /npm/{scope}/{name}/-/{file}': { statuses: ['200'] },
};

/** What a mock's routes do; the routes themselves are read from where they are made. */
const mockRoutes: Readonly<Record<string, string>> = {
  'GET /': 'The page for people; for programs what is served: endpoints, events, spaces',
  'DELETE /': 'Ends the space, below `/s/<space>`',
  'GET /__deliveries': 'The last deliveries; `limit`, `since`',
  'DELETE /__deliveries': 'Forgets them',
  'GET /__deliveries/stream': 'Each delivery as it comes (server-sent events)',
  'GET /__faults': 'Which failures are planted',
  'PUT /__faults': 'Plants failures: `delay`, `status`, `share`, `times`',
  'DELETE /__faults': 'All is well again',
  'GET /__spaces': 'How many spaces there are; with the operator’s key, which',
  'POST /__spaces': 'Makes a space: `name`, `secrets`, `faults`, `quota`, `expiresAfter`',
  'GET /healthz': 'That it lives',
  'GET /metrics': 'For Prometheus',
};

/** The tables of the page on HTTP: the registry's as it describes itself and answers, the mock's by its routes. */
export async function httpDocs(): Promise<GeneratedDocs> {
  const operations = await probeRegistry();
  const byArea = Map.groupBy(operations, ({ area }) => area);
  const unknown = [...byArea.keys()].filter((area) => areas[area] === undefined);
  if (unknown.length > 0) throw new Error(`scripts/lib/http-docs.ts has no heading for ${unknown.join(', ')}.`);
  const registry = Object.entries(areas).map(([area, heading]) => `${heading}\n\n${table(byArea.get(area) ?? [])}`);
  return new Map([[file, withGeneratedParts(file, { registry: registry.join('\n\n'), mock: mockTable() })]]);
}

function table(operations: readonly Operation[]): string {
  const rows = operations.map(({ method, path, summary, role, query, statuses }) => {
    const asked = query.length === 0 ? '' : `; ${query.map((name) => `\`${name}\``).join(', ')}`;
    const more = untold[`${method} ${path}`] ?? {};
    const answers = [...new Set([...statuses, ...(more.statuses ?? [])])].toSorted();
    return `| \`${method} ${path}\` | ${more.summary ?? summary}${asked} | ${whoMay[role]} | ${answers.join(', ')} |`;
  });
  return ['| | what it does | who may | answers |', '|---|---|---|---|', ...rows].join('\n');
}

function mockTable(): string {
  const text = readFileSync(join(root, 'src/mock/server/routes.ts'), 'utf8');
  const routes = Array.from(text.matchAll(/^ {2}\['(\/[^']*)', \{(.*)$/gm)).flatMap(([, path = '', methods = '']) =>
    Array.from(methods.matchAll(/\b([A-Z]+):/g), ([, method = '']) => `${method} ${path}`),
  );
  const undescribed = routes.filter((route) => mockRoutes[route] === undefined);
  const gone = Object.keys(mockRoutes).filter((route) => !routes.includes(route));
  if (undescribed.length + gone.length > 0)
    throw new Error(`scripts/lib/http-docs.ts should describe ${undescribed.join(', ')}, and not ${gone.join(', ')}.`);
  return ['| | what it does |', '|---|---|', ...routes.map((route) => `| \`${route}\` | ${mockRoutes[route]} |`)].join(
    '\n',
  );
}
