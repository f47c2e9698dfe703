/** Something that was guessed on little evidence. */
export interface Doubt {
  /** The group or model that it stands in. */
  readonly schema: string;
  /** JSON Pointer into the values that the schema describes; `*` stands for an item, or any key of a map. */
  readonly pointer: string;
  readonly message: string;
}

/** Where the writer is. */
export interface Spot {
  readonly key: string;
  readonly parent: string;
  readonly pointer: string;
  /** Group or model. */
  readonly schema: string;
  readonly inModel: boolean;
  /** Whether it is in what events have in common, where a place is that of all of them. */
  readonly isEnvelope?: boolean;
  /** Inside personal data: no values are listed. */
  readonly isPersonal: boolean;
  /** Inside a place that is marked as personal data: nothing below is marked again. */
  readonly isMarked: boolean;
}
