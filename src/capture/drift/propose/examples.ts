import type { Contract } from '../../../asyncapi/model.ts';
import type { CheckedContract } from '../../../checks/checked-contract.ts';
import { payloadTree } from '../../../checks/unredacted.ts';
import { everyLook } from '../../../deliveries/personal/recognise.ts';
import { redactPayload } from '../../../deliveries/personal/redact-payload.ts';
import type { PersonalRules } from '../../../deliveries/personal/rewrite-personal.ts';
import { plainStandIns } from '../../../deliveries/personal/stand-ins.ts';
import { findUndocumented } from '../../../json-schema/strict.ts';
import { TooManySteps } from '../../../json-schema/explain.ts';
import { child } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';
import { isPropertyName } from '../../../deliveries/personal/mask.ts';
import type { ContractSummary, TrafficKind } from '../summary.ts';
import type { Note } from './edits.ts';
import type { ProposedFiles } from './files.ts';
import { newEventName } from './new-events.ts';

/**
 * Adds an example to each event that drifts, or that has none: a capture without personal data, held against the next
 * version before it is taken.
 *
 * @param checked the next version
 * @param former the contract as it is
 */
export function addExamples(
  checked: CheckedContract,
  former: Contract,
  summary: ContractSummary,
  kind: TrafficKind,
  files: ProposedFiles,
): Note[] {
  return checked.contract.events.flatMap(({ name, examples }): Note[] => {
    const candidates = candidatesOf(name, summary, kind);
    const isKnown = former.events.some((event) => event.name === name);
    if (candidates.payloads.length === 0 || (!candidates.drifts && examples.length > 0)) return [];
    const payload = candidates.payloads
      .map((one) => redacted(checked, name, one, isKnown ? candidates.fresh : ['']))
      .find((one) => one !== undefined);
    const message = files.locateMessage(name);
    if (payload === undefined || message === undefined)
      return [{ isDone: false, text: `${name}: no capture could be made an example without personal data.` }];
    write(
      files,
      message,
      payload,
      kind,
      examples.map((example) => example.name),
    );
    return [
      {
        isDone: true,
        text: `${name}: an example is added, made of a capture; look whether anything personal is left in it.`,
      },
    ];
  });
}

interface Candidates {
  readonly payloads: readonly Json[];
  readonly drifts: boolean;
  /** Pointers to what was not documented. */
  readonly fresh: readonly string[];
}

/** Captures that show a drift come first: they show what is new. */
function candidatesOf(event: string, summary: ContractSummary, kind: TrafficKind): Candidates {
  const seen = summary.events.get(event)?.traffic[kind];
  const unknown = summary.unknown.find((one) => one.kind === kind && newEventName(one.values) === event);
  const found = [...(seen?.strangers ?? []), ...(seen?.deviations ?? []), ...(unknown === undefined ? [] : [unknown])];
  const samples = (seen?.samples ?? []).map(({ payload }) => payload);
  const tops = (seen?.strangers ?? []).filter(({ parent }) => parent === undefined).map(({ path }) => path);
  return {
    payloads: [...found.flatMap(({ exhibit }) => exhibit.payload ?? []), ...samples].slice(0, 10),
    drifts: found.length > 0,
    // The redaction goes on into JSON in texts as if it stood there itself.
    fresh: tops.map((top) => top.replaceAll('#/', '/')),
  };
}

/**
 * The payload without personal data: what `x-personal-data` covers is replaced, what looks like it, and what is not in the
 * former contract, because nobody has looked yet whether it is personal. Undefined when that does not fit the contract.
 *
 * @param fresh pointers to what is not in the former contract
 */
function redacted(checked: CheckedContract, event: string, payload: Json, fresh: readonly string[]): Json | undefined {
  const { contract, validator } = checked;
  const schema = checked.payload(event);
  const name = contract.events.find((one) => one.name === event)?.payload;
  if (schema === undefined || name === undefined) return undefined;
  const rules: PersonalRules = {
    pointers: fresh,
    looks: everyLook,
    byName: true,
    undescribed: true,
    isDataName: (key) => !isPropertyName(key),
    kept: new Set(contract.selector.flatMap((part) => (part.kind === 'pointer' ? [part.pointer] : []))),
  };
  try {
    const { text } = redactPayload(JSON.stringify(payload), payloadTree(checked, event), schema, rules, plainStandIns);
    const made = JSON.parse(text) as Json;
    return schema.isValid(made) && findUndocumented(validator, name, made).length === 0 ? made : undefined;
  } catch (error) {
    if (error instanceof TooManySteps) return undefined;
    throw error;
  }
}

function write(
  files: ProposedFiles,
  { path, pointer }: { readonly path: string; readonly pointer: string },
  payload: Json,
  kind: TrafficKind,
  taken: readonly string[],
): void {
  const prefix = kind === 'live' ? 'live' : 'capture';
  let number = 1;
  while (taken.includes(`${prefix}-${number}`)) number += 1;
  const name = `${prefix}-${number}`;
  const list = files.get(path, `${pointer}/examples`);
  const example = { name, summary: 'As captured, without personal data.', payload };
  if (Array.isArray(list)) files.set(path, child(`${pointer}/examples`, list.length), example);
  else files.set(path, `${pointer}/examples`, [example]);
  const source = {
    kind: kind === 'live' ? 'live' : 'other',
    document: kind === 'live' ? 'Captures of live deliveries' : 'Captures that are not live',
    note: 'Personal data is replaced, and so is what was not documented.',
    repairs: [],
  };
  const known = files.get(path, `${pointer}/x-source`);
  if (isObject(known)) files.set(path, child(`${pointer}/x-source/examples`, name), source);
  else {
    const { kind: kindOfSource, document } = source;
    files.set(path, `${pointer}/x-source`, { kind: kindOfSource, document, examples: { [name]: source } });
  }
}
