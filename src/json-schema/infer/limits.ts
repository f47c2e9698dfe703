/**
 * What inference keeps in memory, and how much evidence a guess needs. Counts are of values seen at one place; the
 * reasons are in docs/adr/0020-evidence-before-inference.md.
 */
export const limits = {
  /** Below this depth nothing is looked at: whatever stands there is accepted. */
  depth: 48,
  /** Places of all payloads together; when there are more, new properties are pooled as those of a map. */
  places: 100_000,
  /** Properties of one object; an object with more is a map. */
  members: 250,
  /** Length of a property's name, in UTF-16 units; an object with a longer one is a map. */
  key: 200,
  /** Different texts that are counted at one place. */
  values: 40,
  /** Length of a text that can be a known value, in UTF-16 units. */
  value: 60,
  /** Length of a text that is tried as JSON or held against formats, in UTF-16 units. */
  text: 100_000,
  /** Different values of a property that can be a tag. */
  tagValues: 16,
  /** Properties that are not always there, of one object, of which it is known which come together. */
  optional: 64,
  /** Properties of one object that are tried as tags. */
  tags: 12,
} as const;

export const evidence = {
  /** Objects that must all carry a property before it is required by their own evidence. */
  required: 5,
  /** Objects at one place that must all carry a property of a model before it is required there and not elsewhere. */
  requiredHere: 20,
  /** Texts that must all hold JSON. */
  json: 3,
  /** Values that must all be something else before null is ruled out. */
  notNull: 4,
  /** Below this, a property borrows null, formats and fractions from those of the same name elsewhere. */
  borrow: 10,
  /** Texts needed before a set of known values is stated. */
  knownValues: 10,
  /** The same for a property whose name says that it holds one of a set. */
  knownValuesByName: 5,
  /** Mean number of times that each known value was seen. */
  repeats: 3,
  /** Greatest number of known values. */
  mostKnownValues: 30,
  /** Objects with a value of a tag before anything is stated for that value. */
  variant: 8,
  /** How likely chance may be as the reason of what is stated for a variant. */
  chance: 1e-4,
  /** Keys of an object that is taken for a map by how its keys come and go. */
  mapKeys: 8,
} as const;
