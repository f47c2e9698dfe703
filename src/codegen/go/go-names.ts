import { createNameTable } from '../names.ts';
import { wordsIn } from '../projection/words.ts';

/** An exported name: `phoneNumber` is `PhoneNumber`, `resourceIds` is `ResourceIDs`. Not yet free of collisions. */
export function exportedName(name: string): string {
  return capital(joinedWords(name));
}

/** What a known value adds to the name of its constant. */
export function constantWord(value: string): string {
  return joinedWords(value) || 'Empty';
}

function joinedWords(name: string): string {
  const isShouting = name === name.toUpperCase();
  const words = wordsIn(name).map((word) => wordOf(word, isShouting));
  return words.reduce((whole, word) => (/\d$/.test(whole) && /^\d/.test(word) ? `${whole}_${word}` : whole + word), '');
}

function wordOf(word: string, isShouting: boolean): string {
  const upper = word.toUpperCase();
  if (initialisms.has(upper)) return upper;
  if (/^[A-Za-z]+s$/.test(word) && initialisms.has(upper.slice(0, -1))) return `${upper.slice(0, -1)}s`;
  const rest = word.slice(1);
  return word.charAt(0).toUpperCase() + (isShouting ? rest.toLowerCase() : rest);
}

/** Names begin with a capital letter where other packages shall see them. */
function capital(name: string): string {
  return /^\p{Lu}/u.test(name) ? name : `X${name}`;
}

// Source: the list of staticcheck's ST1003.
const initialisms: ReadonlySet<string> = new Set(
  `ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON QPS QR RAM RPC SLA SMS SMTP SQL SSH TCP TLS TTL UDP UI UID UUID
  URI URL UTF8 VM XML XMPP XSRF XSS SIP RTP AMQP DB TS`.split(/\s+/),
);

/** Names at the top of the package, each once, and none of those that the package itself has. */
export interface TopNames {
  ofType(name: string): string;
  ofConstant(name: string): string;
}

export function createTopNames(): TopNames {
  const table = createNameTable(reservedNames);
  return {
    ofType: (name) => {
      const legal = capital(name.normalize('NFKC').replaceAll(/[^\p{L}\p{Nd}_]/gu, ''));
      return table.take(legal, `${legal}Model`);
    },
    ofConstant: (name) => table.take(name, `${name}_`),
  };
}

/** Names for the fields of one struct, each once. */
export function createFieldNames(): (name: string) => string {
  const table = createNameTable(['MarshalJSON', 'UnmarshalJSON']);
  return (name) => table.take(name, `${name}_`);
}

/** What the package exports besides its models. */
const reservedNames: readonly string[] =
  `AuthenticationError Contract Delivery ErrNotJSON Event InvalidEventError NewReceiver Options Parse Payload Receiver Secret
  UnknownEvent Vendor Version Violation`.split(/\s+/);
