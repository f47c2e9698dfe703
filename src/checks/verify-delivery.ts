import type { Contract } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import { hasHeader } from '../deliveries/choose-contract.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import { parseJson } from '../deliveries/json-text.ts';
import { canonicalize } from '../json-schema/canonicalize.ts';
import { diagnoseSignature, verifyAsGiven } from '../signatures/diagnose.ts';
import type { DiagnoseOptions } from '../signatures/diagnose.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import type { Json } from '../util/json.ts';
import { compareVersions } from '../util/versions.ts';
import { RunError } from '../findings/run-error.ts';
import type { Unverified, VerifiedDelivery, VerifyOptions } from './verify-result.ts';

type Verified = Pick<VerifiedDelivery, 'contract' | 'result'>;

/** A contract with a signature scheme. */
interface Signing {
  readonly contract: Contract;
  readonly scheme: SignatureScheme;
}

/**
 * Refuses contracts of which none has a signature scheme.
 *
 * @throws RunError that says what their vendors do instead
 */
export function refuseUnsigned(contracts: readonly Contract[]): void {
  if (signing(contracts).length > 0) return;
  const newest = new Map(
    contracts
      .toSorted(newestFirst)
      .toReversed()
      .map((each) => [each.vendor, each]),
  );
  throw new RunError('usage', [...newest.values()].map(insteadOfSigning).join(' '), { help: nothingToVerify });
}

function newestFirst(one: Contract, other: Contract): number {
  return compareVersions(other.version, one.version);
}

/** Those with a signature scheme, the newest first. */
function signing(contracts: readonly Contract[]): Signing[] {
  return contracts.toSorted(newestFirst).flatMap((contract) => {
    const { authentication } = contract;
    return authentication.kind === 'signature' ? [{ contract, scheme: authentication.scheme }] : [];
  });
}

const nothingToVerify = 'There is no signature to verify; name another contract if the delivery has one (--contract).';

function insteadOfSigning({ id, authentication }: Contract): string {
  return authentication.kind === 'header'
    ? `${id} has no signature: its vendor sends a value in the header ${authentication.header} that you agree on, which the receiver compares.`
    : `${id} has no signature, and no other proof of where a delivery comes from.`;
}

/**
 * Verifies one delivery by the contract that it belongs to: of those that it may belong to, the one whose scheme fits, or
 * comes nearest.
 */
export function verifyDelivery(
  capture: Capture,
  contracts: readonly Contract[],
  options: Pick<VerifyOptions, 'url' | 'secrets' | 'contracts'> & Pick<DiagnoseOptions, 'variations'>,
): Verified {
  if (capture.missing.has('headers'))
    return unverified(undefined, 'This is a payload by itself, without headers.', [recordWhole]);
  const candidates = candidatesFor(capture, contracts, options.contracts !== undefined);
  if ('result' in candidates) return candidates;
  const { method, headers, body } = capture.delivery;
  const delivery = { method, url: capture.delivery.url, headers, body: body.bytes };
  const url = options.url ?? absolute(delivery.url);
  const given = { ...options, url, now: timeOf(capture) };
  const fitting = candidates.filter(
    ({ scheme }) => isComplete(scheme, url) && verifyAsGiven(scheme, delivery, given).valid,
  );
  const found = (fitting.length > 0 ? fitting : candidates).map(({ contract, scheme }): Verified => {
    if (!isComplete(scheme, url)) return withoutUrl(contract);
    const result = diagnoseSignature(scheme, delivery, given);
    const isGuess = options.url === undefined && signsUrl(scheme) && result.status === 'unexplained';
    const told = isGuess ? { ...result, advice: [giveUrl, ...result.advice] } : result;
    return { contract: contract.id, result: told };
  });
  return found.toSorted((one, other) => distance(one) - distance(other))[0] ?? unknown(contracts);
}

const recordWhole =
  'A signature stands in a header, and covers the body byte by byte: record the whole request, as docs/captures.md says.';

function signsUrl({ signed }: SignatureScheme): boolean {
  return signed.includes('{url}');
}

function isComplete(scheme: SignatureScheme, url: string | undefined): boolean {
  return url !== undefined || !signsUrl(scheme);
}

/** Unix time in seconds at which a delivery was received, when its capture says so. */
function timeOf({ at }: Capture): number | undefined {
  const time = at === undefined ? Number.NaN : Date.parse(at) / 1000;
  return Number.isNaN(time) ? undefined : time;
}

function distance({ result }: Verified): number {
  if (result.status === 'fits') return 0;
  return result.status === 'explained' ? result.variations.length : Number.MAX_SAFE_INTEGER;
}

/** The contracts that may say how the delivery is signed, one for each scheme; or why there is none. */
function candidatesFor(capture: Capture, contracts: readonly Contract[], named: boolean): Signing[] | Verified {
  const stated = contracts.filter(({ id, vendor }) =>
    capture.contract === undefined ? (capture.vendor ?? vendor) === vendor : capture.contract === id,
  );
  const all = signing(stated.length > 0 ? stated : contracts);
  const present = all.filter(({ scheme }) => hasHeader(capture.delivery.headers, scheme.header.toLowerCase()));
  if (present.length > 0) return oncePerScheme(present);
  if (named) return oncePerScheme(all);
  const contract = recognise(capture, contracts);
  if (contract === undefined) return unknown(contracts);
  const own = signing([contract]);
  return own.length > 0 ? own : unverified(contract, insteadOfSigning(contract), [nothingToVerify]);
}

function oncePerScheme(found: readonly Signing[]): Signing[] {
  const schemes = new Map<string, Signing>();
  for (const each of found) {
    const name = canonicalize(each.scheme as unknown as Json);
    if (!schemes.has(name)) schemes.set(name, each);
  }
  return [...schemes.values()];
}

/** The newest contract whose selector knows the event. */
function recognise({ delivery }: Capture, contracts: readonly Contract[]): Contract | undefined {
  const parsed = parseJson(delivery.body.text ?? '');
  if ('problem' in parsed) return undefined;
  return contracts
    .toSorted(newestFirst)
    .find((contract) => identifyEvent(contract, parsed.value as Json, delivery.headers).reason === 'identified');
}

function absolute(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}

const giveUrl =
  'Give the URL that is registered with the vendor (--url): that of the capture was used, which need not be the same.';

function withoutUrl(contract: Contract): Verified {
  return unverified(contract, 'The signature covers the URL, and neither you nor the capture says which one it is.', [
    'Give the URL that is registered with the vendor (--url).',
  ]);
}

function unknown(contracts: readonly Contract[]): Verified {
  const headers = signing(contracts).map(({ contract, scheme }) => `${scheme.header} of ${contract.id}`);
  const asked = headers.length === 0 ? '' : ` It has none of these headers: ${headers.join(', ')}.`;
  return unverified(undefined, `Nothing tells which contract the delivery belongs to.${asked}`, [
    'Name the contract (--contract), and see that the capture holds all headers.',
  ]);
}

function unverified(contract: Contract | undefined, message: string, advice: readonly string[]): Verified {
  const result: Unverified = { status: 'unverified', message, advice };
  return { contract: contract?.id, result };
}
