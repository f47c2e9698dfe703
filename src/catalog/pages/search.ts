import { html } from '../html.ts';
import { paths } from '../links.ts';
import { layout } from '../parts/layout.ts';
import { empty } from '../parts/small.ts';
import { vendorTitle } from '../site.ts';
import type { PageContext } from '../site.ts';

/** What a search found, where scripts run; all events from A to Z, where they do not. */
export function searchPage(context: PageContext): string {
  const { site, link } = context;
  const events = site.vendors
    .flatMap((vendor) => {
      const newest = vendor.contracts.slice(0, 1);
      return newest.flatMap(({ contract }) => contract.events.map(({ name }) => ({ name, contract, vendor })));
    })
    .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const body = html`<div class="head"><h1>Search</h1></div>
    <div data-island="search" class="needs-script">
      <p class="lede" role="status">Type into the field at the top.</p>
      <ol class="index results"></ol>
    </div>
    <h2 id="events">All events from A to Z</h2>
    ${
      events.length === 0
        ? empty(html`<p>There are no events yet.</p>`)
        : html`<ul class="index">
              ${events.map(
                ({ name, contract, vendor }) =>
                  html`<li>
                    <a href="${link(paths.event(contract, name))}"><code>${name}</code></a>
                    <span class="small soft">${vendorTitle(vendor)}</span>
                  </li> `,
              )}
            </ul>
            <p class="small soft">Of the newest version of each vendor.</p>`
    }`;
  return layout(context, { title: 'Search', crumbs: [{ text: 'Vendors', path: paths.home }], body });
}
