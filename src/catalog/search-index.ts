import type { CatalogContract } from './data/catalog-contract.ts';
import { eventFields } from './fields/build-fields.ts';
import type { Field } from './fields/field.ts';
import { paths } from './links.ts';
import { vendorTitle } from './site.ts';
import type { Vendor } from './site.ts';

/**
 * What can be found, as a classic script that hands it over: `[kind, text, where, url, words]`, where kind is `v` for a vendor,
 * `e` for an event, `f` for a field and `k` for a known value. Each field and value of a contract stands once, at the first event
 * that has it; of older versions only vendors' events that the newest does not have.
 */
export function searchIndex(vendors: readonly Vendor[]): string {
  const entries = vendors.flatMap((vendor) => {
    const known = new Set<string>();
    const title = vendorTitle(vendor);
    return [
      [
        'v',
        title,
        `${vendor.contracts.length} version${vendor.contracts.length === 1 ? '' : 's'}`,
        paths.vendor(vendor.name),
        vendor.name,
      ] as Entry,
      ...vendor.contracts.flatMap((held) => entriesOf(held, known)),
    ];
  });
  return `counterfoil.found(${scriptJson(entries)});\n`;
}

type Entry = readonly [kind: 'v' | 'e' | 'f' | 'k', text: string, where: string, url: string, words?: string];

/** Lists of values that are longer say nothing to people who search. */
const mostValues = 200;

function entriesOf({ contract }: CatalogContract, known: Set<string>): Entry[] {
  const once = (key: string, entry: Entry): Entry[] => {
    if (known.has(key)) return [];
    known.add(key);
    return [entry];
  };
  return contract.events.flatMap((event) => {
    const page = paths.event(contract, event.name);
    const below = (fields: readonly Field[]): Entry[] =>
      fields.flatMap((field) => {
        const path = field.path.join('.');
        const url = `${page}#${field.id}`;
        const where = `${event.name}, ${contract.id}`;
        const values = [
          ...(field.constant === undefined ? [] : [field.constant]),
          ...field.values.slice(0, mostValues).map(({ value }) => value),
        ];
        return [
          ...(field.kind === 'property'
            ? once(`f ${path}`, ['f', path, where, url, field.description?.slice(0, 80) ?? ''])
            : []),
          ...values.flatMap((value) =>
            typeof value === 'string' ? once(`k ${path} ${value}`, ['k', value, `${path}, ${where}`, url]) : [],
          ),
          ...below(field.fields),
        ];
      });
    return [
      ...once(`e ${event.name}`, ['e', event.name, contract.id, page, event.summary ?? event.title ?? '']),
      ...below(eventFields(contract, event)),
    ];
  });
}

/** JSON that can stand in a script. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/[\u2028\u2029<]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll(/\],\[/g, '],\n[');
}
