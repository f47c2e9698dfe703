/**
 * What a receiver should answer: `alive`: a success, for everything that a vendor may send; `refused`: a status from 400
 * to 499, for what is not the vendor's; `answered`: either. A list names statuses.
 */
export type Expectation = 'alive' | 'refused' | 'answered' | readonly number[];

/** What somebody's own receiver should answer in a case, in place of what is usual. */
export type Override = Expectation | 'skip';

/** A question that a receiver is asked. */
export interface ReadinessCase {
  readonly id: string;
  /** What is sent, in a few words. */
  readonly title: string;
  readonly expected: Expectation;
  /** Why a receiver should answer so. */
  readonly reason: string;
}

/** All cases, in the order in which they are asked: what a vendor sends first, what does harm last. */
export const readinessCases = [
  {
    id: 'documented-example',
    title: 'each documented example',
    expected: 'alive',
    reason: 'This is what the vendor says that it sends.',
  },
  {
    id: 'sample',
    title: 'each event with all it can have, and with no more than it must',
    expected: 'alive',
    reason: 'Events without an example come too.',
  },
  {
    id: 'optional-absent',
    title: 'each optional field absent, one at a time',
    expected: 'alive',
    reason: 'The contract does not promise the field.',
  },
  {
    id: 'null-value',
    title: 'null wherever the contract allows it, one place at a time',
    expected: 'alive',
    reason: 'The contract allows it.',
  },
  {
    id: 'unknown-property',
    title: 'a property that the contract does not know, in each object',
    expected: 'alive',
    reason: 'Vendors add properties without a new version.',
  },
  {
    id: 'unknown-value',
    title: 'an unknown value of each open set',
    expected: 'alive',
    reason: 'The set may grow.',
  },
  {
    id: 'unknown-event',
    title: 'an event that the contract does not know',
    expected: 'alive',
    reason: 'Vendors add events; an endpoint that fails is switched off.',
  },
  {
    id: 'other-spelling',
    title: 'the same JSON with blanks, line breaks and escapes',
    expected: 'alive',
    reason: 'The signature covers the bytes, not what they mean.',
  },
  {
    id: 'content-type-parameter',
    title: 'the content type with a charset',
    expected: 'alive',
    reason: 'It is the same content type.',
  },
  {
    id: 'duplicate',
    title: 'each event twice',
    expected: 'alive',
    reason: 'A vendor that missed the answer sends again.',
  },
  {
    id: 'out-of-order',
    title: 'events in reverse, and an older state after a newer one',
    expected: 'alive',
    reason: 'Nothing keeps deliveries in order.',
  },
  { id: 'late', title: 'each event two days late', expected: 'alive', reason: 'Further attempts can take days.' },
  {
    id: 'old-secret',
    title: 'signed with the secret before the present one',
    expected: 'alive',
    reason: 'While a secret is changed, both are in use.',
  },
  {
    id: 'slow-body',
    title: 'a body that comes in pieces, over some seconds',
    expected: 'alive',
    reason: 'Networks are slow at times.',
  },
  {
    id: 'burst',
    title: 'many deliveries at once',
    expected: 'alive',
    reason: 'What was held up comes all together.',
  },
  {
    id: 'large-body',
    title: 'a body that is just as large as the receiver takes',
    expected: 'alive',
    reason: 'The contract sets no limit to its texts.',
  },
  {
    id: 'signature-missing',
    title: 'without what proves where it comes from',
    expected: 'refused',
    reason: 'Anybody can send that.',
  },
  {
    id: 'signature-wrong',
    title: 'signed with another secret',
    expected: 'refused',
    reason: 'Whoever made it does not know the secret.',
  },
  {
    id: 'signature-malformed',
    title: 'with a signature that is cut off, or none',
    expected: 'refused',
    reason: 'It proves nothing.',
  },
  {
    id: 'signature-other-body',
    title: 'with the signature of another body, or of the same JSON written otherwise',
    expected: 'refused',
    reason: 'These bytes were not signed.',
  },
  {
    id: 'signature-other-url',
    title: 'with the signature for another URL',
    expected: 'refused',
    reason: 'It was meant for another receiver.',
  },
  {
    id: 'signature-too-old',
    title: 'signed longer ago than the contract allows',
    expected: 'refused',
    reason: 'Somebody may be sending again what was overheard.',
  },
  {
    id: 'malformed-json',
    title: 'a body that is no JSON, rightly signed',
    expected: 'refused',
    reason: 'It is the sender who has to mend it.',
  },
  {
    id: 'not-object',
    title: 'JSON that is no object, rightly signed',
    expected: 'answered',
    reason: 'It may be taken for an unknown event, or refused; it must not do harm.',
  },
  {
    id: 'other-content-type',
    title: 'another content type, rightly signed',
    expected: 'refused',
    reason: 'The contract names the content type.',
  },
  {
    id: 'large-body-over',
    title: 'a body that is far too large',
    expected: 'refused',
    reason: 'A receiver without a limit can be filled up. It may also end the connection.',
  },
  {
    id: 'still-alive',
    title: 'each event once more, at the end',
    expected: 'alive',
    reason: 'Nothing of all this may have done harm.',
  },
] as const satisfies readonly ReadinessCase[];

export type CaseId = (typeof readinessCases)[number]['id'];

export function isCaseId(id: string): id is CaseId {
  return readinessCases.some((one) => one.id === id);
}
