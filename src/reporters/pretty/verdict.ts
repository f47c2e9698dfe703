import type { CheckResult } from '../../checks/result.ts';
import { hang } from '../layout.ts';
import { capturesText, count, countFindings, isLiveChecked, sumTallies, tallyText, totalCaptures } from '../words.ts';
import type { Style } from './style.ts';

/** The verdict and what it rests on: the first lines of the report. */
export function verdictLines(result: CheckResult, style: Style): string[] {
  const [first = '', ...others] = statements(result);
  return [
    ...hang(`${style.verdict(result.verdict)}  `, first, style.width),
    ...others.flatMap((text) => hang(' '.repeat(6), text, style.width)),
  ];
}

function statements(result: CheckResult): string[] {
  const { contracts, counts, profile, failOn } = result;
  if (contracts.length === 0) return [`No contract was checked: ${countFindings(counts)}.`];
  const events = contracts.reduce((sum, contract) => sum + contract.events, 0);
  const byName = contracts.reduce((sum, contract) => sum + contract.documentedByNameOnly, 0);
  const examples = sumTallies(contracts.map((contract) => contract.examples));
  return [
    `${count(contracts.length, 'contract')}, ${count(events, 'event')}: ${countFindings(counts)}.`,
    `Examples: ${tallyText(examples)} pass${byName === 0 ? '' : `; ${count(byName, 'event')} documented by name only`}.`,
    `Captures: ${capturesText(result)}.`,
    ...(isLiveChecked(totalCaptures(result))
      ? []
      : ['No live capture was checked: nothing here is proven on real traffic.']),
    ...(profile === 'strict' ? ['Strict profile: what the contracts do not describe is reported.'] : []),
    ...(failOn === 'warning' ? ['A warning fails this run.'] : []),
  ];
}
