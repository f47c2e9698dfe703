import type { ContractDrift, Drift, EventDrift } from '../../capture/drift/result.ts';
import { captureOrigins } from '../../checks/result.ts';
import type { CaptureOrigin } from '../../checks/result.ts';
import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { paths } from '../links.ts';
import { liveOf, percent } from '../parts/conformance.ts';
import { layout } from '../parts/layout.ts';
import { chip, count, empty, heading, meter, table, tiles } from '../parts/small.ts';
import { treeOf } from '../parts/tree.ts';
import { conformanceChart, spanChart } from '../pictures/charts.ts';
import { vendorTitle } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';

const originNames: Readonly<Record<CaptureOrigin, string>> = {
  liveAttested: 'live, attested',
  liveClaimed: 'live, claimed',
  documented: 'documented',
  simulated: 'simulated',
  notStated: 'origin not stated',
};

/** Whether captures of a contract conform to it, and where they do not. */
export function conformancePage(context: PageContext, vendor: Vendor, held: CatalogContract): string {
  const { contract, drift } = held;
  const body = html`<div class="head"><h1>Conformance of ${contract.id}</h1></div>
    ${drift === undefined ? nothing(held) : content(context, held, drift)}`;
  return layout(context, {
    title: `Conformance of ${contract.id}`,
    description: `Whether captures of ${contract.id} conform to it.`,
    crumbs: [
      { text: 'Vendors', path: paths.home },
      { text: vendorTitle(vendor), path: paths.vendor(vendor.name) },
      { text: contract.version, path: paths.contract(contract) },
    ],
    tree: treeOf(context, vendor.name, contract.id),
    body,
  });
}

function nothing({ contract }: CatalogContract): Html {
  return empty(
    html`<p><strong>No captures of this contract are known here.</strong></p>
      <p>
        Record what the vendor really sends with <code>counterfoil gateway --contract ${contract.id}</code>, and name
        the store when the catalog is built or served.
      </p>`,
  );
}

function content(context: PageContext, held: CatalogContract, drift: ContractDrift): Html {
  const live = liveOf(held);
  const [first, last] = span(drift.events);
  const open = drift.drifts.filter(({ outcome }) => outcome === 'new');
  return html`<p class="lede">
      ${drift.basis === 'live' ? 'What live captures say about the contract.' : 'No capture is live: this says nothing about what the vendor sends today.'}
    </p>
    ${tiles([
      [
        'Live captures that conform',
        live.total === 0 ? 'none' : percent(live.valid, live.total),
        live.total === 0
          ? 'nothing live was captured'
          : `${live.valid.toLocaleString('en')} of ${live.total.toLocaleString('en')}`,
      ],
      ['Captures', drift.captures.toLocaleString('en'), drift.basis === 'live' ? 'live' : 'not live'],
      ['Open drifts', open.length, `${drift.drifts.length - open.length} approved`],
      first === undefined || last === undefined ? undefined : ['From, to', day(first), day(last)],
    ])}
    ${heading('events', 'By event')} ${conformanceChart(drift.events)} ${eventTable(context, held, drift.events)}
    ${heading('drift', 'Where captures and contract disagree')}
    ${drift.drifts.length === 0 ? html`<p class="note good">Nowhere: captures hold nothing that the contract does not say.</p>` : html`${spanChart(drift.drifts)}${driftTable(context, held, drift.drifts)}`}
    ${drift.limits.map((limit) => html`<p class="small soft">${limit}</p>`)}`;
}

function eventTable({ link }: PageContext, { contract }: CatalogContract, events: readonly EventDrift[]): Html {
  const names = new Set(contract.events.map(({ name }) => name));
  const origins = captureOrigins.filter((origin) => events.some(({ conformance }) => conformance[origin].total > 0));
  const rows = events.map(({ event, conformance, last }) => {
    const name = names.has(event) ? html`<a href="${link(paths.event(contract, event))}">${event}</a>` : event;
    const cells = origins.map((origin) => {
      const { total, valid } = conformance[origin];
      return html`<td class="num" data-label="${originNames[origin]}">
        ${total === 0 ? '—' : html`${meter(valid, total)}${valid.toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </td>`;
    });
    return html`<tr>
      <th scope="row" class="name">${name}</th>
      ${cells}
      <td class="num" data-label="last">${last === undefined ? '—' : day(last)}</td>
    </tr> `;
  });
  return table(
    ['Event', ...origins.map((origin) => originNames[origin]), 'Last seen'],
    rows,
    'foldable',
    'Captures by event',
  );
}

/** More are in the machine formats of `counterfoil drift`. */
const mostDrifts = 300;

function driftTable({ link }: PageContext, { contract }: CatalogContract, drifts: readonly Drift[]): Html {
  const names = new Set(contract.events.map(({ name }) => name));
  const tone = { error: 'bad', warning: 'warn', info: 'plain' } as const;
  const rows = drifts.slice(0, mostDrifts).map((drift) => {
    const { event, path, what, captures, of, first, last, outcome, approval, severity, rule } = drift;
    const where: Part =
      event === undefined
        ? 'the contract'
        : names.has(event)
          ? html`<a href="${link(paths.event(contract, event))}">${event}</a>`
          : event;
    return html`<tr>
      <th scope="row" class="name">${where}${path !== '' && html`<br /><code>${path}</code>`}</th>
      <td>
        ${what}
        ${outcome === 'approved' ? chip('approved', 'plain', approval?.reason) : chip(severity, tone[severity])}<br /><code
          class="small"
          >${rule}</code
        >
      </td>
      <td class="num" data-label="Captures">${captures.toLocaleString('en')} of ${of.toLocaleString('en')}</td>
      <td class="num" data-label="Seen">
        ${first === undefined ? '—' : html`${day(first)}${last !== undefined && last.slice(0, 10) !== first.slice(0, 10) && html`<br />to ${day(last)}`}`}
      </td>
    </tr> `;
  });
  return html`${table(['Where', 'What', 'Captures', 'Seen'], rows, 'foldable', 'Drifts')}${drifts.length > mostDrifts && html`<p class="small soft">and ${count(drifts.length - mostDrifts, 'drift')} more</p>`}`;
}

function span(events: readonly EventDrift[]): readonly [string | undefined, string | undefined] {
  const firsts = events.flatMap(({ first }) => first ?? []).toSorted();
  const lasts = events.flatMap(({ last }) => last ?? []).toSorted();
  return [firsts[0], lasts.at(-1)];
}

function day(time: string): string {
  return time.slice(0, 10);
}
