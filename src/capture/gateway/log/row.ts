import type { LoggedDelivery } from './log.ts';

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

/** What is out of the ordinary, in brackets. */
export function notes({ duplicateOf, retryOf, delivery, answer }: LoggedDelivery): string {
  const found = [
    duplicateOf === undefined ? undefined : 'duplicate',
    retryOf === undefined ? undefined : 'retry',
    delivery,
    answer?.failure === undefined ? undefined : `receiver: ${answer.failure}`,
  ].filter((note) => note !== undefined);
  return found.length === 0 ? '' : `  (${found.join(', ')})`;
}

/** What else is known, line by line. */
export function detailsOf({
  id,
  method,
  path,
  bytes,
  signature,
  reasons = [],
  duplicateOf,
  retryOf,
}: LoggedDelivery): string[] {
  const { secret, reason } = signature;
  const proof = [secret === undefined ? undefined : `secret ${secret}`, reason].filter((one) => one !== undefined);
  return [
    `${id}  ${method} ${path}  ${bytes} bytes${proof.length === 0 ? '' : `  ${proof.join(', ')}`}`,
    ...(duplicateOf === undefined ? [] : [`came before as ${duplicateOf}, with success`]),
    ...(retryOf === undefined ? [] : [`came before as ${retryOf}, without success`]),
    ...reasons,
  ];
}

/** The cells of a row, without colours, and what the delivery is. */
export function cellsOf(delivery: LoggedDelivery): { readonly cells: readonly string[]; readonly what: string } {
  const { receivedAt, verdict, signature, answer, contract, event, method, path, added } = delivery;
  return {
    cells: [
      receivedAt.slice(11, 19),
      verdict,
      signature.state,
      `${answer?.status ?? '-'}${answer?.by === 'gateway' ? ' (own)' : ''}`,
      answer?.by === 'receiver' ? milliseconds(answer.duration) : '-',
      milliseconds(added),
    ],
    what: contract === undefined ? `${method} ${path.slice(0, 100)}` : `${contract} ${event ?? '(no event)'}`,
  };
}

export const columns = [8, 10, 11, 10, 9, 9] as const;
export const titles = ['time UTC', 'verdict', 'signature', 'answer', 'receiver', 'gateway'] as const;
