import { docComment } from '../printer/doc-comment.ts';
import { render, renderMembers } from '../printer/layout.ts';
import { isExtendable } from './assignable.ts';
import { layOut, layOutMembers, ownMembers } from './lay-out.ts';
import type { Printing } from './lay-out.ts';
import { isInterface, membersOf } from './objects.ts';
import type { Member, ObjectType, Type } from './type.ts';

/** The code that declares a type: `export interface` for objects with members, `export type` for all others. */
export function printDeclaration(printing: Printing, name: string, type: Type, doc: readonly string[]): string {
  const comment = docComment(doc, '')
    .map((line) => `${line}\n`)
    .join('');
  const head = printing.world.head(type);
  const code = isInterface(head) ? printInterface(printing, name, head) : undefined;
  return `${comment}export ${code ?? `${render(`type ${name} =`, layOut(printing, type))};`}\n`;
}

/** Undefined when an object has nothing beside its bases: that is another name for the same. */
function printInterface(printing: Printing, name: string, type: ObjectType): string | undefined {
  const { world, nameOf } = printing;
  const print = (start: string, members: ReadonlyMap<string, Member>): string =>
    `interface ${start} ${renderMembers(layOutMembers(printing, members), '')}`;
  if (type.bases.length === 0) return print(name, type.members);
  if (!isExtendable(world, type)) return print(name, membersOf(world, type));
  const own = ownMembers(printing, type);
  return own.size === 0 ? undefined : print(`${name} extends ${type.bases.map(nameOf).join(', ')}`, own);
}
