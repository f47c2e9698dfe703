import { resolve } from 'node:path';
import { compileContract } from '../../checks/checked-contract.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { createCaptureJudge } from '../../checks/judge-capture.ts';
import { unsoundContract } from '../../checks/load-sound-contract.ts';
import { optionsToJudge, type Secret } from '../../checks/options.ts';
import { resolveTargets } from '../../checks/targets.ts';
import { noWatch } from '../../checks/watch.ts';
import { loadContract } from '../../asyncapi/load-contract.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { proofHeader } from '../../deliveries/choose-contract.ts';
import { SignatureSchemeError } from '../../signatures/signature-scheme-error.ts';
import { verify } from '../../signatures/verify.ts';
import { own } from '../../util/json.ts';
import type { CaptureRecord } from '../record.ts';
import { notKept } from '../record.ts';

/** What captures are held against. */
export interface JudgeOptions {
  /** AsyncAPI documents, folders, or shipped contracts; nothing is judged when empty. */
  readonly contracts: readonly string[];
  /** Secrets by vendor. */
  readonly secrets?: Readonly<Record<string, readonly Secret[]>>;
  /** The URL registered with the vendor, for signatures that cover it; that of each capture when absent. */
  readonly url?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** What came of one capture. */
export interface Judged {
  /** Undefined when no contract has to do with it. */
  readonly checked: CheckedContract | undefined;
  /** Name of the event, when it is known. */
  readonly event: string | undefined;
  readonly verdict: CaptureRecord['verdict'];
  readonly reasons: readonly string[];
  readonly signature: CaptureRecord['signature'];
}

export type RecordJudge = (capture: Capture) => Judged;

/** Findings about a signature: it has a member of its own. */
const aboutSignature = new Set(['capture/signature', 'capture/signature-unchecked']);

/**
 * Loads contracts and makes a judge of captures out of them.
 *
 * @throws {RunError} when a contract does not exist or has errors
 */
export async function loadJudge({
  contracts: targets,
  secrets = {},
  url,
  cwd = '',
}: JudgeOptions): Promise<RecordJudge> {
  if (targets.length === 0) return () => notJudged;
  const folder = resolve(cwd);
  const contracts: CheckedContract[] = [];
  for (const path of resolveTargets(targets, folder)) {
    const { contract, document, findings } = await loadContract(path, { cwd: folder });
    const compiled = contract === undefined ? undefined : compileContract(contract, document, path);
    const errors = [...findings, ...(compiled?.findings ?? [])].filter(({ severity }) => severity === 'error');
    if (compiled === undefined || errors.length > 0)
      throw unsoundContract(document.file, errors, (file) => `Captures cannot be held against ${file}`);
    contracts.push(compiled.checked);
  }
  const judge = createCaptureJudge(contracts, optionsToJudge(folder), noWatch);
  return (capture) => {
    const { contract, event, findings } = judge(capture, { files: [] });
    const checked = contracts.find((one) => one.contract.id === contract);
    const wrong = findings.filter(({ rule, severity }) => severity === 'error' && !aboutSignature.has(rule));
    const reasons = wrong.slice(0, 10).map(({ rule, place }) => [place.pointer ?? '', rule].join(' ').trim());
    const verdict = event === undefined ? 'unknown' : wrong.length > 0 ? 'deviates' : 'accepted';
    const signature = checked === undefined ? noSignature : proofOf(capture, checked, secrets, url);
    return { checked, event, verdict, reasons, signature };
  };
}

const noSignature: CaptureRecord['signature'] = { state: 'none' };

const notJudged: Judged = {
  checked: undefined,
  event: undefined,
  verdict: 'not-judged',
  reasons: [],
  signature: { state: 'not-checked' },
};

/** Whether the signature, or the fixed header, is that of somebody who knows a secret, and which secret that is. */
function proofOf(
  { delivery, missing, at }: Capture,
  { contract }: CheckedContract,
  bySecret: Readonly<Record<string, readonly Secret[]>>,
  registered: string | undefined,
): CaptureRecord['signature'] {
  const { authentication } = contract;
  if (authentication.kind === 'none') return noSignature;
  const secrets = own(bySecret, contract.vendor) ?? [];
  if (secrets.length === 0 || missing.has('headers')) return { state: 'not-checked' };
  const header = proofHeader(contract)?.toLowerCase() ?? '';
  const values = new Set(delivery.headers.filter(([name]) => name.toLowerCase() === header).map(([, value]) => value));
  if (values.has(notKept)) return { state: 'not-checked' };
  if (authentication.kind === 'header') {
    const found = secrets.find(({ value }) => values.has(value));
    return found === undefined ? { state: 'wrong', reason: 'mismatch' } : { state: 'valid', secret: found.id };
  }
  const url = registered ?? delivery.url;
  if (missing.has('url') && registered === undefined && authentication.scheme.signed.includes('{url}'))
    return { state: 'not-checked' };
  const { tolerance: _, ...ageless } = authentication.scheme;
  try {
    const { method, headers, body } = delivery;
    const scheme = at === undefined ? ageless : authentication.scheme;
    const now = at === undefined ? {} : { now: Date.parse(at) / 1000 };
    const verdict = verify(scheme, { secrets, url, method, headers, body: body.bytes, ...now });
    if (verdict.valid) return { state: 'valid', ...(verdict.secret === undefined ? {} : { secret: verdict.secret }) };
    return { state: 'wrong', reason: verdict.reason };
  } catch (error) {
    if (!(error instanceof SignatureSchemeError)) throw error;
    return { state: 'not-checked', reason: 'scheme' };
  }
}
