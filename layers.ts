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
  runtime: ['json-schema', 'signatures', 'util'],
  codegen: ['checks', 'asyncapi', 'compatibility', 'json-schema', 'runtime', 'signatures', 'findings', 'util'],
  sending: ['asyncapi', 'deliveries', 'signatures', 'json-schema', 'findings', 'util'],
  mock: [
    'sending',
    'asyncapi',
    'json-schema',
    'signatures',
    'deliveries',
    'compatibility',
    'checks',
    'findings',
    'util',
  ],
  simulator: ['sending', 'asyncapi', 'json-schema', 'signatures', 'findings', 'util'],
  testing: [
    'api',
    'sending',
    'checks',
    'config',
    'asyncapi',
    'deliveries',
    'json-schema',
    'signatures',
    'findings',
    'util',
  ],
  isolation: ['checks', 'codegen', 'findings', 'util'],
  api: [
    'isolation',
    'checks',
    'codegen',
    'mock',
    'sending',
    'simulator',
    'asyncapi',
    'compatibility',
    'deliveries',
    'config',
    'json-schema',
    'signatures',
    'findings',
    'util',
  ],
  cli: ['*'],
};

/** Folders where other folders' types alone may be imported. */
export const typesOnly: Readonly<Record<string, readonly string[]>> = {
  deliveries: ['asyncapi'],
  compatibility: ['asyncapi'],
  reporters: ['checks', 'compatibility'],
  codegen: ['runtime'],
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
  'src/codegen/write-files.ts',
  'src/testing/',
  'src/cli/',
];
