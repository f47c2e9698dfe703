import type { Contract } from '../../../asyncapi/model.ts';
import type { CheckedContract } from '../../../checks/checked-contract.ts';
import { payloadTree } from '../../../checks/unredacted.ts';
import type { AttestationKey } from '../../attest.ts';
import { everyLook } from '../../../deliveries/personal/recognise.ts';
import type { PersonalRules } from '../../../deliveries/personal/rewrite-personal.ts';
import { Pseudonyms } from '../../../deliveries/personal/pseudonyms.ts';
import { redactPayload } from '../../../deliveries/personal/redact-payload.ts';
import { derive } from '../../store/codec.ts';

/** A payload whose personal data shall go. */
export interface RedactablePayload {
  /** JSON. */
  readonly text: string;
  /** Undefined when none knows it. */
  readonly contract: Contract | undefined;
  readonly event: string | undefined;
}

/** A payload without personal data. */
export interface RedactedPayload {
  readonly text: string;
  /** JSON Pointers to the values that were replaced, in order; inside a text that holds JSON they go on after it. */
  readonly places: readonly string[];
}

/**
 * Takes personal data out of a payload. What it puts in its place is its own matter; it may not fail for any JSON. An
 * empty text, with the place `body`, takes all of it out.
 */
export type RedactPayload = (payload: RedactablePayload) => RedactedPayload;

/**
 * Pseudonyms in place of what `x-personal-data` marks, what no schema describes, which may be anything, and what looks
 * like personal data wherever it stands. Where the selector looks is kept. The same gateway gives equal values equal
 * pseudonyms: their key comes from its own (HKDF, RFC 5869).
 */
export function createPayloadRedactor(
  contracts: readonly CheckedContract[],
  { id, privateKey }: AttestationKey,
): RedactPayload {
  const pseudonyms = new Pseudonyms(derive(privateKey.export({ type: 'pkcs8', format: 'der' }), id, 'pseudonyms'));
  const byContract = new Map(contracts.map((checked) => [checked.contract, { checked, rules: rulesOf(checked) }]));
  const strangers = { checked: undefined, rules: rulesOf(undefined) };
  return ({ text, contract, event }) => {
    const { checked, rules } = (contract && byContract.get(contract)) ?? strangers;
    const tree = payloadTree(checked, event);
    const schema = event === undefined ? undefined : checked?.payload(event);
    try {
      return redactPayload(text, tree, schema, rules, pseudonyms, mostReplaced);
    } catch (error) {
      // So much that others would wait, or nested too deep to be held against a schema.
      if (error instanceof RangeError) return { text: '', places: ['body'] };
      throw error;
    }
  };
}

/** What a real payload never has; a stranger's goes as a whole. */
const mostReplaced = 20_000;

function rulesOf(checked: CheckedContract | undefined): PersonalRules {
  const selector = checked?.contract.selector ?? [];
  return {
    pointers: [],
    looks: everyLook,
    byName: true,
    undescribed: true,
    kept: new Set(selector.flatMap((part) => (part.kind === 'pointer' ? [part.pointer] : []))),
  };
}
