/** The form of a value, as far as languages with nominal types can say it. */
export type ModelType =
  | { readonly kind: 'any' | 'text' | 'time' | 'integer' | 'number' | 'boolean' }
  | { readonly kind: 'list'; readonly item: TypeUse }
  | { readonly kind: 'map'; readonly item: TypeUse }
  | { readonly kind: 'model'; readonly name: string }
  /** One of several kinds of JSON values: no two options are of the same kind, numbers counted as one. */
  | { readonly kind: 'union'; readonly name: string; readonly options: readonly ModelType[] };

/** A type where it is used. */
export interface TypeUse {
  readonly type: ModelType;
  readonly isNullable: boolean;
}

export interface Field extends TypeUse {
  /** Name of the property in JSON. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly description: string | undefined;
  /** Known values of a text; others may come. */
  readonly known: readonly string[];
  /** The form of the JSON that the text holds. */
  readonly holds: TypeUse | undefined;
}

/** An object with named properties. */
export interface Model {
  readonly name: string;
  readonly description: string | undefined;
  readonly fields: readonly Field[];
}

/** A payload that is no object with named properties; its type is a type of its own all the same. */
export interface WrappedModel extends Omit<Model, 'fields'> {
  readonly wraps: TypeUse;
}

/** What is generated for languages with nominal types. */
export interface Models {
  /** In the order of events, then of first use. */
  readonly models: readonly (Model | WrappedModel)[];
  /** Unions that are used, by name. */
  readonly unions: ReadonlyMap<string, readonly ModelType[]>;
  /** The model of each event. */
  readonly events: ReadonlyMap<string, string>;
}
