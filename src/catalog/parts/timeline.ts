import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import { paths } from '../links.ts';
import { pairName } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';
import { chip, count } from './small.ts';
import { stateChip, verdicts } from './state.ts';

/** The versions of a vendor, newest first, each with the verdict about the step from the one before. */
export function timeline({ site, link }: PageContext, { name, contracts }: Vendor, currentId?: string): Html {
  const items = contracts.map((held, index) => {
    const { contract, released } = held;
    const former = contracts[index + 1]?.contract;
    const pair = former === undefined ? '' : pairName(former.id, contract.id);
    const verdict = site.verdicts.get(pair);
    const step =
      former === undefined || !site.comparable.has(pair)
        ? html``
        : html`<p class="small">
            <a href="${link(paths.compare(name, former.version, contract.version))}">Compare with ${former.version}</a
            >${verdict !== undefined && html` ${chip(`old receivers: ${verdicts[verdict].text}`, verdicts[verdict].tone)}`}
          </p>`;
    return html`<li${attributes({ class: contract.id === currentId && 'current' })}><div class="head"><strong><a href="${link(paths.contract(contract))}">${contract.version}</a></strong>${stateChip(held)}${contract.id === currentId && chip('this one', 'accent')}<span class="small soft">${released === undefined ? '' : `${released}, `}${count(contract.events.length, 'event')}</span></div>${step}</li>\n`;
  });
  return html`<ol class="timeline">
    ${items}
  </ol>`;
}
