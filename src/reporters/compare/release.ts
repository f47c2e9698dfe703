import type { ReleaseReport } from '../../checks/run-release.ts';
import { hang } from '../layout.ts';
import { createStyle } from '../pretty/style.ts';
import type { Style } from '../pretty/style.ts';
import type { ReporterOptions } from '../reporter.ts';
import { bumpText, hurtText } from './words.ts';

const statusTexts: Readonly<Record<ReleaseReport['status'], string>> = {
  released: 'is released',
  unchanged: 'had been released as it is',
  changed: 'had been released and has changed since: give it a new version',
  'too-small': 'is not released: its version is too near to the one before',
};

/** What became of each contract that was to be released, with what demands a greater step where one is refused. */
export function describeRelease(
  reports: readonly ReleaseReport[],
  options: Pick<ReporterOptions, 'colour' | 'unicode' | 'width'>,
): string {
  const style = createStyle(options);
  const lines = reports.flatMap((report) => [
    `${style.bold(style.show(report.id))} ${statusTexts[report.status]}`,
    ...(report.status === 'too-small' ? reasonLines(report, style) : []),
  ]);
  const isRefused = reports.some(({ status }) => status === 'changed' || status === 'too-small');
  return [...lines, ...(isRefused ? ['Nothing was recorded.'] : [])].map((line) => `${line}\n`).join('');
}

function reasonLines({ comparison }: ReleaseReport, style: Style): string[] {
  if (comparison === undefined) return [];
  const { changes } = comparison;
  return [
    ...hang('  ', style.show(bumpText(comparison)), style.width),
    ...changes
      .filter(({ outcome }) => outcome === 'fails')
      .flatMap((change) => hang('  - ', style.show(`${change.message} (${hurtText(change)})`), style.width)),
    '  counterfoil compare shows it with the payloads that break it.',
  ];
}
