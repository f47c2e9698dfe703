import type { Contract } from '../../asyncapi/model.ts';
import { headerLines } from './header.ts';
import type { Origin } from './header.ts';
import { clientName } from './emit-index.ts';

/** How a client becomes an npm package. */
export interface PackageOptions {
  /** With the `@`: `@acme`. */
  readonly scope: string;
  /** SPDX expression for `package.json`. */
  readonly license: string;
}

const files = [
  'api.d.ts',
  'index.d.ts',
  'index.js',
  'runtime.d.ts',
  'runtime.js',
  'schemas.js',
  'types.d.ts',
  'validators.js',
];

/**
 * `package.json`: of a package to publish, or of a folder in somebody's repository, where it says that the files are
 * modules and have no side effects.
 */
export function emitManifest(contract: Contract, origin: Origin, options: PackageOptions | undefined): string {
  const remark = { '//': headerLines(origin).join(' ') };
  const common = { type: 'module', sideEffects: false };
  if (options === undefined) return json({ ...remark, private: true, ...common });
  return json({
    ...remark,
    name: packageName(contract, options),
    version: contract.version,
    description: `Types, validators and a receiver for the webhooks of ${contract.title.replace(/ webhooks$/i, '')}.`,
    keywords: ['webhook', contract.vendor],
    license: options.license,
    ...common,
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './runtime': { types: './runtime.d.ts', default: './runtime.js' },
      './package.json': './package.json',
    },
    files,
    engines: { node: '>=20' },
  });
}

/** `README.md` of a package. */
export function emitReadme(contract: Contract, origin: Origin, options: PackageOptions): string {
  const name = packageName(contract, options);
  const [event] = contract.events;
  const { authentication } = contract;
  const signed = authentication.kind === 'signature';
  const withUrl = signed && authentication.scheme.signed.includes('{url}');
  const option = signed
    ? `secrets: process.env['WEBHOOK_SECRET']${withUrl ? `, url: 'https://example.com/webhooks'` : ''}`
    : `auth: { header: '${authentication.kind === 'header' ? authentication.header : 'Authorization'}', secret: process.env['WEBHOOK_SECRET'] }`;
  const rows = contract.events.map(
    ({ name: each, summary, title }) => `| \`${each}\` | ${cell(summary ?? title ?? '')} |`,
  );
  return `<!-- ${headerLines(origin).join(' ')} -->
# ${name}

Types, validators and a receiver for ${contract.title}, made from the contract \`${contract.id}\`. No dependencies.

\`\`\`ts
import { createReceiver } from '${name}';

const receiver = createReceiver({ ${option} })
  .on('${event?.name ?? ''}', ({ name, deliveryId }) => console.log(name, deliveryId));

export default { fetch: receiver.fetch };
\`\`\`

With \`node:http\`: \`http.createServer(receiver.node)\`. Validators alone: \`${clientName(contract)}.events['${event?.name ?? ''}'].isValid(payload)\`.

| event | |
|---|---|
${rows.join('\n')}
`;
}

/** The client's name on npm. */
export function packageName({ vendor }: Contract, { scope }: PackageOptions): string {
  return `${scope}/${vendor}`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
