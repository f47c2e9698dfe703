/** A block of commands that no test runs: where it stands, its first line, and what keeps it from being run. */
export interface NotRun {
  readonly file: string;
  readonly begins: string;
  readonly reason: string;
}

const installs =
  'installs from a package registry; install.test.ts and registry-npm.test.ts install what is packed here';
const otherHost = 'speaks to another machine';
const long = 'takes up to an hour';

export const notRun: readonly NotRun[] = [
  {
    file: 'CONTRIBUTING.md',
    begins: 'npm ci            # installs everything, the right Node.js too, and builds',
    reason: 'is how this very run is made',
  },
  { file: 'docs/benchmarks.md', begins: 'npm run bench', reason: long },
  { file: 'docs/benchmarks.md', begins: 'npm run conformance:constructed', reason: long },
  {
    file: 'docs/drift.md',
    begins: 'counterfoil drift postgres://127.0.0.1/captures --since 7d --baseline 30d',
    reason: 'needs a database of that name; drift-stores.test.ts reads one',
  },
  { file: 'docs/examples/README.md', begins: 'npm install', reason: `${installs}; examples.test.ts runs the rest` },
  {
    file: 'docs/guides/company-registry.md',
    begins: 'counterfoil serve --host 0.0.0.0 --store postgres://counterfoil@db.internal/counterfoil \\',
    reason: otherHost,
  },
  {
    file: 'docs/guides/company-registry.md',
    begins: 'counterfoil token create --role writer --vendor qminder --name webhooks-team --expires 90d \\',
    reason: otherHost,
  },
  {
    file: 'docs/guides/company-registry.md',
    begins: 'counterfoil ci && counterfoil publish --registry https://contracts.example.com',
    reason: otherHost,
  },
  {
    file: 'docs/import.md',
    begins: 'counterfoil import cafe.asyncapi.yaml --vendor cafe',
    reason: 'needs documents of the reader; the tests of import read some of each format',
  },
  {
    file: 'docs/tutorial.md',
    begins: 'npm init --yes',
    reason: installs,
  },
  {
    file: 'docs/python-and-go.md',
    begins: "npx quicktype --src-lang schema --src 'qminder.json#/definitions/' --lang java --out Qminder.java",
    reason: 'is a program that this repository does not install; export-json-schema tests ask its library',
  },
  {
    file: 'docs/registry-consumers.md',
    begins: 'npx counterfoil pull cafe --registry https://registry.example.com',
    reason: otherHost,
  },
  {
    file: 'docs/registry-consumers.md',
    begins: 'npx counterfoil publish asyncapi/cafe --registry https://registry.example.com --dry-run',
    reason: otherHost,
  },
  {
    file: 'docs/registry-contracts.md',
    begins: 'curl https://registry.example.com/contracts/cafe/latest/asyncapi.yaml',
    reason: otherHost,
  },
  {
    file: 'docs/registry-contracts.md',
    begins: 'npx counterfoil publish asyncapi/cafe --registry https://registry.example.com',
    reason: otherHost,
  },
  { file: 'docs/registry-npm.md', begins: 'npm install @counterfoil/cafe@2', reason: installs },
  {
    file: 'docs/registry-stores.md',
    begins: 'counterfoil registry export --store postgres://db/registry --out registry.ndjson',
    reason: otherHost,
  },
  {
    file: 'docs/registry.md',
    begins: 'counterfoil serve --url https://registry.example.com --anonymous none \\',
    reason: otherHost,
  },
  { file: 'docs/testing.md', begins: 'npm install --save-dev counterfoil   # Node.js 24 or newer', reason: installs },
];

/** Modules of the documents that no compiler reads here. */
export const notCompiled: readonly NotRun[] = [
  {
    file: 'docs/registry-npm.md',
    begins: "import { createReceiver } from '@counterfoil/cafe';",
    reason: 'has a made-up package; registry-npm.test.ts installs and compiles one',
  },
  ...[
    "import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';",
    'await registry.register(',
    "import { JsonDeserializer, JsonSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';",
  ].map((begins) => ({
    file: 'docs/registry-subjects.md',
    begins,
    reason: 'has packages that this repository does not install; registry-clients.test.ts runs these lines with them',
  })),
];
