import type { Capture } from './capture.ts';
import type { ContractMatch, IdentifiedDelivery, RulePlace } from './identify-result.ts';

/**
 * What a person can do about a delivery that was identified: sentences, the most useful first.
 */
export function adviceFor(
  { verdict, best, nearest, matches }: Omit<IdentifiedDelivery, 'next'>,
  capture: Capture,
  placeOfRule: RulePlace,
): string[] {
  if (best !== undefined && verdict === 'accepted') return [...save(best, capture), ...proof(best), ...drift(best)];
  if (best !== undefined) return [...correct(best, placeOfRule), ...save(best, capture), ...proof(best)];
  const [closest] = nearest;
  if (closest !== undefined) {
    const [first] = closest.deviations;
    return [
      `Compare the payload with ${closest.event} of ${closest.contract}, the nearest event${first === undefined ? '' : `: ${placeOf(first.pointer)} ${first.message}`}.`,
      'If the vendor sends this event, add it to the contract: docs/contract-format.md says how.',
    ];
  }
  if (matches.length === 0) return ['Name a folder of contracts: none was found to hold the payload against.'];
  return [
    "No event comes near. If this is another vendor's, write a contract for it: docs/contract-format.md says how.",
  ];
}

function save({ vendor, event }: ContractMatch, { missing }: Capture): string[] {
  const isPayload = missing.has('headers');
  const extension = isPayload ? 'json' : 'http';
  const kept = `Keep it as captures/${vendor}/${event ?? 'delivery'}.live.${extension} if the vendor sent it, and counterfoil check holds the contract against it.`;
  return isPayload ? [kept, 'Paste the whole HTTP message to have headers and signature looked at, too.'] : [kept];
}

function proof({ vendor, proof: found }: ContractMatch): string[] {
  if (found === undefined) return [];
  if (found.present)
    return [`Name the secret of ${vendor} in counterfoil.yaml, and counterfoil check verifies ${found.header}.`];
  return [`The header ${found.header} is missing: nothing proves that ${vendor} sent this.`];
}

function drift({ contract, undocumented }: ContractMatch): string[] {
  if (undocumented.length === 0) return [];
  const what = undocumented.length === 1 ? 'One thing is' : `${undocumented.length} things are`;
  return [
    `${what} not described by ${contract}: harmless to a tolerant receiver; describe them in the contract if the vendor sends them.`,
  ];
}

function correct({ contract, event, deviations }: ContractMatch, placeOfRule: RulePlace): string[] {
  const first = deviations[0];
  const where =
    first?.schemaPointer === undefined
      ? ''
      : ` (the first rule that it breaks stands at ${placeOfRule(contract, first.schemaPointer)})`;
  return [
    `If the vendor sent this, the contract is wrong: correct ${event ?? 'the event'} of ${contract}${where}. If you wrote it, correct the payload.`,
  ];
}

function placeOf(pointer: string): string {
  return pointer === '' ? 'the payload' : pointer;
}
