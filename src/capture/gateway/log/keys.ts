/** A key that a person has pressed. */
export interface Key {
  readonly name:
    | 'text'
    | 'up'
    | 'down'
    | 'page-up'
    | 'page-down'
    | 'home'
    | 'end'
    | 'enter'
    | 'escape'
    | 'backspace'
    | 'interrupt'
    | 'other';
  /** What it writes; empty when it writes nothing. */
  readonly text: string;
}

/** What terminals send for keys without a character. Source: XTerm Control Sequences, PC-Style Function Keys. */
const sequences = new Map<string, Key['name']>([
  ['A', 'up'],
  ['B', 'down'],
  ['H', 'home'],
  ['F', 'end'],
  ['1~', 'home'],
  ['4~', 'end'],
  ['5~', 'page-up'],
  ['6~', 'page-down'],
]);

const controls = new Map<string, Key['name']>([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\u007F', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'interrupt'],
  ['\u0004', 'interrupt'],
]);

/** The keys in what a terminal sent at once: several, when somebody types fast or pastes. */
export function readKeys(bytes: string): Key[] {
  return Array.from(bytes.matchAll(/\u001B(?:\[|O)([\d;]*[A-Za-z~])|[\s\S]/gu), ([whole, sequence]) => {
    if (sequence !== undefined) return { name: sequences.get(sequence) ?? 'other', text: '' };
    if (whole === '\u001B') return { name: 'escape', text: '' };
    const name = controls.get(whole);
    if (name !== undefined) return { name, text: '' };
    return /\p{Cc}/u.test(whole) ? { name: 'other', text: '' } : { name: 'text', text: whole };
  });
}
