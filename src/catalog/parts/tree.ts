import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import { paths } from '../links.ts';
import { vendorTitle } from '../site.ts';
import type { PageContext } from '../site.ts';

/** The tree at the left: vendors, versions of the one that is open, and events of the version that is open. */
export function treeOf({ site, path, link }: PageContext, openVendor?: string, openId?: string): Html {
  const item = (to: string, text: string, kind: string): Html =>
    html`<a class="${kind}" href="${link(to)}" ${attributes({ 'aria-current': to === path && 'page' })}>${text}</a>`;
  return html`<nav class="tree" id="tree" aria-label="Vendors and events">
    <ul>
      ${site.vendors.map(
        (vendor) =>
          html`<li>
            ${item(paths.vendor(vendor.name), vendorTitle(vendor), 'vendor')}${
              vendor.name === openVendor &&
              html`<ul>
                ${vendor.contracts.map(
                  ({ contract }) =>
                    html`<li>
                      ${item(paths.contract(contract), contract.version, 'version')}${
                        contract.id === openId &&
                        html`<ul>
                          ${contract.events.map(({ name }) => html`<li>${item(paths.event(contract, name), name, 'event')}</li>`)}
                        </ul>`
                      }
                    </li> `,
                )}
              </ul>`
            }
          </li> `,
      )}
    </ul>
  </nav> `;
}
