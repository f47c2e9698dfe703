import type { Contract } from '../asyncapi/model.ts';
import type { BenchOptions } from './bench.ts';
import type { CaseResult } from './result.ts';

/** What the deliveries of a run are signed with. */
interface Signing extends Pick<BenchOptions, 'url' | 'registeredUrl' | 'secret'> {
  /** Name of the variable that stands for the secret. */
  readonly secretName: string;
}

/**
 * What is probably wrong when nothing that a receiver should take is taken, and most of it is answered with 401 or 403:
 * not the receiver's code, but what both sides have to know. Undefined otherwise. Shows no
 * secret's value.
 */
export function hintOf(
  { authentication, vendor }: Contract,
  cases: readonly CaseResult[],
  { url, registeredUrl, secret, secretName }: Signing,
): string | undefined {
  // Of the old secret alone the present one says nothing.
  const right = cases.filter(({ id, expected, sent }) => expected === 'alive' && id !== 'old-secret' && sent > 0);
  const answers = right.flatMap((one) => one.answers);
  const total = count(answers);
  const refused = answers.filter(({ answer }) => answer === '401' || answer === '403');
  const isTaken = right.some(({ failures, sent }) => failures.length < sent);
  if (total === 0 || isTaken || count(refused) * 2 <= total) return undefined;
  const statuses = [...new Set(refused.map(({ answer }) => answer))].toSorted().join(' or ');
  return `${count(refused)} of ${total} deliveries that are rightly made were answered with ${statuses}, and none was accepted. ${why()}`;

  function why(): string {
    if (authentication.kind === 'none' || secret === undefined) {
      return 'If the receiver wants a secret in a header, name header and variable: --header "X-Key: env:NAME".';
    }
    const knows = `Does the receiver know the secret in $${secretName}`;
    if (authentication.kind === 'header') return `${knows}, and read it from the header ${authentication.header}?`;
    if (!authentication.scheme.signed.includes('{url}')) return `${knows}?`;
    const signed = `${vendor} signs the URL; ${registeredUrl ?? url} was signed`;
    return `${knows}? ${signed}: if the receiver believes to have another one, name that one with --url.`;
  }
}

function count(answers: CaseResult['answers']): number {
  return answers.reduce((sum, one) => sum + one.count, 0);
}
