const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const anything = {} as const;
/** Steps of a version, as comparisons name them. */
const steps = ['major', 'minor', 'patch', 'none'] as const;

/** A contract without its texts. */
export const contractSchema = {
  type: 'object',
  description: 'A published contract.',
  required: ['id', 'vendor', 'version', 'title', 'digest', 'state', 'visibility', 'published', 'events', 'links'],
  properties: {
    id: { type: 'string', description: '`<vendor>@<version>`.' },
    vendor: text,
    version: text,
    title: text,
    digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$', description: 'Of what a receiver can observe.' },
    state: { type: 'string', enum: ['released', 'deprecated'] },
    successor: { type: 'string', description: 'Version to go to, when deprecated.' },
    reason: text,
    visibility: { type: 'string', enum: ['public', 'private'] },
    published: { type: 'string', format: 'date-time' },
    events: { type: 'array', items: text },
    links: { type: 'object', additionalProperties: text, description: 'Where its parts are.' },
  },
} as const;

export const contractListSchema = {
  type: 'object',
  required: ['contracts'],
  properties: { contracts: { type: 'array', items: contractSchema } },
} as const;

const findingSchema = {
  type: 'object',
  required: ['rule', 'severity', 'message', 'place'],
  properties: {
    rule: text,
    severity: { type: 'string', enum: ['error', 'warning', 'info'] },
    message: text,
    place: { type: 'object', additionalProperties: true },
  },
  additionalProperties: true,
} as const;

const status = { type: 'string', enum: ['compatible', 'incompatible', 'undecided'] } as const;
const side = { type: 'object', required: ['id', 'vendor', 'version'], additionalProperties: text } as const;

/** What two versions differ in, and whom it hurts. */
export const comparisonSchema = {
  type: 'object',
  required: ['verdict', 'older', 'newer', 'forward', 'backward', 'bump', 'step', 'isEnough', 'events', 'changes'],
  properties: {
    verdict: { ...status, description: 'Whether receivers of the older version survive deliveries of the newer one.' },
    older: side,
    newer: side,
    forward: status,
    backward: { ...status, description: 'Whether receivers of the newer version can read captures of the older one.' },
    bump: { type: 'string', enum: steps, description: 'Step that the difference demands.' },
    step: { type: 'string', enum: steps, description: 'Step that the versions make.' },
    isEnough: { type: 'boolean' },
    events: { type: 'array', items: { type: 'object', additionalProperties: true } },
    changes: {
      type: 'array',
      description: 'Those that hurt first, with payloads that prove it (`witnesses`).',
      items: {
        type: 'object',
        required: ['rule', 'events', 'pointer', 'hurts', 'message', 'witnesses'],
        properties: { rule: text, message: text, pointer: text },
        additionalProperties: true,
      },
    },
  },
  additionalProperties: true,
} as const;

const problemSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  required: ['title', 'status', 'detail'],
  properties: {
    type: text,
    title: text,
    status: count,
    detail: text,
    findings: { type: 'array', items: findingSchema },
    comparison: comparisonSchema,
    suggestions: { type: 'array', items: text, description: 'What may have been meant.' },
  },
} as const;

export const publishedSchema = {
  type: 'object',
  required: ['status', 'dryRun', 'contract', 'findings', 'subjects'],
  properties: {
    status: { type: 'string', enum: ['published', 'unchanged'] },
    dryRun: { type: 'boolean' },
    contract: contractSchema,
    comparison: { ...comparisonSchema, description: 'With the version before it, when the step is not major.' },
    findings: { type: 'array', items: findingSchema },
    subjects: {
      type: 'array',
      items: {
        type: 'object',
        required: ['subject', 'version', 'id'],
        properties: { subject: text, version: count, id: count },
      },
    },
    conflicts: {
      type: 'array',
      description: 'Subjects that somebody else has changed meanwhile.',
      items: {
        type: 'object',
        required: ['subject', 'reasons'],
        properties: { subject: text, reasons: { type: 'array', items: text } },
      },
    },
    package: {
      type: 'object',
      required: ['name', 'version', 'integrity'],
      properties: { name: text, version: text, integrity: text },
    },
  },
} as const;

/** Unknown members are refused by the route, which says so; a schema would drop them without a word. */
export const publicationSchema = {
  type: 'object',
  required: ['document'],
  properties: {
    document: { type: 'object', description: 'AsyncAPI 3 document; every reference in it begins with `#/`.' },
    scenarios: { type: 'object', description: 'What stands in `scenarios.yaml`.' },
    visibility: { type: 'string', enum: ['public', 'private'] },
  },
} as const;

export const deprecationSchema = {
  type: 'object',
  required: ['successor', 'reason'],
  properties: { successor: { type: 'string', maxLength: 100 }, reason: { type: 'string', maxLength: 2000 } },
} as const;

export const visibilitySchema = {
  type: 'object',
  required: ['visibility'],
  properties: { visibility: { type: 'string', enum: ['public', 'private'] } },
} as const;

const vendor = { type: 'string', maxLength: 200, description: 'Name of the vendor.' } as const;
const version = {
  type: 'string',
  maxLength: 200,
  description: 'A version, a range as npm writes them (`2`, `^2.1.0`), or `latest`.',
} as const;

export const vendorParams = { type: 'object', required: ['vendor'], properties: { vendor } } as const;
export const versionParams = {
  type: 'object',
  required: ['vendor', 'version'],
  properties: { vendor, version },
} as const;
export const exactParams = {
  type: 'object',
  required: ['vendor', 'version'],
  properties: { vendor, version: { type: 'string', maxLength: 200, description: 'The version, in full.' } },
} as const;

/** A response with a body of some media types. */
export function answer(description: string, schemas: Readonly<Record<string, object>>): object {
  const content = Object.entries(schemas).map(([type, schema]) => [type, { schema }]);
  return { description, content: Object.fromEntries(content) as object };
}

export const textSchema = text;
export const anySchema = anything;

const problems: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'A token is needed, or the one sent is not valid.',
  403: 'The token may not do this.',
  404: 'There is no such contract, or none that you may see.',
  409: 'It would change what is released, or promises too little.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'What was sent cannot be published.',
  503: 'The server is busy, or cannot reach its store.',
};

/** The responses of a route: its own, and the problems it may answer with. */
export function responses(own: Readonly<Record<number, object>>, ...statuses: readonly number[]): object {
  const others = statuses.map((code) => [
    code,
    answer(problems[code] ?? 'A problem.', { 'application/problem+json': problemSchema }),
  ]);
  return { ...own, ...(Object.fromEntries(others) as object) };
}

/** Whoever has the content already gets no body. */
export const notModified = { 304: { description: 'You have it already.', type: 'null' } } as const;
