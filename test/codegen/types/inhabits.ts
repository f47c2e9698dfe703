import type { Contract } from '../../../src/asyncapi/model.ts';
import { createNameTable } from '../../../src/codegen/names.ts';
import { declare } from '../../../src/codegen/types/declarations.ts';
import { createWorld } from '../../../src/codegen/types/evaluate.ts';
import { membersOf } from '../../../src/codegen/types/objects.ts';
import { readDeclared } from '../../../src/codegen/types/read-schema.ts';
import { schemaAt } from '../../../src/codegen/types/reachable.ts';
import { unknown } from '../../../src/codegen/types/type.ts';
import type { ObjectType, Tuple, Type } from '../../../src/codegen/types/type.ts';
import type { World } from '../../../src/codegen/types/world.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json } from '../../../src/util/json.ts';

/**
 * Tells whether a value is of the type of a contract's event. `weak`: as the compiler, which wants an object that has any
 * properties to have one that is named, when all of them are optional (TS2559).
 */
export function inhabitant(
  contract: Contract,
  { weak = false }: { readonly weak?: boolean } = {},
): (event: string, value: Json) => boolean {
  const { reader } = declare(contract, createNameTable());
  const world = createWorld((key) => {
    const schema = schemaAt(contract.schemas, key);
    return schema === undefined ? unknown : readDeclared(reader, schema, key);
  }, []);
  return (event, value) =>
    inhabits({ ...world, weak }, { kind: 'reference', key: `/definitions/events.${event}` }, value);
}

interface Inhabited extends World {
  readonly weak: boolean;
}

function inhabits(world: Inhabited, type: Type, value: Json): boolean {
  const head = world.resolved(type);
  switch (head.kind) {
    case 'unknown':
      return true;
    case 'never':
      return false;
    case 'null':
      return value === null;
    case 'literal':
      return value === head.value;
    case 'list':
      return Array.isArray(value) && value.every((item: Json) => inhabits(world, head.item, item));
    case 'tuple':
      return Array.isArray(value) && isTuple(world, head, value);
    case 'object':
      return isObject(value) && isObjectOf(world, head, value);
    case 'union':
      return head.members.some((one) => inhabits(world, one, value));
    default:
      return typeof value === head.kind;
  }
}

function isTuple(world: Inhabited, { items, least, rest }: Tuple, value: readonly Json[]): boolean {
  if (value.length < least || (rest === undefined && value.length > items.length)) return false;
  return value.every((item, index) => inhabits(world, items[index] ?? rest ?? unknown, item));
}

function isObjectOf(world: Inhabited, type: ObjectType, value: Readonly<Record<string, Json>>): boolean {
  const members = membersOf(world, type);
  for (const [name, member] of members) {
    const held = Object.hasOwn(value, name) ? value[name] : undefined;
    if (held === undefined ? !member.isOptional : !inhabits(world, member.type, held)) return false;
  }
  const { rest } = type;
  const isWeak = members.size > 0 && [...members.values()].every(({ isOptional }) => isOptional);
  const names = Object.keys(value);
  if (world.weak && isWeak && names.length > 0 && !names.some((name) => members.has(name))) return false;
  return rest === undefined || members.size > 0 || Object.values(value).every((held) => inhabits(world, rest, held));
}
