import type { HeadType, Reference, Type } from './type.ts';

/** Something about a contract's schemas that types cannot say, or that looks like a mistake. */
export interface TypeProblem {
  /** JSON Pointer into the contract's schemas. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * What the types of one contract come to. Types are worked out when somebody asks; what is below the top of a type is
 * not, so that types may refer to themselves.
 */
export interface World {
  /** What a type is at its top: `All` and `Any` are worked out, references stay. */
  readonly head: (type: Type) => HeadType;
  /** As `head`, with references followed. */
  readonly resolved: (type: Type) => Exclude<HeadType, Reference>;
  /** A text that is the same for two types only when they are equal, as far as that shows without following references. */
  readonly key: (type: Type) => string;
  /**
   * As `head`, when no reference has to be followed for it; else undefined. What looks below the top of a type asks this,
   * because a reference there may lead back to the type itself.
   */
  readonly near: (type: Type) => HeadType | undefined;
  /**
   * Whether there may be another step of merging. When the contract is too entangled there may not: types are left wider
   * then. Steps are counted, not seconds, so that the result is the same on every machine.
   */
  readonly mayMerge: () => boolean;
}
