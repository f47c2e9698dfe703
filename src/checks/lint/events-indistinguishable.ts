import type { ContractEvent } from '../../asyncapi/model.ts';
import { eventPlace } from './support/events.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** Two events that a delivery could be both of. */
export const eventsIndistinguishable: LintRule = {
  rule: {
    id: 'lint/events-indistinguishable',
    title: 'The selector tells every two events apart',
    severity: 'error',
    since: '0.1.0',
    purpose: 'A delivery that could be two events is held against the schema of one of them, by chance.',
    fix: 'Give the property that the selector names another `const` in each event, or add a part to `x-selector` that differs.',
    bad: 'x-selector: [/type]\n# order.placed: type is const "order"\n# order.paid:   type is const "order"',
    good: 'x-selector: [/type, /state]\n# order.placed: type "order", state "new"\n# order.paid:   type "order", state "paid"',
  },
  check(context) {
    const { contract } = context;
    if (contract.selector.length === 0) return [];
    return findTwins(contract.events).map(({ event, twin }) => {
      const message = `The selector cannot tell ${event.name} from ${twin.name}.`;
      return report(this.rule, context, message, eventPlace(context, event.name), { event: event.name });
    });
  },
};

interface Twins {
  readonly event: ContractEvent;
  /** An earlier event. */
  readonly twin: ContractEvent;
}

/** Events that an earlier one cannot be told from. Only events that share a value of some part are compared. */
function findTwins(events: readonly ContractEvent[]): Twins[] {
  const part = mostTelling(events);
  const byValue = new Map<string | undefined, ContractEvent[]>();
  return events.flatMap((event) => {
    const values = event.match[part];
    const keys = values === undefined ? [...byValue.keys()] : [...values, undefined];
    const twin = keys.flatMap((key) => byValue.get(key) ?? []).find((other) => overlap(event, other));
    for (const value of values ?? [undefined]) byValue.set(value, [...(byValue.get(value) ?? []), event]);
    return twin === undefined ? [] : [{ event, twin }];
  });
}

/** The part of the selector that the fewest events leave open. */
function mostTelling(events: readonly ContractEvent[]): number {
  const parts = events[0]?.match.length ?? 0;
  const open = Array.from(
    { length: parts },
    (_, part) => events.filter((event) => event.match[part] === undefined).length,
  );
  return Math.max(open.indexOf(Math.min(...open)), 0);
}

function overlap(a: ContractEvent, b: ContractEvent): boolean {
  return a.match.every((values, part) => {
    const others = b.match[part];
    return values === undefined || others === undefined || values.some((value) => others.includes(value));
  });
}
