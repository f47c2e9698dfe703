/**
 * Who may import whom in `src/`: folder -> folders it may import besides itself.
 * `docs/architecture.md` is drawn from this and from the imports found; `npm run layers` holds the code to it.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  util: [],
  findings: ['util'],
  'json-schema': ['util'],
  signatures: ['util'],
  generated: [],
  asyncapi: ['json-schema', 'signatures', 'findings', 'generated', 'util'],
  deliveries: ['asyncapi', 'json-schema', 'signatures', 'findings', 'util'],
  config: ['json-schema', 'findings', 'util'],
  compatibility: ['asyncapi', 'json-schema', 'findings', 'util'],
  checks: ['asyncapi', 'json-schema', 'deliveries', 'signatures', 'compatibility', 'config', 'findings', 'util'],
  reporters: ['checks', 'compatibility', 'deliveries', 'json-schema', 'findings', 'util'],
  isolation: ['checks', 'findings', 'util'],
  api: ['isolation', 'checks', 'asyncapi', 'compatibility', 'deliveries', 'config', 'json-schema', 'findings', 'util'],
  cli: ['*'],
};

/** Folders where other folders' types alone may be imported. */
export const typesOnly: Readonly<Record<string, readonly string[]>> = {
  deliveries: ['asyncapi'],
  compatibility: ['asyncapi'],
  reporters: ['checks', 'compatibility'],
};

/** The only places that may touch the file system. */
export const fileSystem: readonly string[] = [
  'src/asyncapi/read.ts',
  'src/asyncapi/load.ts',
  'src/config/',
  'src/deliveries/formats/',
  'src/deliveries/read-captures.ts',
  'src/api/',
  'src/checks/plan.ts',
  'src/checks/capture-files.ts',
  'src/checks/compare/sides.ts',
  'src/checks/targets.ts',
  'src/cli/',
];
