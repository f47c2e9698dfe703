import type { Contract } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { Json } from '../../util/json.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { toPortableSchemas } from '../projection/portable-schemas.ts';
import type { PortableSchemas } from '../projection/portable-schemas.ts';
import { projectContract } from '../projection/project-contract.ts';
import { readModels } from '../projection/read-models.ts';
import { pythonPattern } from '../projection/spell-pattern.ts';
import { emitVectors } from '../vectors/emit-vectors.ts';
import { emitModels } from './emit-models.ts';
import type { EmittedModels } from './emit-models.ts';
import { codecModule } from './modules/codec.ts';
import { credentialModule } from './modules/credential.ts';
import { deliveryModule } from './modules/delivery.ts';
import { eventsModule } from './modules/events.ts';
import type { ReceiveParts } from './modules/events.ts';
import { signatureModule } from './modules/signature.ts';
import { assertionsModule } from './modules/assertions.ts';
import { validationModule } from './modules/validation.ts';
import { docstring, pythonLiteral, pythonString } from './python-text.ts';

/**
 * The Python client of a contract: a package for Python 3.11 and later that needs the standard library alone. It has
 * models as dataclasses, verification, and `receive`, which gives a typed event. The same contract gives the same bytes.
 *
 * @param header comment lines for the top of every file
 * @returns paths within the package's folder
 * @throws {SchemaCompileError} when a schema cannot be used
 * @throws {RunError} when the schemas refine one another in too many ways
 */
export async function generatePython(contract: Contract, header: string): Promise<GeneratedFile[]> {
  const schemas = toPortableSchemas(contract, pythonPattern);
  const found = readModels(projectContract(contract));
  const models = emitModels(found, `Models of ${contract.title}.`);
  const receive = receiveParts(contract);
  const events = [...models.events].map(([event, model]) => [model, event] as const);
  const module = (path: string, code: string): GeneratedFile => ({ path, content: `${header}\n${code}` });
  return Promise.resolve([
    module('__init__.py', indexModule(contract, models, receive)),
    module('_assertions.py', assertionsModule),
    module('_codec.py', codecModule),
    module('_contract.py', contractModule(contract, schemas)),
    receive.module === '_signature'
      ? module('_signature.py', signatureModule)
      : module('_credential.py', credentialModule),
    module('_delivery.py', deliveryModule),
    module('_events.py', eventsModule({ events, receive }, pythonString)),
    module('_schemas.py', schemasModule(schemas)),
    module('_validation.py', validationModule),
    module('models.py', models.code),
    { path: 'py.typed', content: header },
    emitVectors(contract, textOf(header), found),
  ]);
}

/** What comment lines say, as one line. */
function textOf(header: string): string {
  const lines = header.trim().split('\n');
  return lines.map((line) => line.replace(/^# /, '')).join(' ');
}

function receiveParts({ authentication }: Contract): ReceiveParts {
  if (authentication.kind !== 'signature') {
    const hasName = authentication.kind === 'header';
    return {
      module: '_credential',
      parameters: ['secrets: Secrets', hasName ? 'header: str | None = None' : 'header: str'],
      words: [
        'secrets: the whole value of the header that the vendor was told to send, or several while it is changed.',
        hasName ? "header: its name; the contract's when absent." : 'header: its name.',
      ],
      call: 'headers, secrets=secrets, header=header',
    };
  }
  const { signed, parts } = authentication.scheme;
  const optional = [
    ...(signed.includes('{url}')
      ? [
          [
            'url',
            'url: str | Sequence[str]',
            'url: as it is registered with the vendor, not what a proxy made of it; several are tried in turn.',
          ],
        ]
      : []),
    ...(signed.includes('{method}') ? [['method', 'method: str = "POST"', 'method: of the request.']] : []),
    ...(parts?.timestamp === undefined
      ? []
      : [
          ['now', 'now: float | None = None', 'now: Unix time in seconds of the delivery; the present when absent.'],
          [
            'tolerance',
            'tolerance: float | None = None',
            "tolerance: greatest age in seconds; the contract's when absent.",
          ],
        ]),
  ] as const;
  return {
    module: '_signature',
    parameters: ['secrets: Secrets', ...optional.map(([, parameter = '']) => parameter)],
    words: ['secrets: of the vendor; several while they are changed.', ...optional.map(([, , words = '']) => words)],
    call: ['body, headers, secrets=secrets', ...optional.map(([name = '']) => `${name}=${name}`)].join(', '),
  };
}

function indexModule(contract: Contract, { classes }: EmittedModels, receive: ReceiveParts): string {
  const exported: readonly (readonly [module: string, names: readonly string[]])[] = [
    ['_codec', ['DecodeError', 'Model']],
    ['_contract', ['CONTRACT', 'VENDOR', 'VERSION']],
    [receive.module, ['verify']],
    [
      '_delivery',
      ['AuthenticationError', 'DeliveryError', 'Headers', 'InvalidEventError', 'NotJsonError', 'Secret', 'Secrets'],
    ],
    ['_events', ['Event', 'Payload', 'UnknownEvent', 'parse', 'receive']],
    ['_validation', ['Violation']],
    ['models', classes],
  ];
  const imports = exported.map(
    ([module, names]) => `from .${module} import (\n${names.map((name) => `    ${name},\n`).join('')})`,
  );
  const all = exported.flatMap(([, names]) => names).map((name) => `    ${pythonString(name)},\n`);
  const title = `Types, verification and recognition for ${contract.title}, made from the contract ${contract.id}.`;
  return `${docstring(title, '').join('\n')}\n\n${imports.join('\n')}\n\n__all__ = [\n${all.join('')}]\n`;
}

function schemasModule({ schemas }: PortableSchemas): string {
  const rows = [...schemas].map(([key, schema]) => `    ${pythonString(key)}: ${pythonLiteral(schema)},\n`);
  return `"""The payload schemas, as far as this package checks them."""

from __future__ import annotations

from typing import Any

SCHEMAS: dict[str, bool | dict[str, Any]] = {
${rows.join('')}}
`;
}

function contractModule(contract: Contract, schemas: PortableSchemas): string {
  const { id, vendor, version, selector, events, authentication } = contract;
  const places = selector.map((part): Json =>
    part.kind === 'header' ? { header: part.header.toLowerCase() } : { pointer: parsePointer(part.pointer) },
  );
  const table = events.map(({ name, match }) => {
    const event = { schema: schemas.events.get(name) ?? '', match: match.map((values) => values ?? null) };
    return `    ${pythonString(name)}: ${pythonLiteral(event)},\n`;
  });
  const proof =
    authentication.kind === 'signature'
      ? `SCHEME: dict[str, Any] = ${pythonLiteral({ ...authentication.scheme })}`
      : `HEADER: str | None = ${authentication.kind === 'header' ? pythonString(authentication.header) : 'None'}`;
  return `"""What is special about this contract."""

from __future__ import annotations

from typing import Any

CONTRACT = ${pythonString(id)}
VENDOR = ${pythonString(vendor)}
VERSION = ${pythonString(version)}

${proof}

SELECTOR: list[dict[str, Any]] = ${pythonLiteral(places)}

EVENTS: dict[str, dict[str, Any]] = {
${table.join('')}}
`;
}
