import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Dialect } from '../../json-schema/schema.ts';
import type { TypeSet } from './json-types.ts';
import type { Test } from './test.ts';

/** From a function's argument to the value at hand: names of members, `*` for items and members of any name. */
export type Path = readonly string[];

/** A value in the generated code. */
export interface Value {
  /** A local name, or a member of one. */
  readonly text: string;
  /** What it can be, as far as it is known here. */
  readonly types: TypeSet;
  /** Whether it may as well not be there. */
  readonly isOptional: boolean;
  readonly path: Path;
  /** For names of functions about it: `PositionBooking`. */
  readonly hint: string;
  /** Its members, where the code around reads them anyway. Only with a value that is an object for certain. */
  readonly members?: Members;
}

/** The members of an object that the code at hand has in locals. */
export interface Members {
  /** Asks for a member; it will be in a local by the time the code runs. */
  readonly read: (name: string) => Value;
}

/** A call of one generated function in another. */
export interface Call {
  readonly name: string;
  /** Of the value that it is called with. */
  readonly path: Path;
}

/** The body of a function while it is written. */
export interface Body {
  readonly emitter: Emitter;
  /** How deep blocks are nested here; 0 outside of all. */
  readonly depth: number;
  readonly lines: readonly string[];
  line(text: string): void;
  indented(inside: () => void): void;
  /** `head {`, what `inside` writes, `}`. */
  block(head: string, inside: () => void): void;
  /** The first of these blocks whose test holds; where none does, returns false unless `otherwise` holds. */
  choice(blocks: readonly (readonly [test: Test, inside: () => void])[], otherwise: Test): void;
  /** Returns false unless the test holds. */
  reject(unless: Test): void;
  /** A name that no other local of the function has. */
  local(hint: string): string;
  /** Notes that a generated function is called, and gives its name. */
  call(name: string, path: Path): string;
  /** A part of the same function that is written now and stands further down, so many levels deeper. */
  fork(deeper?: number): Body;
  append(part: Body): void;
}

/** What the parts of the generator ask of the whole. */
export interface Emitter {
  readonly dialect: Dialect;
  /** The name of a function of the runtime, which will be imported. */
  support(name: string): string;
  /** The name of a constant of the module; the same expression is one constant. */
  constant(hint: string, expression: string): string;
  /** The function `(value) => boolean` of a schema that others refer to. */
  functionOf(key: string): string;
  /** A function `(value) => boolean` of its own for a schema. */
  helper(schema: PreparedSchema, hint: string): string;
  /** A function `(value, evaluated) => void`: see `unevaluated.ts`. Undefined when there is nothing to collect. */
  collector(schema: PreparedSchema, kind: Evaluated, hint: string): string | undefined;
  /** The schema that a reference leads to. */
  schemaOf(key: string): PreparedSchema;
  /** Whether `test` gives an expression that needs no function of its own. */
  isShort(emitter: Emitter, schemas: readonly PreparedSchema[], value: Value): boolean;
  /** Writes statements that return false unless the value is valid under all of `schemas`. */
  write(body: Body, schemas: readonly PreparedSchema[], value: Value): void;
  /** Whether the value is valid under all of `schemas`, as an expression. */
  test(body: Body, schemas: readonly PreparedSchema[], value: Value): Test;
}

/** What keywords can have looked at. */
export type Evaluated = 'names' | 'items';
