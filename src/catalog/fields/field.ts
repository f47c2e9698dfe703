import type { Source } from '../../asyncapi/model.ts';
import type { Json } from '../../util/json.ts';

/** One line of an event's tree: something that a payload may hold. */
export interface Field {
  /** Id of its element, unique in the tree. */
  readonly id: string;
  /**
   * `property`; `item` of a list; `key`: any further property; `json`: what the JSON in a text holds; `form`: one of
   * several shapes that the value above may have.
   */
  readonly kind: 'property' | 'item' | 'key' | 'json' | 'form';
  /** The property's name; for the others words. */
  readonly name: string;
  /** Place in the payload: names, and `*` for items and further keys. */
  readonly path: readonly string[];
  /** `string`, `list of objects`, `integer or null`. */
  readonly type: string;
  /** Whether null is among the types. */
  readonly isNullable: boolean;
  readonly presence: 'required' | 'conditional' | 'optional';
  /** For `conditional`: when it is required, as CommonMark. */
  readonly requiredWhen: readonly string[];
  /** On how many documented objects `required` rests, when the contract says so. */
  readonly evidence: number | undefined;
  /** When it is there at all, as CommonMark: what stands under a condition. */
  readonly when: string | undefined;
  readonly format: string | undefined;
  /** Further rules in words: `at most 512 characters`. */
  readonly rules: readonly string[];
  /** The only value that it can have. */
  readonly constant: Json | undefined;
  readonly values: readonly KnownValue[];
  /** Whether there may be further values beside `values`. */
  readonly isOpenSet: boolean;
  readonly description: string | undefined;
  /** Where it comes from, when that is said of it apart. */
  readonly source: Source | undefined;
  /** Kind of personal data. */
  readonly personal: string | undefined;
  /** Name of the shared model that it is. */
  readonly model: string | undefined;
  readonly fields: readonly Field[];
  /** Why fields are left out: it holds itself, or there are too many. */
  readonly cut: 'loop' | 'limit' | undefined;
}

export interface KnownValue {
  readonly value: Json;
  /** Where it comes from, when that is said of it apart. */
  readonly source: Source | undefined;
}
