import type { Contract } from '../asyncapi/model.ts';
import { nearest } from '../util/nearest.ts';
import { ScenarioError } from './scope.ts';

/** What the vendor, or somebody in its place, can do wrong; and what a good receiver does then. */
export const faults = {
  duplicates: { expect: 'accepted', text: 'a delivery comes a second time, up to a minute later' },
  reorder: { expect: 'accepted', text: "a delivery comes after the next one of the same visitor's" },
  late: { expect: 'accepted', text: 'a delivery comes 1 to 24 hours late' },
  'old-secret': { expect: 'accepted', text: 'a delivery is signed with the secret before the present one' },
  'bad-signature': { expect: 'refused', text: 'the signature is that of another body' },
  'no-signature': { expect: 'refused', text: 'the signature is missing' },
  malformed: { expect: 'refused', text: 'the body ends in its middle, rightly signed' },
} as const satisfies Readonly<Record<string, { readonly expect: 'accepted' | 'refused'; readonly text: string }>>;

export type FaultKind = keyof typeof faults;

/** Share of the deliveries that have a fault, from 0 to 1, by kind. */
export type FaultRates = Readonly<Partial<Record<FaultKind, number>>>;

/** The mark of a planted fault. */
export interface Fault {
  readonly kind: FaultKind;
  /** What a good receiver answers: `accepted`: success; `refused`: a status from 400 to 499. */
  readonly expect: 'accepted' | 'refused';
}

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faults, name);
}

/**
 * Draws faults: one at most for each delivery.
 * @throws {ScenarioError} when a rate is out of its range, they exceed 1 together, or the contract knows no signature
 */
export function createFaultDraw(
  rates: FaultRates,
  { authentication, id }: Contract,
  secrets: { readonly secret: string | undefined; readonly oldSecret: string | undefined },
): (chance: number) => Fault | undefined {
  const wanted = Object.entries(rates).filter(([, rate]) => rate !== 0);
  const kinds = wanted.map(([kind, rate]): [FaultKind, number] => {
    if (!isFaultKind(kind)) {
      const kindMeant = nearest(kind, Object.keys(faults));
      const hint = kindMeant === undefined ? '' : `Did you mean ${kindMeant}? `;
      throw new ScenarioError(`There is no fault "${kind}".`, `${hint}There are ${Object.keys(faults).join(', ')}.`);
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new ScenarioError(`The rate of "${kind}" is ${rate}; it goes from 0 to 1.`, 'For example 0.02, or 2%.');
    }
    if (/s(?:ignature|ecret)$/.test(kind) && (authentication.kind === 'none' || secrets.secret === undefined)) {
      if (authentication.kind === 'none')
        throw new ScenarioError(
          `The fault "${kind}" cannot be had: deliveries of ${id} are not signed.`,
          'Leave it out.',
        );
      throw new ScenarioError(
        `The fault "${kind}" needs the secret that deliveries are signed with.`,
        howToGive('secret'),
      );
    }
    if (kind === 'old-secret' && secrets.oldSecret === undefined) {
      throw new ScenarioError(
        'The fault "old-secret" needs the secret before the present one.',
        howToGive('oldSecret'),
      );
    }
    return [kind, rate];
  });
  const sum = kinds.reduce((total, [, rate]) => total + rate, 0);
  if (sum > 1) {
    throw new ScenarioError(`The rates of the faults are ${sum} together; they go up to 1.`, 'Give smaller ones.');
  }
  return (chance) => {
    let rest = chance;
    const found = kinds.find(([, rate]) => (rest -= rate) < 0);
    return found === undefined ? undefined : { kind: found[0], expect: faults[found[0]].expect };
  };
}

function howToGive(option: 'secret' | 'oldSecret'): string {
  const flag = option === 'secret' ? '--secret-env' : '--old-secret-env';
  return `Name the environment variable that holds it (${flag}); in code, set \`${option}\`.`;
}
