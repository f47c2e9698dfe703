import { html } from '../html.ts';
import type { Part } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { chip, count } from './small.ts';

/** Live captures of a contract, in few words. */
export function conformanceSummary({ report, drift }: CatalogContract): {
  readonly value: string;
  readonly more: string;
} {
  const live = liveOf({ report, drift });
  if (live.total > 0)
    return {
      value: `${percent(live.valid, live.total)} conform`,
      more: `${live.valid.toLocaleString('en')} of ${count(live.total, 'live capture')}`,
    };
  const documented = report?.captures.documented.total ?? 0;
  return {
    value: 'none yet',
    more:
      documented === 0
        ? 'nothing here is proven on real traffic'
        : `${count(documented, 'documented capture')} checked`,
  };
}

/** How many live captures there are and how many are valid: as drift has counted them, else as the checks did. */
export function liveOf({ report, drift }: Pick<CatalogContract, 'report' | 'drift'>): { valid: number; total: number } {
  if (drift !== undefined) {
    const counted = drift.events.flatMap(({ conformance }) => [conformance.liveAttested, conformance.liveClaimed]);
    return {
      valid: counted.reduce((sum, { valid }) => sum + valid, 0),
      total: counted.reduce((sum, { total }) => sum + total, 0),
    };
  }
  const tallies = report === undefined ? [] : [report.captures.liveAttested, report.captures.liveClaimed];
  return {
    valid: tallies.reduce((sum, { passed }) => sum + passed, 0),
    total: tallies.reduce((sum, { total }) => sum + total, 0),
  };
}

/** What is open between traffic and contract, as a chip. */
export function driftChip({ drift }: CatalogContract): Part {
  if (drift === undefined) return html`<span class="soft">no captures</span>`;
  const open = drift.drifts.filter(({ outcome }) => outcome === 'new').length;
  return open === 0 ? chip('no drift', 'good') : chip(count(open, 'drift'), 'warn');
}

/** `99.8 %`; never 100 where something fails, and never 0 where something passes. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '—';
  const share = (part / whole) * 100;
  if (part < whole && share > 99.9) return '99.9 %';
  if (part > 0 && share < 0.1) return '0.1 %';
  return `${Number(share.toFixed(1))} %`;
}
