import type { Rule } from '../findings/rule.ts';
import type { JsonSchemaObject } from '../json-schema/schema.ts';
import type { Json } from '../util/json.ts';

/** What a change does to the values allowed at its place: fewer, more, others, or the same ones. */
export type Effect = 'narrows' | 'widens' | 'changes' | 'nothing';

/** A row of the table of change rules. Its mirror is the rule for the same change in the other direction. */
export type ChangeRule = Rule & { readonly effect: Effect } & (
    | { readonly mirror: string; readonly waiver?: never }
    | { readonly waiver: string; readonly mirror?: never }
  );

/** One side of a change. */
export interface ChangeSide {
  /** JSON Pointer into that side's schema document. */
  readonly pointer: string;
  /** What stands there. */
  readonly value: Json;
}

/** One thing that changed between two schemas. The verdicts say what it means for payloads. */
export interface SchemaChange {
  readonly rule: string;
  readonly effect: Effect;
  /** One sentence for a person. */
  readonly message: string;
  /** Absent when the thing was added. */
  readonly older?: ChangeSide;
  /** Absent when it was removed. */
  readonly newer?: ChangeSide;
}

/** A change as a keyword finds it: its pointers start at the two schemas compared. */
export interface FoundChange {
  readonly rule: string;
  readonly message: string;
  readonly older?: readonly (string | number)[];
  readonly newer?: readonly (string | number)[];
}

/** How one keyword is compared. */
export interface KeywordChanges {
  readonly keyword: string;
  readonly rules: readonly ChangeRule[];
  /** What changed in the keyword between two schemas that stand at the same place in payloads. */
  compare(older: JsonSchemaObject, newer: JsonSchemaObject): readonly FoundChange[];
}
