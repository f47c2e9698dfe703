import type { Authentication, Contract } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import { createNameTable, globalTypes, pascalCase } from '../names.ts';
import type { NameTable } from '../names.ts';
import { docComment, lineWidth } from '../printer/doc-comment.ts';
import { propertyName, quote } from '../printer/escape.ts';
import { declare } from './declarations.ts';
import type { Declaration } from './declarations.ts';
import { documentSchema, paragraphsOf } from './documentation.ts';
import { createWorld } from './evaluate.ts';
import type { Printing } from './lay-out.ts';
import { printDeclaration } from './print-declaration.ts';
import { distinct, findProblems } from './problems.ts';
import { readDeclared } from './read-schema.ts';
import { schemaAt } from './reachable.ts';
import type { Reader } from './reader.ts';
import { unknown } from './type.ts';
import type { Type } from './type.ts';
import type { TypeProblem } from './world.ts';

/** The types of one contract. */
export interface EmittedTypes {
  /** The content of `types.d.ts`, without the file's header. It imports nothing. */
  readonly code: string;
  /** Name of an event to the name of its payload's type. */
  readonly interfaceOf: ReadonlyMap<string, string>;
  /** Name of a model to that of its type. Models that no payload uses have none. */
  readonly models: ReadonlyMap<string, string>;
  /** Name of the union of all events' payload types. */
  readonly union: string;
  /** Name of the interface that has the payload types by the events' names. */
  readonly events: string;
  /** Name of the interface that says what the client's types know about the contract; see `ContractTypes`. */
  readonly contract: string;
  /** What looks like a mistake in the schemas. */
  readonly problems: readonly TypeProblem[];
}

/**
 * TypeScript declarations for what a contract's events carry. A type lets through every payload that its schema lets
 * through, as far as the schema describes it: what undocumented properties hold, no type says. The same contract gives
 * the same text.
 */
export function emitTypes(contract: Contract): EmittedTypes {
  const names = createNameTable(globalTypes);
  const whole = nameWhole(contract, names);
  const { events, models, reader } = declare(contract, names);
  const problems: TypeProblem[] = [];
  const read = readOnce(contract, reader);
  const world = createWorld(read, problems);
  const printing: Printing = {
    world,
    nameOf: (key) => reader.nameOf({ kind: 'reference', key }),
    open: new Set(),
    layouts: new WeakMap(),
    texts: new WeakMap(),
    report: (message) => void problems.push({ pointer: '', message }),
  };
  const documented = (declaration: Declaration): readonly string[] => {
    const schema = schemaAt(contract.schemas, declaration.key);
    return schema === undefined ? [] : documentSchema(reader, schema, declaration.key, declaration.origin);
  };
  const eventCode = events.map((declaration, index) => {
    const event = contract.events[index];
    const own = event === undefined ? [] : documentEvent(event);
    return printDeclaration(
      printing,
      declaration.name,
      eventType(declaration, events, read),
      own.length > 0 ? own : documented(declaration),
    );
  });
  const modelCode = models.map((declaration) =>
    printDeclaration(printing, declaration.name, read(declaration.key), documented(declaration)),
  );
  for (const declaration of [...events, ...models]) {
    problems.push(...findProblems(world, declaration, schemaAt(contract.schemas, declaration.key)));
  }
  const code = [printWhole(contract, whole, events), ...eventCode, ...modelCode].join('\n');
  return {
    code,
    ...whole,
    interfaceOf: new Map(events.map(({ origin, name }) => [origin, name])),
    models: new Map(models.filter(({ key }) => isModel(contract, key)).map(({ origin, name }) => [origin, name])),
    problems: distinct(problems),
  };
}

type Whole = Pick<EmittedTypes, 'union' | 'events' | 'contract'>;

/** The names that begin with the vendor's; all of them with `Webhook` in between when one is taken. */
function nameWhole({ vendor }: Contract, names: NameTable): Whole {
  const name = pascalCase(vendor);
  const inNames = (prefix: string): Whole => ({
    union: `${prefix}Event`,
    events: `${prefix}Events`,
    contract: `${prefix}Contract`,
  });
  const isFree = Object.values(inNames(name)).every(names.isFree);
  const whole = inNames(isFree ? name : `${name}Webhook`);
  for (const taken of Object.values(whole)) names.take(taken);
  return whole;
}

/** Reads each declared schema when it is first needed. */
function readOnce({ schemas }: Contract, reader: Reader): (key: string) => Type {
  const types = new Map<string, Type>();
  return (key) => {
    const schema = schemaAt(schemas, key);
    const type = types.get(key) ?? (schema === undefined ? unknown : readDeclared(reader, schema, key));
    types.set(key, type);
    return type;
  };
}

/** What an event declares: a reference, when an event before it has the same payload. */
function eventType(declaration: Declaration, events: readonly Declaration[], read: (key: string) => Type): Type {
  const first = events.find(({ key }) => key === declaration.key);
  return first === declaration ? read(declaration.key) : { kind: 'reference', key: declaration.key };
}

function documentEvent({ title, summary, description }: Contract['events'][number]): readonly string[] {
  return [title, summary, description].flatMap(paragraphsOf);
}

function printWhole(contract: Contract, whole: Whole, events: readonly Declaration[]): string {
  const [part, ...others] = contract.selector;
  const [place, ...below] = part?.kind === 'pointer' ? parsePointer(part.pointer) : [];
  const isTop = place !== undefined && below.length === 0 && others.length === 0;
  const doc = `The payload of any event${isTop ? `, told apart by \`${place}\`` : ''}.`;
  const typeNames = events.map(({ name }) => name);
  const line = `export type ${whole.union} = ${typeNames.join(' | ') || 'never'};`;
  const union =
    line.length <= lineWidth && typeNames.length < 4
      ? line
      : `export type ${whole.union} =\n${typeNames.map((name) => `  | ${name}`).join('\n')};`;
  const members = events.map(({ origin, name }) => `  ${propertyName(origin)}: ${name};\n`).join('');
  return `${comment(doc)}${union}

${comment("Payloads by the events' names.")}export interface ${whole.events} {
${members}}

${comment(`What types know about the contract ${contract.id}.`)}export interface ${whole.contract} {
  id: ${quote(contract.id)};
  events: ${whole.events};
  authentication: ${quote(authenticationOf(contract.authentication))};
}
`;
}

function comment(text: string): string {
  return docComment(paragraphsOf(text), '')
    .map((line) => `${line}\n`)
    .join('');
}

function authenticationOf(authentication: Authentication): 'signed-url' | 'signed' | 'unsigned' {
  if (authentication.kind !== 'signature') return 'unsigned';
  return authentication.scheme.signed.includes('{url}') ? 'signed-url' : 'signed';
}

function isModel({ models }: Contract, key: string): boolean {
  const [, name, ...below] = parsePointer(key);
  return below.length === 0 && models.some((model) => model.name === name);
}
