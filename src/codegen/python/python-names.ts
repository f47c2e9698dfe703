import { createNameTable } from '../names.ts';
import { wordsIn } from '../projection/words.ts';

/** `phoneNumber` is `phone_number`. Not yet free of collisions. */
export function attributeName(name: string): string {
  const words = wordsIn(name).map((word) => word.toLowerCase());
  const joined = words.join('_');
  if (joined === '') return 'field';
  if (/^\p{Nd}/u.test(joined)) return `field_${joined}`;
  return reservedAttributes.has(joined) ? `${joined}_` : joined;
}

/** `goToEntrance` is `GO_TO_ENTRANCE`. Not yet free of collisions. */
export function constantName(value: string): string {
  const joined = wordsIn(value)
    .map((word) => word.toUpperCase())
    .join('_');
  return joined === '' || /^\p{Nd}/u.test(joined) ? `VALUE${joined === '' ? '' : '_'}${joined}` : joined;
}

/** Names of classes, each once, and none of those that the package itself has. */
export function createClassNames(): (name: string) => string {
  const table = createNameTable(reservedClasses);
  return (name) => table.take(...classCandidates(name));
}

function classCandidates(name: string): string[] {
  const plain = name.normalize('NFKC').replaceAll(/[^\p{L}\p{Nd}_]/gu, '');
  const legal = /^[\p{L}_]/u.test(plain) ? plain : `Model${plain}`;
  return [legal, `${legal}Model`];
}

/** Names for the members of one class, each once. */
export function createMemberNames(): (name: string) => string {
  const table = createNameTable();
  return (name) => table.take(name, `${name}_`);
}

// Source: The Python Language Reference 3.11, section 2.3.1; and what annotations and models use themselves.
const reservedAttributes: ReadonlySet<string> = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import in is lambda
  nonlocal not or pass raise return try while with yield self cls str int float bool list dict datetime from_dict
  to_dict`.split(/\s+/),
);

/** What the package exports besides its models, and what its modules use. */
const reservedClasses: readonly string[] =
  `Any AuthenticationError CONTRACT ClassVar DecodeError DeliveryError Event EVENTS False Headers HEADER InvalidEventError Model
  None NotJsonError Payload Protocol SCHEME SCHEMAS Secret Secrets SELECTOR Self True UnknownEvent Validator VENDOR VERSION
  Violation Wrapped ANY BOOLEAN INTEGER NUMBER TEXT TIME ListOf MapOf ModelOf Nullable OneOf dataclass datetime parse
  receive verify str int float bool list dict type`.split(/\s+/);
