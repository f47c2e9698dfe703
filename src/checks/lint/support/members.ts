import type { ContractDocument } from '../../../asyncapi/contract-document.ts';
import { child } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { JsonObject } from '../../../util/json.ts';

/** An object in a map or list of the document. */
export interface Member {
  /** Key or position. */
  readonly name: string;
  readonly value: JsonObject;
  /** Where it is named. */
  readonly pointer: string;
  /** Where it stands, after references. */
  readonly target: string;
}

/** The objects in the map or list at `pointer`, after references; extensions and what leads nowhere are left out. */
export function membersOf(document: ContractDocument, pointer: string): Member[] {
  const holder = document.follow(pointer);
  if (holder === undefined || typeof holder.value !== 'object' || holder.value === null) return [];
  return Object.keys(holder.value)
    .filter((name) => !name.startsWith('x-'))
    .flatMap((name): Member[] => {
      const own = child(holder.pointer, name);
      const node = document.follow(own);
      return node !== undefined && isObject(node.value)
        ? [{ name, value: node.value, pointer: own, target: node.pointer }]
        : [];
    });
}
