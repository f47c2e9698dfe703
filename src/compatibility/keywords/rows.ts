import type { ChangeRule, Effect } from '../change.ts';

const purposes: Readonly<Record<Effect, string>> = {
  narrows: 'Fewer payloads are allowed at this place: what was recorded earlier may no longer be valid.',
  widens:
    'More payloads are allowed at this place: a receiver built for the older schema may get what it does not expect.',
  changes: 'Other payloads are allowed at this place: either side may get what it does not expect.',
  nothing: 'The same payloads are allowed; people and generated code may still want to know.',
};

const fixes: Readonly<Record<Effect, string>> = {
  narrows: 'Read the verdict "new receivers, old captures". If it breaks, release a new major version.',
  widens: 'Read the verdict "old receivers, new deliveries". If it breaks, release a new major version.',
  changes: 'Read both verdicts. If old receivers break, release a new major version.',
  nothing: 'Nothing needs to be done.',
};

/** A change rule without its other direction: the start of both rows of a pair. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly effect: Effect;
}

/** Two rules that are each other's mirror. */
export function pair(one: Row, other: Row): readonly ChangeRule[] {
  return [
    { ...complete(one), mirror: other.id },
    { ...complete(other), mirror: one.id },
  ];
}

/** A rule that is the same in both directions. */
export function both(row: Row): readonly ChangeRule[] {
  return [{ ...complete(row), mirror: row.id }];
}

function complete({ id, title, effect }: Row): Omit<ChangeRule, 'mirror' | 'waiver'> {
  return { id, title, effect, severity: 'info', since: '0.1.0', purpose: purposes[effect], fix: fixes[effect] };
}
