import { approveCommand } from '../../checks/compare/findings.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Drift } from './result.ts';

/**
 * A drift as a finding. It stands at the contract, where it can be acted on; the capture that showed it is named.
 *
 * @param contract id of the contract; undefined for what concerns none
 * @param file the contract's document
 */
export function driftFinding(drift: Drift, contract: string | undefined, file: string, today: string): Finding {
  const { rule, severity, event, place, capture, schema, example, outcome, fingerprint } = drift;
  return {
    rule,
    severity,
    message: messageOf(drift),
    place: place.file === '' ? { file } : place,
    ...(outcome === 'new' && severity !== 'info'
      ? { help: `To approve it: ${approveCommand(fingerprint, today)}` }
      : {}),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    ...(capture === undefined ? {} : { capture }),
    ...(example === undefined && schema === undefined
      ? {}
      : {
          evidence: {
            ...(example === undefined ? {} : { actual: example }),
            ...(schema === undefined ? {} : { schema }),
          },
        }),
  };
}

/** What a drift is, how often, and when: in sentences. */
function messageOf({ path, what, captures, of, first, last, outcome, approval }: Drift): string {
  const about = path === '' ? `${what}.` : `${path} ${what}.`;
  const often = captures === 0 || of < captures ? '' : ` In ${captures} of ${of} captures${when(first, last)}.`;
  const approved = outcome === 'approved' ? ` Approved by ${approval?.by} until ${approval?.until}.` : '';
  return `${about}${often}${approved}`;
}

function when(first: string | undefined, last: string | undefined): string {
  if (first === undefined || last === undefined) return '';
  return first === last ? `, at ${first}` : `, from ${first} to ${last}`;
}
