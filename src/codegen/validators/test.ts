/**
 * A condition of the generated code. `yes` and `no` are JavaScript expressions that bind more tightly than `&&` and `||`
 * and say the opposite of one another.
 */
export type Test =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'atom'; readonly yes: string; readonly no: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Test[] };

export const always: Test = { kind: 'constant', value: true };
export const never: Test = { kind: 'constant', value: false };

/** A comparison and its opposite, or a call and its negation. */
export function atom(yes: string, no = `!${yes}`): Test {
  return { kind: 'atom', yes, no };
}

export function and(...tests: readonly Test[]): Test {
  return joined('and', tests);
}

export function or(...tests: readonly Test[]): Test {
  return joined('or', tests);
}

export function not(test: Test): Test {
  switch (test.kind) {
    case 'constant':
      return test.value ? never : always;
    case 'atom':
      return { kind: 'atom', yes: test.no, no: test.yes };
    default:
      return { kind: test.kind === 'and' ? 'or' : 'and', parts: test.parts.map(not) };
  }
}

/** As an expression that stands alone: in parentheses, after `return`. */
export function print(test: Test): string {
  if (test.kind === 'constant') return String(test.value);
  if (test.kind === 'atom') return test.yes;
  const parts = test.parts.map((part) =>
    part.kind === 'and' || part.kind === 'or' ? `(${print(part)})` : print(part),
  );
  return parts.join(test.kind === 'and' ? ' && ' : ' || ');
}

/** As an expression that can be an operand. */
export function printOperand(test: Test): string {
  return test.kind === 'atom' && !/[=<>] /.test(test.yes) ? test.yes : `(${print(test)})`;
}

/** How many atoms a test has. */
export function sizeOf(test: Test): number {
  return 'parts' in test ? test.parts.reduce((sum, part) => sum + sizeOf(part), 0) : 1;
}

/** Parts of the same kind are taken in, constants drop out or decide. */
function joined(kind: 'and' | 'or', tests: readonly Test[]): Test {
  const decisive = kind === 'or';
  const parts: Test[] = [];
  for (const test of tests) {
    if (test.kind === 'constant') {
      if (test.value === decisive) return test;
    } else if (test.kind === kind) parts.push(...test.parts);
    else parts.push(test);
  }
  if (parts.length === 0) return decisive ? never : always;
  return parts.length === 1 ? (parts[0] as Test) : { kind, parts };
}
