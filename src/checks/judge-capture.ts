import type { ContractEvent } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import { createContractChooser } from '../deliveries/choose-contract.ts';
import { duplicateKey } from '../deliveries/duplicate-keys.ts';
import { parseJson } from '../deliveries/json-text.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { show } from '../json-schema/violation.ts';
import type { Json } from '../util/json.ts';
import { checkCaptureOf } from './capture.ts';
import type { SignatureOutcome } from './capture-signature.ts';
import type { CheckedContract } from './checked-contract.ts';
import type { CaptureSet, CheckOptions } from './options.ts';
import { findingOf } from './report.ts';
import { captureDuplicateKey, captureNoContract, captureNotJson, captureUnknownEvent } from './rules.ts';
import { checkUnredacted } from './unredacted.ts';
import type { RunWatch } from './watch.ts';

/** What was found out about one capture. */
export interface Judgement {
  /** The contract that it was held against; undefined when none has to do with it. */
  readonly contract: string | undefined;
  /** Undefined when it is not known which event it is. */
  readonly event: string | undefined;
  /** Undefined when the contract has no signature scheme, or nobody looked. */
  readonly signature: SignatureOutcome | undefined;
  readonly findings: readonly Finding[];
}

/** Holds one capture after another against the contracts. */
export type CaptureJudge = (capture: Capture, set: CaptureSet) => Judgement;

/** Makes a judge for these contracts. It keeps nothing of the captures it has seen. */
export function createCaptureJudge(
  contracts: readonly CheckedContract[],
  options: CheckOptions,
  watch: RunWatch,
): CaptureJudge {
  const byId = new Map(contracts.map((checked) => [checked.contract.id, checked]));
  const choose = createContractChooser(
    contracts.map(({ contract }) => contract),
    (contract, event, payload) => {
      const checked = byId.get(contract.id);
      watch.enter(checked?.path);
      return checked?.payload(event.name)?.isValid(payload) === true;
    },
  );
  const judge = (capture: Capture, set: CaptureSet, payload: ReturnType<typeof payloadOf>): Judgement => {
    if ('finding' in payload)
      return unjudged(capture.contract, payload.finding, checkUnredacted(capture, undefined, undefined, {}));
    const choice = choose(capture, payload.value);
    const checked = choice === undefined ? undefined : byId.get(choice.contract.id);
    if (choice === undefined || checked === undefined) {
      const personal = checkUnredacted(capture, payload.value, undefined, {});
      return unjudged(undefined, noContract(capture, [...byId.keys()]), personal);
    }
    const contract = checked.contract.id;
    const { event, values, candidates } = choice.identification;
    const meant = event ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (meant === undefined) {
      const personal = checkUnredacted(capture, payload.value, undefined, { contract });
      return unjudged(contract, unknownEvent(capture, checked, values, candidates), personal);
    }
    watch.enter(checked.path);
    const accepted = choice.accepted === true && event !== undefined;
    return {
      contract,
      event: meant.name,
      ...checkCaptureOf({ capture, payload: payload.value, checked, event: meant, set, accepted }, options, watch),
    };
  };
  return (capture, set) => {
    const payload = payloadOf(capture);
    watch.beat();
    const judgement = judge(capture, set, payload);
    watch.beat();
    const twice = 'value' in payload ? duplicateKeyOf(capture, payload.value, judgement) : undefined;
    return twice === undefined ? judgement : { ...judgement, findings: [...judgement.findings, twice] };
  };
}

function duplicateKeyOf(capture: Capture, value: Json, { contract, event }: Judgement): Finding | undefined {
  const { text } = capture.delivery.body;
  const found = text === undefined ? undefined : duplicateKey(text, value);
  if (found === undefined) return undefined;
  const { pointer, offset } = found;
  const place: Place = { ...capture.place, ...capture.locate(offset), pointer, in: 'body' };
  const about = { ...(contract === undefined ? {} : { contract }), ...(event === undefined ? {} : { event }) };
  const name = show(pointer.slice(pointer.lastIndexOf('/') + 1));
  return findingOf(captureDuplicateKey, `The name ${name} stands twice in one object.`, place, {
    ...about,
    capture: capture.id,
  });
}

function unjudged(contract: string | undefined, finding: Finding, personal: readonly Finding[]): Judgement {
  return { contract, event: undefined, signature: undefined, findings: [finding, ...personal] };
}

function noContract(capture: Capture, known: readonly string[]): Finding {
  const stated = capture.contract ?? capture.vendor;
  const message =
    stated === undefined
      ? 'No contract of this run knows the event of this capture.'
      : `The capture states "${stated}", which is not in this run${known.length === 0 ? '' : ` (there are ${known.join(', ')})`}.`;
  return findingOf(captureNoContract, message, capture.place, { capture: capture.id });
}

function payloadOf(capture: Capture): { readonly value: Json } | { readonly finding: Finding } {
  const about = { capture: capture.id, ...(capture.contract === undefined ? {} : { contract: capture.contract }) };
  const { text } = capture.delivery.body;
  if (text === undefined) return { finding: findingOf(captureNotJson, 'The body is not UTF-8.', capture.place, about) };
  const parsed = parseJson(text);
  if ('value' in parsed) return { value: parsed.value as Json };
  const place = { ...capture.place, ...capture.locate(parsed.problem.offset), in: 'body' as const };
  return { finding: findingOf(captureNotJson, `The body is not JSON: ${parsed.problem.message}.`, place, about) };
}

function unknownEvent(
  capture: Capture,
  { contract }: CheckedContract,
  values: readonly (string | undefined)[],
  candidates: readonly ContractEvent[],
): Finding {
  const about = { contract: contract.id, capture: capture.id };
  const pointer = contract.selector.find((part) => part.kind === 'pointer')?.pointer ?? '';
  const place: Place = { ...capture.place, ...capture.locate(pointer), pointer, in: 'body' };
  const names = values.map((value) => (value === undefined ? 'nothing' : show(value))).join(', ');
  const message =
    candidates.length > 1
      ? `The selector cannot tell which of ${candidates.map(({ name }) => name).join(', ')} this is.`
      : `The selector finds ${names}, which no event of ${contract.id} has.`;
  return findingOf(captureUnknownEvent, message, place, about);
}
