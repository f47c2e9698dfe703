import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadContract } from '../../asyncapi/load-contract.ts';
import { loadSchema } from '../../asyncapi/load-schema.ts';
import type { ContractDocument } from '../../asyncapi/contract-document.ts';
import type { Contract } from '../../asyncapi/model.ts';
import { selfContained } from '../../compatibility/contracts/event-schema.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { displayPath } from '../../util/display-path.ts';
import { nearest } from '../../util/nearest.ts';
import { compileContract } from '../checked-contract.ts';
import type { RunContext } from '../watch.ts';
import { RunError } from '../../findings/run-error.ts';
import { resolveTargets } from '../targets.ts';
import type { CompareSide } from './options.ts';

/** A contract of one side, ready to be compared. */
export interface LoadedSide {
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  readonly contract: Contract;
  readonly document: ContractDocument;
  /** A place as the user would name it. */
  place(place: Place): Place;
}

/** A schema of one side. */
export interface SchemaOfSide {
  readonly schema: JsonSchema;
  /** What to call it. */
  readonly name: string;
  /** The event that it belongs to, when it comes from a contract. */
  readonly event: string | undefined;
  readonly vendor: string;
  readonly place: Place;
}

export type SideContent =
  | { readonly kind: 'contracts'; readonly contracts: readonly LoadedSide[] }
  | { readonly kind: 'schema'; readonly schema: SchemaOfSide };

/**
 * Loads what one side of a comparison names.
 *
 * @throws RunError when it names nothing, or something that cannot be read or used
 */
export async function loadSide(side: CompareSide, context: RunContext): Promise<SideContent> {
  const schema = side.event === undefined ? schemaFile(side) : undefined;
  if (schema !== undefined) return { kind: 'schema', schema };
  const contracts: LoadedSide[] = [];
  for (const file of resolveTargets(side.targets, side.folder)) contracts.push(await loadOne(file, side, context));
  if (side.event === undefined) return { kind: 'contracts', contracts };
  return { kind: 'schema', schema: schemaOfEvent(contracts, side.event, side) };
}

/** The schema when the side is a single file that holds no AsyncAPI document. */
function schemaFile(side: CompareSide): SchemaOfSide | undefined {
  const [target, ...others] = side.targets;
  const path = target === undefined ? undefined : resolve(side.folder, target);
  if (path === undefined || others.length > 0 || !existsSync(path) || !statSync(path).isFile()) return undefined;
  const { kind, schema, findings } = loadSchema(path, side.folder);
  if (kind === 'document') return undefined;
  const file = `${side.prefix}${displayPath(path, side.folder)}`;
  if (schema === undefined) throw unusable(file, findings, side, 'Name a file that holds a JSON Schema.');
  return { schema, name: file, event: undefined, vendor: '', place: { file } };
}

async function loadOne(file: string, side: CompareSide, { watch, excluded }: RunContext): Promise<LoadedSide> {
  const name = `${side.prefix}${displayPath(file, side.folder)}`;
  const reason = excluded.get(file);
  if (reason !== undefined) {
    throw new RunError('input', `${name} needed too much ${reason} to be compared.`, {
      help: 'Run counterfoil check on it.',
    });
  }
  watch.enter(file);
  const { contract, document, findings } = await loadContract(file, { cwd: side.folder });
  const compiled = contract === undefined ? [] : compileContract(contract, document, file).findings;
  const errors = [...findings, ...compiled].filter(({ severity }) => severity === 'error');
  if (contract === undefined || errors.length > 0) throw unusable(name, errors, side, 'Run counterfoil check on it.');
  const { id, vendor, version } = contract;
  const place = (one: Place): Place => ({ ...one, file: `${side.prefix}${one.file}` });
  return { id, vendor, version, contract, document, place };
}

function unusable(name: string, findings: readonly Finding[], { prefix }: CompareSide, help: string): RunError {
  const placed = findings.map((finding) => ({
    ...finding,
    place: { ...finding.place, file: `${prefix}${finding.place.file}` },
  }));
  return new RunError('input', `${name} cannot be compared.`, { help, findings: placed });
}

function schemaOfEvent(contracts: readonly LoadedSide[], name: string, side: CompareSide): SchemaOfSide {
  const [only, ...others] = contracts;
  if (only === undefined || others.length > 0) {
    const ids = contracts.map(({ id }) => id).join(', ');
    throw new RunError('usage', `"${side.name}" names ${contracts.length} contracts: ${ids}.`, {
      help: 'Name one of them before the #.',
    });
  }
  const { contract, document } = only;
  const event = contract.events.find((each) => each.name === name);
  if (event === undefined) {
    const names = contract.events.map((each) => each.name);
    const meant = nearest(name, names);
    throw new RunError('input', `${contract.id} has no event "${name}".`, {
      help: meant === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${meant}?`,
    });
  }
  return {
    schema: selfContained(contract.schemas, event.payload),
    name: `${contract.id}#${event.name}`,
    event: event.name,
    vendor: contract.vendor,
    place: only.place(document.locateSchema(`/definitions/${event.payload}`)),
  };
}
