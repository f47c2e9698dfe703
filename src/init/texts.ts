/** A file that `init` writes, and why it is there. */
export interface InitFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string;
  /** In half a sentence, for people. */
  readonly purpose: string;
}

export type CiHost = 'github' | 'gitlab';

/** What a project's `counterfoil.yaml` begins with. */
export interface ConfigWishes {
  readonly vendor: string;
  /** Folder of the generated clients. */
  readonly client?: string;
  /** Pattern of captures to check. */
  readonly captures?: readonly string[];
}

/** `counterfoil.yaml`, with a comment at each key. */
export function configFile({ vendor, client, captures = [] }: ConfigWishes): InitFile {
  const variable = `${vendor.toUpperCase().replaceAll('-', '_')}_SECRET`;
  const lines = [
    '# What counterfoil does in this folder. All keys are in docs/configuration.md of counterfoil.',
    '',
    '# Contracts: what each vendor sends.',
    'contracts:',
    '  - asyncapi',
    '',
    ...(client === undefined
      ? [
          '# Clients: types, validators and receivers, written by counterfoil generate.',
          '# clients:',
          '#   - out: src/webhooks',
        ]
      : [
          '# Clients: counterfoil ci tells when they are not what generate writes.',
          'clients:',
          `  - out: ${quoted(client)}`,
        ]),
    '',
    '# Recorded deliveries to hold against the contracts. They may hold personal data: counterfoil captures redact.',
    ...(captures.length === 0
      ? ['# captures:', '#   - files: captures/**/*.ndjson', `#     vendor: ${vendor}`]
      : captures.map((pattern) => `# captures:\n#   - files: ${quoted(pattern)}\n#     vendor: ${vendor}`)),
    '',
    '# Secrets, by the environment variable that holds them. They never stand here.',
    '# secrets:',
    `#   ${vendor}:`,
    `#     - env: ${variable}`,
  ];
  return { path: 'counterfoil.yaml', content: `${lines.join('\n')}\n`, purpose: 'what is checked and generated here' };
}

/** The lines of `.gitattributes` that keep captures as they were received. */
export const captureAttributes = ['*.http -text', '*.har -text', '*.ndjson -text'] as const;

const attributesComment = '# Signatures cover every byte of a capture: git must not change its line ends.';

/** The text to append to `.gitattributes`; undefined when it says all of it already. */
export function missingAttributes(present: string): string | undefined {
  const lines = new Set(present.split(/\r?\n/).map((line) => line.trim().replaceAll(/\s+/g, ' ')));
  const missing = captureAttributes.filter((line) => !lines.has(line));
  if (missing.length === 0) return undefined;
  const gap = present === '' || present.endsWith('\n') ? '' : '\n';
  return `${gap}${[attributesComment, ...missing].join('\n')}\n`;
}

/** The job that runs `counterfoil ci` on every pull or merge request. */
export function ciFile(host: CiHost): InitFile {
  const purpose = 'counterfoil ci on every pull request';
  if (host === 'github') return { path: '.github/workflows/counterfoil.yml', content: github, purpose };
  return { path: '.gitlab-ci.yml', content: gitlab, purpose: 'counterfoil ci on every merge request' };
}

const github = `# Holds every pull request against the contracts: checks, what breaks, stale clients, drift in captures.
name: Webhook contracts
on: pull_request
permissions:
  contents: read
jobs:
  contracts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          # The comparison needs the commit where the branch began.
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: '24'
      - run: npm ci
      - run: npx counterfoil ci --format github --report markdown=counterfoil.md
      - if: always()
        run: if [ -f counterfoil.md ]; then cat counterfoil.md >> "$GITHUB_STEP_SUMMARY"; fi
`;

const gitlab = `# Holds every merge request against the contracts: checks, what breaks, stale clients, drift in captures.
webhook-contracts:
  image: node:24
  variables:
    # The comparison needs the commit where the branch began.
    GIT_DEPTH: 0
  script:
    - npm ci
    - npx counterfoil ci --report junit=junit.xml --report gitlab=quality.json
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  artifacts:
    when: always
    reports:
      junit: junit.xml
      codequality: quality.json
`;

/** A text as YAML reads it back. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
