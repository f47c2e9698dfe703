import { loadContract } from '../asyncapi/load-contract.ts';
import type { Contract } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import { duplicateKeyWarnings } from '../deliveries/duplicate-key-warning.ts';
import { mostDeliveries, parseInput } from '../deliveries/parse-input.ts';
import type { InputKind, InputProblem } from '../deliveries/parse-input.ts';
import type { Finding } from '../findings/finding.ts';
import { leftOut } from './left-out.ts';
import { RunError } from '../findings/run-error.ts';
import { resolveTargets, shippedContracts } from './targets.ts';
import { refuseUnsigned, verifyDelivery } from './verify-delivery.ts';
import type { VerifiedDelivery, VerifyOptions, VerifyRun } from './verify-result.ts';
import { noWatch, type RunContext } from './watch.ts';

/** After so many deliveries that nothing explains, less is tried: what they have in common would have been found. */
const mostThorough = 20;

/**
 * Verifies the signature of every delivery in the input, and says why when it does not match. Bad input is in the result,
 * never thrown.
 *
 * @throws RunError when a contract that is named does not exist, none of those that are named has a signature scheme, the
 *   URL is no URL, or there is no secret
 */
export async function runVerify(
  options: VerifyOptions,
  { watch, excluded }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<VerifyRun> {
  refuseUnusable(options);
  const { input, file, cwd } = options;
  const contracts: Contract[] = [];
  const findings: Finding[] = [];
  const named = options.contracts !== undefined;
  for (const path of named ? resolveTargets(options.contracts, cwd) : shippedContracts().map((each) => each.file)) {
    const reason = excluded.get(path);
    if (reason !== undefined) {
      findings.push(leftOut(path, cwd, reason));
      continue;
    }
    watch.enter(path);
    const { contract, findings: found } = await loadContract(path, { cwd });
    if (contract !== undefined) contracts.push(contract);
    else findings.push(...found.filter(({ severity }) => severity === 'error'));
  }
  watch.enter(undefined);
  if (named && contracts.length === 0) {
    const help = 'Correct what is wrong with the contract, or name another one.';
    throw new RunError('input', 'No contract that was named can be used.', { findings, help });
  }
  if (named) refuseUnsigned(contracts);
  const { kind, problems, captures } = await read(input, file);
  let unexplained = 0;
  const deliveries = captures.map((capture): VerifiedDelivery => {
    watch.beat();
    const variations = unexplained < mostThorough ? 2 : 1;
    const verified = verifyDelivery(capture, contracts, { ...options, variations });
    if (verified.result.status === 'unexplained') unexplained += 1;
    return { place: capture.place, ...verified, warnings: duplicateKeyWarnings(capture) };
  });
  return { kind, problems, deliveries, findings };
}

async function read(
  input: string | Uint8Array,
  file: string,
): Promise<{ kind: InputKind | undefined; problems: readonly InputProblem[]; captures: readonly Capture[] }> {
  const parsed = await parseInput(input, file);
  if (parsed.kind === undefined) return { ...parsed, captures: [] };
  const { kind, problems, captures } = parsed;
  if (captures.length + problems.length < mostDeliveries) return parsed;
  const message = `${captures.length} deliveries were read; what follows them, if anything does, was not.`;
  return { kind, captures, problems: [...problems, { message }] };
}

function refuseUnusable({ url, secrets }: VerifyOptions): void {
  if (url !== undefined && !/^https?:\/\/[^/?#\s]+/i.test(url)) {
    throw new RunError('usage', `"${url}" is no URL of an endpoint.`, {
      help: 'Give it whole, as it is registered with the vendor: https://example.com/hooks.',
    });
  }
  if (secrets.length === 0) {
    throw new RunError('usage', 'No secret was given.', { help: 'Give the one that the vendor and you share.' });
  }
  const empty = secrets.find(({ value }) => value.trim() === '');
  if (empty !== undefined) {
    throw new RunError('usage', `The secret${empty.id === undefined ? '' : ` ${empty.id}`} is empty.`, {
      help: 'Set it to the secret that the vendor shows for this endpoint.',
    });
  }
}
