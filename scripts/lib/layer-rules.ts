import type { ICruiseOptions, IFlattenedRuleSet, IForbiddenRuleType } from 'dependency-cruiser';
import { fileSystem, layers, typesOnly } from '../../layers.ts';

const escape = (text: string): string => text.replaceAll('.', '\\.');
const inFolders = (folders: readonly string[]): string => `^src/(?:${folders.join('|')})/`;

const layerRules = Object.entries(layers)
  .filter(([, allowed]) => !allowed.includes('*'))
  .map(([folder, allowed]): IForbiddenRuleType => ({
    name: `layer-${folder}`,
    comment: `src/${folder} may import ${allowed.length === 0 ? 'no other folder' : allowed.join(', ')} (layers.ts). If the arrow is right, change the table there and say why in docs/architecture.md.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: inFolders([folder, ...allowed]) },
  }));

const typeRules = Object.entries(typesOnly).map(([folder, others]): IForbiddenRuleType => ({
  name: `types-only-${folder}`,
  comment: `src/${folder} may import only types from ${others.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: inFolders(others), dependencyTypesNot: ['type-only'] },
}));

/** The layer table and the edges as dependency-cruiser rules; each comment is what a contributor reads on failure. */
export const ruleSet: IFlattenedRuleSet = {
  forbidden: [
    ...layerRules,
    ...typeRules,
    {
      name: 'no-cycle',
      comment: 'A cycle means that two files are one. Move the shared part to a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'file-system-at-the-edges',
      comment: 'Only the edges named in layers.ts read or write files; everything else takes data.',
      severity: 'error',
      from: { path: '^src/', pathNot: fileSystem.map((path) => `^${escape(path)}`) },
      to: { path: '^(?:node:)?fs(?:/promises)?$' },
    },
    {
      name: 'process-only-in-cli',
      comment:
        'Arguments, environment, streams and exit codes belong to src/cli; everything else takes and returns data.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^(?:node:)?process$' },
    },
    {
      name: 'ajv-behind-validate',
      comment: 'Ajv is used through src/json-schema/validate.ts only, so that its settings are the same everywhere.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:json-schema/(?:validate|ajv[^/]*)\\.ts|generated/)' },
      to: { path: 'node_modules/ajv' },
    },
    {
      name: 'no-test-code-in-src',
      comment: 'Test utilities stay in test/.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|scripts|bench)/' },
    },
    {
      name: 'no-dev-dependency-in-src',
      comment: 'What src/ needs at run time is in "dependencies", or an optional peer that is loaded when it is there.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
    {
      name: 'nobody-imports-cli',
      comment: 'The command line is one user of the library among others.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
  ],
};

export const cruiseOptions: ICruiseOptions = {
  tsPreCompilationDeps: true,
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^src/generated/' },
  enhancedResolveOptions: {
    extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
    conditionNames: ['import', 'node', 'default', 'types'],
    exportsFields: ['exports'],
  },
};
