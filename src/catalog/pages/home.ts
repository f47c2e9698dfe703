import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { paths } from '../links.ts';
import { inlineMarkdown } from '../markdown.ts';
import { conformanceSummary, driftChip } from '../parts/conformance.ts';
import { layout } from '../parts/layout.ts';
import { chip, count, empty, meter } from '../parts/small.ts';
import { stateChip, verdicts } from '../parts/state.ts';
import { pairName, vendorTitle } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';

/** All vendors with the state of their newest contract. */
export function homePage(context: PageContext): string {
  const { vendors } = context.site;
  const contracts = vendors.flatMap((vendor) => vendor.contracts);
  const events = contracts.reduce((sum, { contract }) => sum + contract.events.length, 0);
  const body = html`<div class="hero">
      <h1>What vendors send</h1>
      <div class="lede">
        <p>
          The webhooks of ${count(vendors.length, 'vendor')}, written down: ${count(events, 'event')} in
          ${count(contracts.length, 'contract')}, each field with where it comes from.
          <span class="needs-script">Press <kbd>/</kbd> to search.</span>
        </p>
      </div>
    </div>
    ${
      vendors.length === 0
        ? nothing()
        : html`<ul class="cards">
            ${vendors.map((vendor) => card(context, vendor))}
          </ul>`
    }
    ${vendors.length > 0 && html`<p class="small soft"><a href="${context.link(paths.search)}">All events from A to Z</a></p>`}`;
  return layout(context, {
    title: '',
    description: `Contracts of the webhooks of ${count(vendors.length, 'vendor')}.`,
    crumbs: [],
    body,
  });
}

function nothing(): Html {
  return empty(
    html`<p><strong>No contract is here yet.</strong></p>
      <p>
        Write one as AsyncAPI, or begin with deliveries that came:
        <code>counterfoil infer &lt;captures&gt; --vendor &lt;name&gt; --out contracts</code>.
      </p>`,
  );
}

function card({ link, site }: PageContext, vendor: Vendor): Html {
  const [newest] = vendor.contracts;
  if (newest === undefined) return html``;
  const { contract, report } = newest;
  const former = vendor.contracts[1]?.contract;
  const pair = former === undefined ? '' : pairName(former.id, contract.id);
  const verdict = site.verdicts.get(pair);
  const live = conformanceSummary(newest);
  return html`<li>
    <div class="top">
      <h2><a href="${link(paths.vendor(vendor.name))}">${vendorTitle(vendor)}</a></h2>
      <p>${inlineMarkdown(firstSentence(contract.description)) ?? contract.title}</p>
    </div>
    <dl class="facts">
      <div>
        <dt>Newest version</dt>
        <dd><a href="${link(paths.contract(contract))}">${contract.version}</a> ${stateChip(newest)}</dd>
      </div>
      <div>
        <dt>Events</dt>
        <dd><a href="${link(paths.contract(contract), 'events')}">${contract.events.length}</a></dd>
      </div>
      ${
        report !== undefined &&
        html`<div>
          <dt>Examples that pass</dt>
          <dd>
            ${meter(report.examples.passed, report.examples.total)}${report.examples.passed} of ${report.examples.total}
          </dd>
        </div>`
      }
      <div>
        <dt>Live captures</dt>
        <dd>
          ${newest.drift === undefined ? live.value : html`<a href="${link(paths.conformance(contract))}">${live.value}</a>`}
        </dd>
      </div>
      <div>
        <dt>Drift</dt>
        <dd>${driftChip(newest)}</dd>
      </div>
    </dl>
    <div class="stub">
      ${vendor.contracts.slice(0, 6).map((held) => html`<a href="${link(paths.contract(held.contract))}">${held.contract.version}</a>`)}${vendor.contracts.length > 6 && html`<a href="${link(paths.vendor(vendor.name))}">${vendor.contracts.length - 6} more</a>`}${former !== undefined && verdict !== undefined && html`<a href="${link(paths.compare(vendor.name, former.version, contract.version))}">from ${former.version}: ${chip(verdicts[verdict].text, verdicts[verdict].tone)}</a>`}
    </div>
  </li> `;
}

/** Of a long text the beginning: a card is no place for all of it. */
function firstSentence(text: string | undefined): string | undefined {
  const [first = ''] = (text ?? '').split(/(?<=[.:;])\s+(?=\p{Lu})|\n\s*\n/u);
  return first.length <= 220 ? first.replace(/[:;]$/, '.') : `${first.slice(0, 200).replace(/\s\S*$/, '')}…`;
}
