import type { Contract } from '../../asyncapi/model.ts';
import type {
  Change,
  ContractComparison,
  Direction,
  EventComparison,
  Witness,
} from '../../compatibility/contracts/model.ts';
import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { compareFields } from '../fields/compare-fields.ts';
import { paths } from '../links.ts';
import { inlineMarkdown } from '../markdown.ts';
import { fieldDifferences, valueDifference } from '../parts/differences.ts';
import { renderJson } from '../parts/json.ts';
import { layout } from '../parts/layout.ts';
import { chip, codeBlock, count, heading, table } from '../parts/small.ts';
import { verdicts } from '../parts/state.ts';
import { treeOf } from '../parts/tree.ts';
import { elementId, vendorTitle } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';

const directionNames: Readonly<Record<Direction, readonly [title: string, text: string]>> = {
  forward: [
    'Old receivers, new deliveries',
    'A receiver that was written for the older version gets what the newer one sends.',
  ],
  backward: [
    'New receivers, old captures',
    'A receiver that was written for the newer version reads what the older one sent.',
  ],
};

const bumps: Readonly<Record<ContractComparison['bump'], string>> = {
  major: 'a major version',
  minor: 'a minor version',
  patch: 'a patch: words only',
  none: 'no new version: nothing differs',
};

/** Two versions of a vendor's contract held against each other. */
export function comparePage(
  context: PageContext,
  vendor: Vendor,
  { older, newer, comparison }: { older: CatalogContract; newer: CatalogContract; comparison: ContractComparison },
): string {
  const hurting = comparison.changes.filter(({ hurts }) => hurts.length > 0);
  const others = comparison.changes.filter(({ hurts }) => hurts.length === 0);
  const [was, is] = [older.contract, newer.contract];
  const body = html`<div class="head"><h1>${vendorTitle(vendor)}: ${was.version} → ${is.version}</h1></div>
    <p class="lede">The difference demands ${bumps[comparison.bump]}. ${eventCounts(comparison)}</p>
    ${picker(context, vendor, was, is)}
    <div class="verdicts">
      ${(['forward', 'backward'] as const).map((direction) => verdictCard(direction, comparison[direction]))}
    </div>
    ${heading('changes', 'What hurts')}
    ${hurting.length === 0 ? html`<p class="note good">Nothing in the difference hurts a receiver.</p>` : hurting.map((change, index) => changePart(change, `change-${index + 1}`))}
    ${others.length > 0 && html`${heading('harmless', 'What hurts nobody')}${others.map((change, index) => changePart(change, `harmless-${index + 1}`))}`}
    ${heading('events', 'Events')} ${eventTable(context, comparison, was, is)}
    ${heading('side-by-side', 'Side by side')} ${sideBySide(comparison, was, is)}`;
  return layout(context, {
    title: `${vendorTitle(vendor)} ${was.version} to ${is.version}`,
    description: `What changed between ${was.id} and ${is.id}.`,
    crumbs: [
      { text: 'Vendors', path: paths.home },
      { text: vendorTitle(vendor), path: paths.vendor(vendor.name) },
    ],
    tree: treeOf(context, vendor.name),
    body,
  });
}

function eventCounts({ events }: ContractComparison): string {
  const parts = (['changed', 'added', 'removed', 'same'] as const).flatMap((status) => {
    const amount = events.filter((event) => event.status === status).length;
    return amount === 0 ? [] : [`${amount} ${status === 'same' ? 'as before' : status}`];
  });
  return `${count(events.length, 'event')}: ${parts.join(', ')}.`;
}

function picker({ link, site }: PageContext, { name, contracts }: Vendor, was: Contract, is: Contract): Part {
  const versions = contracts.map(({ contract }) => contract.version);
  const pairs = [...site.comparable.values()].flatMap(([first, second]) => {
    if (!first.startsWith(`${name}@`)) return [];
    const [older, newer] = [first.slice(name.length + 1), second.slice(name.length + 1)];
    return [[`${older}...${newer}`, link(paths.compare(name, older, newer))] as const];
  });
  if (pairs.length < 2) return '';
  const select = (id: string, label: string, chosen: string): Html =>
    html`<div>
      <label for="${id}">${label}</label
      ><select id="${id}">
        ${versions.map((version) => html`<option${version === chosen && html` selected`}>${version}</option>`)}
      </select>
    </div>`;
  return html`<div
      class="form needs-script"
      data-island="compare"
      data-pairs="${JSON.stringify(Object.fromEntries(pairs))}"
    >
      <div class="row">
        ${select('older', 'From', was.version)}${select('newer', 'To', is.version)}<span
          class="small soft"
          role="status"
        ></span>
      </div>
    </div>
    <p class="without-script small"><a href="${link(paths.vendor(name), 'compare')}">Compare other versions</a></p>`;
}

function verdictCard(direction: Direction, status: ContractComparison['forward']): Html {
  const [title, text] = directionNames[direction];
  const { text: word, tone } = verdicts[status];
  return html`<div class="verdict ${tone}">
    <p>${title}</p>
    <strong>${word}</strong>
    <p>${text}</p>
  </div>`;
}

/** More payloads than this are in the machine formats of `counterfoil compare`. */
const mostWitnesses = 2;

function changePart(change: Change, id: string): Html {
  const { message, rule, hurts, events, correction, weight, older, newer, witnesses } = change;
  const concerned = events.filter((event) => !message.includes(event));
  return html`<section class="change" id="${id}">
    <div class="body">
      <h3>${message}<a class="anchor" href="#${id}" aria-label="Link to this change">#</a></h3>
      <ul class="chips">
        ${hurts.map((direction) => html`<li>${chip(directionNames[direction][0].toLowerCase(), 'bad')}</li>`)}${concerned.slice(0, 8).map((event) => html`<li>${chip(event, 'plain')}</li>`)}${concerned.length > 8 && html`<li>${chip(`and ${concerned.length - 8} events more`)}</li>`}
        <li class="small soft"><code>${rule}</code></li>
      </ul>
      ${correction !== undefined && html`<p class="small">Corrects our own reading: ${inlineMarkdown(correction)}</p>`}${weight !== undefined && html`<p class="small">${weight}</p>`}
      ${valueDifference(older, newer)}
      ${witnesses.slice(0, mostWitnesses).map(witnessPart)}${witnesses.length > mostWitnesses && html`<p class="small soft">and ${count(witnesses.length - mostWitnesses, 'payload')} more of the same kind, which <code>counterfoil compare</code> shows</p>`}
    </div>
  </section> `;
}

function witnessPart({ direction, event, part, payload, refusals }: Witness): Html {
  const marks = new Map(refusals.map(({ pointer, message }) => [pointer, message]));
  const { html: text } = renderJson(payload, { marks });
  const who = direction === 'forward' ? 'an old receiver refuses it' : 'a new receiver refuses it';
  return html`<details>
    <summary>${part === 'headers' ? 'Headers that break it' : 'Payload that breaks it'}: <code>${event}</code></summary>
    ${codeBlock(html`<code>${event}</code>: ${who}`, text)}
  </details>`;
}

const statusChips: Readonly<Record<EventComparison['status'], Html>> = {
  added: chip('added', 'good'),
  removed: chip('removed', 'bad'),
  changed: chip('changed', 'warn'),
  same: chip('as before'),
};

function eventTable({ link }: PageContext, { events, changes }: ContractComparison, was: Contract, is: Contract): Html {
  const rows = events.map(({ event, status, likely }) => {
    const contract = status === 'removed' ? was : is;
    const own = changes.filter((change) => change.events.includes(event) && change.hurts.length > 0).length;
    const more =
      likely === undefined
        ? ''
        : status === 'removed'
          ? html`likely now <code>${likely}</code>`
          : html`likely the former <code>${likely}</code>`;
    return html`<tr>
      <th scope="row" class="name"><a href="${link(paths.event(contract, event))}">${event}</a></th>
      <td>${statusChips[status]} <span class="small soft">${more}</span></td>
      <td>${own === 0 ? '' : html`<a href="#${elementId('diff', event)}">${count(own, 'break')}</a>`}</td>
    </tr> `;
  });
  return table(['Event', 'What became of it', 'What hurts'], rows, 'foldable', 'Events');
}

function sideBySide({ events }: ContractComparison, was: Contract, is: Contract): Html {
  const parts = events.flatMap(({ event, status }) => {
    if (status === 'same') return [];
    const older = was.events.find(({ name }) => name === event);
    const newer = is.events.find(({ name }) => name === event);
    const rows = compareFields(older && { contract: was, event: older }, newer && { contract: is, event: newer });
    return [fieldDifferences(event, [was.version, is.version], rows, status === 'changed')];
  });
  return parts.length === 0
    ? html`<p class="note good">The fields of all events are the same.</p>`
    : html`<p class="prose soft">Fields as receivers see them; what is the same is folded away.</p>
        ${parts}`;
}
