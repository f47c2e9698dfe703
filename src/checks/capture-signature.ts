import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import type { Finding } from '../findings/finding.ts';
import { SignatureSchemeError } from '../signatures/message.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import { sourceOf } from '../signatures/signature-header.ts';
import { verify } from '../signatures/verify.ts';
import type { IdentifiedCapture } from './identified-capture.ts';
import type { CheckOptions, Secret } from './options.ts';
import { findingOf } from './report.ts';
import { captureSignature, captureSignatureUnchecked } from './rules.ts';
import { own } from '../util/json.ts';

/** What became of one signature. */
export type SignatureOutcome = 'verified' | 'failed' | 'notChecked';

/**
 * Verifies a capture's signature over its raw bytes. A capture without headers has none to verify; one without a known
 * secret or URL is reported as not checked, so that nobody takes it for verified.
 *
 * @returns undefined when the contract has no signature scheme
 */
export function checkSignature(
  { capture, checked, event, set }: IdentifiedCapture,
  options: CheckOptions,
): { outcome: SignatureOutcome; finding?: Finding } | undefined {
  const { contract } = checked;
  if (contract.authentication.kind !== 'signature') return undefined;
  if (capture.missing.has('headers')) return { outcome: 'notChecked' };
  const { scheme } = contract.authentication;
  const secrets = set.secrets ?? own(options.secrets, contract.vendor) ?? [];
  const registered = set.url ?? own(options.endpoints, contract.vendor);
  if (isReplaced(capture, scheme, registered)) {
    if (capture.attested && capture.record?.signature.state === 'valid') return { outcome: 'verified' };
    return { outcome: 'notChecked', finding: uncheckedFinding(replacedObstacle(capture), capture, contract, event) };
  }
  const url = registered ?? capture.delivery.url;
  const obstacle = obstacleTo(scheme, secrets, url);
  if (obstacle !== undefined)
    return { outcome: 'notChecked', finding: uncheckedFinding(obstacle, capture, contract, event) };
  const { method, headers, body } = capture.delivery;
  const receivedAt = capture.at === undefined ? Number.NaN : Date.parse(capture.at) / 1000;
  const failed = (message: string): { outcome: SignatureOutcome; finding: Finding } => {
    const about = { contract: contract.id, event: event.name, capture: capture.id };
    return { outcome: 'failed', finding: findingOf(captureSignature, message, capture.place, about) };
  };
  try {
    const verdict = verify(Number.isNaN(receivedAt) ? ageless(scheme) : scheme, {
      secrets,
      url,
      method,
      headers,
      body: body.bytes,
      ...(Number.isNaN(receivedAt) ? {} : { now: receivedAt }),
    });
    return verdict.valid ? { outcome: 'verified' } : failed(verdict.message);
  } catch (error) {
    if (!(error instanceof SignatureSchemeError)) throw error;
    return failed(`${error.message}.`);
  }
}

/** Whether anything that the signature needs is not what came, as the record says. */
function isReplaced({ record }: Capture, scheme: SignatureScheme, registered: string | undefined): boolean {
  if (record === undefined) return false;
  if ((record.redactions ?? []).length > 0) return true;
  const { withheld = [] } = record;
  if (scheme.signed.includes('{url}') && registered === undefined && withheld.some((name) => name.startsWith('query:')))
    return true;
  const parts = (['id', 'timestamp'] as const).map((name) => sourceOf(scheme, name));
  const headers = [scheme.header, ...parts.flatMap((part) => (part?.inHeader === true ? [part.key] : []))];
  return headers.some((name) => withheld.includes(name.toLowerCase()));
}

function replacedObstacle({ attested, record }: Capture): string {
  if (attested)
    return 'The signature was not checked: the record says that nobody had found it valid when the delivery came.';
  return record?.attestation === undefined
    ? 'The signature was not checked: the capture does not hold what was signed any more, and nobody vouches for it.'
    : 'The signature was not checked: the capture does not hold what was signed any more, and the key that vouches for it is not trusted (--trust), or has not signed this.';
}

const unchecked = new WeakMap<ContractEvent, Map<string, Finding>>();

/** One finding for all captures of an event in a file, about the first of them: without a secret there is one for each. */
function uncheckedFinding(obstacle: string, capture: Capture, contract: Contract, event: ContractEvent): Finding {
  let byFile = unchecked.get(event);
  if (byFile === undefined) unchecked.set(event, (byFile = new Map()));
  const { file } = capture.place;
  const known = byFile.get(file);
  if (known?.message === obstacle) return known;
  const about = { contract: contract.id, event: event.name, capture: capture.id };
  const finding = findingOf(captureSignatureUnchecked, obstacle, capture.place, about);
  byFile.set(file, finding);
  return finding;
}

function obstacleTo(scheme: SignatureScheme, secrets: readonly Secret[], url: string): string | undefined {
  if (secrets.length === 0) return 'The signature was not checked: no secret is known.';
  if (scheme.signed.includes('{url}') && !/^https?:\/\//i.test(url)) {
    return 'The signature was not checked: it covers the URL, and the URL that is registered with the vendor is not known.';
  }
  return undefined;
}

const withoutTolerance = new WeakMap<SignatureScheme, SignatureScheme>();

/** The scheme without its tolerance: nobody knows when the capture was received, so it cannot be too old. */
function ageless(scheme: SignatureScheme): SignatureScheme {
  if (scheme.tolerance === undefined) return scheme;
  const known = withoutTolerance.get(scheme);
  if (known !== undefined) return known;
  const { tolerance: _, ...rest } = scheme;
  withoutTolerance.set(scheme, rest);
  return rest;
}
