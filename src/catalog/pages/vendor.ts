import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import { paths } from '../links.ts';
import { lede } from '../parts/fields.ts';
import { layout } from '../parts/layout.ts';
import { count, heading, table } from '../parts/small.ts';
import { verdicts } from '../parts/state.ts';
import { timeline } from '../parts/timeline.ts';
import { treeOf } from '../parts/tree.ts';
import { pairName, vendorTitle } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';

/** A vendor: its versions, and which of them can be compared. */
export function vendorPage(context: PageContext, vendor: Vendor): string {
  const [newest] = vendor.contracts;
  const title = vendorTitle(vendor);
  const body = html`<div class="head"><h1>${title}</h1></div>
    ${lede(newest?.contract.description)}
    ${newest !== undefined && html`<p><a class="button main" href="${context.link(paths.contract(newest.contract))}">Open ${newest.contract.id}</a></p>`}
    ${heading('versions', 'Versions')} ${timeline(context, vendor)} ${matrix(context, vendor)}`;
  return layout(context, {
    title,
    description: `${title}: ${count(vendor.contracts.length, 'version')} of its contract.`,
    crumbs: [{ text: 'Vendors', path: paths.home }],
    tree: treeOf(context, vendor.name),
    body,
  });
}

function matrix({ site, link }: PageContext, { name, contracts }: Vendor): Part {
  if (contracts.length < 2) return '';
  const oldest = contracts.toReversed();
  const cell = (older: string, newer: string): Part => {
    const pair = pairName(`${name}@${older}`, `${name}@${newer}`);
    if (!site.comparable.has(pair)) return '';
    const verdict = site.verdicts.get(pair);
    return html`<a href="${link(paths.compare(name, older, newer))}" title="${older} compared with ${newer}"
      >${verdict === undefined ? 'compare' : verdicts[verdict].text}</a
    >`;
  };
  const rows = oldest.slice(0, -1).map(({ contract: older }): Html => {
    const cells = oldest.slice(1).map(({ contract: newer }) => html`<td>${cell(older.version, newer.version)}</td>`);
    return html`<tr>
      <th scope="row">${older.version}</th>
      ${cells}
    </tr> `;
  });
  return html`${heading('compare', 'Compare any two')}
    <p class="prose soft">
      Rows are what receivers were written against, columns what is sent. The word says what becomes of old receivers.
    </p>
    ${table(['from, to', ...oldest.slice(1).map(({ contract }) => contract.version)], rows, '', 'Comparisons')}`;
}
