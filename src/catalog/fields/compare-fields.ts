import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { eventFields } from './build-fields.ts';
import type { Field } from './field.ts';

/** One field in two versions; undefined where it is not there. */
export interface FieldRow {
  readonly path: string;
  readonly older: string | undefined;
  readonly newer: string | undefined;
}

interface Side {
  readonly contract: Contract;
  readonly event: ContractEvent;
}

/** The fields of an event in two versions side by side, in the order of the newer one. */
export function compareFields(older: Side | undefined, newer: Side | undefined): FieldRow[] {
  const was = older === undefined ? new Map<string, string>() : outline(eventFields(older.contract, older.event));
  const is = newer === undefined ? new Map<string, string>() : outline(eventFields(newer.contract, newer.event));
  const rows = [...is].map(([path, text]): FieldRow => ({ path, older: was.get(path), newer: text }));
  // What went stands where it stood: after the field that was before it.
  let before: string | undefined;
  for (const [path, text] of was) {
    if (!is.has(path))
      rows.splice(rows.findIndex((row) => row.path === before) + 1, 0, { path, older: text, newer: undefined });
    before = path;
  }
  return rows;
}

/** What a receiver can see of each field, in one line, by path. */
function outline(fields: readonly Field[], above = ''): Map<string, string> {
  const lines = new Map<string, string>();
  for (const field of fields) {
    const path = `${above}/${field.name}`;
    lines.set(path, line(field));
    for (const [below, text] of outline(field.fields, path)) lines.set(below, text);
  }
  return lines;
}

function line({ type, format, presence, requiredWhen, constant, values, isOpenSet, rules, kind }: Field): string {
  const set = values.map(({ value }) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' | ');
  const needed =
    kind !== 'property' || presence === 'optional'
      ? []
      : presence === 'required'
        ? ['required']
        : [`required when ${requiredWhen.join(', or ').replaceAll('`', '')}`];
  return [
    format === undefined ? type : `${type} (${format})`,
    ...needed,
    ...(constant === undefined ? [] : [`always ${typeof constant === 'string' ? constant : JSON.stringify(constant)}`]),
    ...(set === '' ? [] : [isOpenSet ? `${set} | …` : set]),
    ...rules.map((rule) => rule.replaceAll('`', '')),
  ].join(', ');
}
