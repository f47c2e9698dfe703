import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { paths } from '../links.ts';
import { inlineMarkdown } from '../markdown.ts';
import { authenticationPart } from '../parts/authentication.ts';
import { deliveryPart } from '../parts/delivery.ts';
import { conformanceSummary } from '../parts/conformance.ts';
import { lede } from '../parts/fields.ts';
import { layout } from '../parts/layout.ts';
import { chip, codeBlock, count, empty, heading, table, tiles } from '../parts/small.ts';
import { clientFolder } from '../parts/snippets.ts';
import { stateChip } from '../parts/state.ts';
import { timeline } from '../parts/timeline.ts';
import { treeOf } from '../parts/tree.ts';
import { lifecyclePicture } from '../pictures/lifecycle.ts';
import { vendorTitle } from '../site.ts';
import type { InstallLine, PageContext, Vendor } from '../site.ts';

/** One version of a vendor's contract: what it is, how its deliveries are authenticated, its events and documents. */
export function contractPage(context: PageContext, vendor: Vendor, held: CatalogContract): string {
  const { contract, report } = held;
  const named = contract.events.filter(({ examples }) => examples.length === 0).length;
  const body = html`<div class="head">
      <h1>${contract.title}</h1>
      ${stateChip(held)}${chip(contract.id)}
    </div>
    ${lede(contract.description)} ${held.reason !== undefined && html`<p class="note warn">${held.reason}</p>`}
    ${tiles([
      ['Events', contract.events.length, named === 0 ? 'each with an example' : `${named} documented by name only`],
      report === undefined
        ? undefined
        : ['Examples that pass', `${report.examples.passed} of ${report.examples.total}`],
      ['Authentication', authenticationWord(held)],
      [
        'Live captures',
        html`<a href="${context.link(paths.conformance(contract))}">${conformanceSummary(held).value}</a>`,
        conformanceSummary(held).more,
      ],
    ])}
    ${findingsPart(held)} ${heading('events', 'Events')} ${eventTable(context, held)}
    ${heading('authentication', 'How deliveries are authenticated')} ${authenticationPart(context, held)}
    ${heading('delivery', 'How it delivers')} ${deliveryPart(contract)} ${lifecycles(context, held)}
    ${heading('versions', 'Versions')} ${timeline(context, vendor, contract.id)} ${contradictions(held)}
    ${heading('downloads', 'Downloads')} ${downloads(context, held)}`;
  return layout(context, {
    title: contract.id,
    description: `${contract.title}: ${count(contract.events.length, 'event')}.`,
    crumbs: [
      { text: 'Vendors', path: paths.home },
      { text: vendorTitle(vendor), path: paths.vendor(vendor.name) },
    ],
    tree: treeOf(context, vendor.name, contract.id),
    body,
  });
}

function authenticationWord({ contract: { authentication } }: CatalogContract): string {
  if (authentication.kind === 'signature') return 'signature';
  return authentication.kind === 'header' ? 'fixed header' : 'none';
}

function findingsPart({ findings }: CatalogContract): Part {
  if (findings.length === 0) return '';
  const lines = findings
    .slice(0, 20)
    .map(
      ({ rule, message, severity }) =>
        html`<li>${chip(severity, severity === 'error' ? 'bad' : 'warn')} ${message} <code>${rule}</code></li>`,
    );
  return html`<details class="note warn">
    <summary>The checks have ${count(findings.length, 'finding')}</summary>
    <ul>
      ${lines}
    </ul>
  </details>`;
}

function eventTable({ link }: PageContext, { contract, report }: CatalogContract): Html {
  if (contract.events.length === 0) return empty(html`<p>This contract has no events.</p>`);
  const rows = contract.events.map((event) => {
    const all = report?.exampleReports.filter((one) => one.event === event.name) ?? [];
    const passed = all.filter((one) => one.passed).length;
    const state =
      event.examples.length === 0
        ? chip('by name only', 'warn')
        : all.length > passed
          ? chip(`${passed} of ${all.length} pass`, 'bad')
          : chip(count(event.examples.length, 'example'), 'good');
    return html`<tr>
      <th scope="row" class="name"><a href="${link(paths.event(contract, event.name))}">${event.name}</a></th>
      <td>${inlineMarkdown(event.summary ?? event.title) ?? ''}</td>
      <td>${state}</td>
    </tr> `;
  });
  return table(['Event', 'Sent when', 'Documented'], rows, 'foldable', 'Events');
}

function lifecycles({ link }: PageContext, { scenarios, contract }: CatalogContract): Part {
  if (scenarios === undefined) return '';
  const names = new Set(contract.events.map(({ name }) => name));
  const linkOf = (event: string): string | undefined =>
    names.has(event) ? link(paths.event(contract, event)) : undefined;
  const all = Object.entries(scenarios.lifecycles);
  return html`${heading('lifecycle', 'Lifecycle')}
    <p class="prose soft">
      What the simulator plays: states, and the events on the way from one to the next. Shares and durations are made up
      unless the vendor documents them.
    </p>
    ${all.map(([name, lifecycle], index) =>
      all.length > 1 && index > 1
        ? html`<details>
            <summary><strong>${name}</strong></summary>
            ${lifecyclePicture(name, lifecycle, linkOf)}
          </details>`
        : html`<h3>${name}</h3>
            ${lifecyclePicture(name, lifecycle, linkOf)}`,
    )}`;
}

function contradictions({ contract: { contradictions: all } }: CatalogContract): Part {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ one, other, decision }) =>
      html`<tr>
        <td data-label="One side">${inlineMarkdown(one)}</td>
        <td data-label="Other side">${inlineMarkdown(other) ?? ''}</td>
        <td data-label="The contract">${inlineMarkdown(decision)}</td>
      </tr> `,
  );
  return html`${heading('contradictions', 'Where the vendor’s documents disagree')}
    <p class="prose soft">Two statements that cannot both be right, and what the contract has.</p>
    ${table(['One side', 'Other side', 'The contract'], rows, 'foldable', 'Contradictions')}`;
}

const fileNames: Readonly<Record<string, readonly [title: string, text: string]>> = {
  'asyncapi.json': ['AsyncAPI 3.1', 'the contract, everything in one document'],
  'openapi.json': ['OpenAPI 3.1', 'your side: the endpoint that receives it'],
  'schemas.json': ['JSON Schema', 'all payloads and models; each event has its own on its page'],
};

function downloads(context: PageContext, held: CatalogContract): Html {
  const { contract, files } = held;
  const rows = files.flatMap(({ name, content }) => {
    const [title, text] = fileNames[name] ?? [];
    if (title === undefined || text === undefined) return [];
    return [
      html`<tr>
        <th scope="row">
          <a
            href="${context.link(paths.file(contract, name))}"
            download="${contract.vendor}-${contract.version}-${name}"
            >${title}</a
          >
        </th>
        <td>${text}</td>
        <td class="num">${Math.ceil(new TextEncoder().encode(content).length / 1024)} kB</td>
      </tr> `,
    ];
  });
  const lines = context.site.options.install?.(held) ?? generateLines(held);
  return html`${rows.length > 0 && table(['Document', 'What it is', 'Size'], rows, '', 'Documents')}
    ${
      rows.length > 0 &&
      html`<p class="prose soft">
        For channels, operations and bindings as AsyncAPI has them, open the first in
        <a href="https://studio.asyncapi.com/" rel="noreferrer noopener">AsyncAPI Studio</a>, which renders it in the
        browser.
      </p>`
    }
    <h3>Client</h3>
    <p class="prose">
      Types, validators and a receiver that verifies
      ${contract.authentication.kind === 'signature' ? 'signatures' : 'the configured header'}; it depends on nothing.
    </p>
    ${lines.map(({ label, line }) => codeBlock(label, line, { class: 'wrap' }))}`;
}

function generateLines({ contract }: CatalogContract): readonly InstallLine[] {
  const { id } = contract;
  return [
    {
      label: `TypeScript, into src/webhooks/${clientFolder(contract)}`,
      line: `npx counterfoil generate ${id} --out src/webhooks`,
    },
    { label: 'npm package', line: `npx counterfoil generate ${id} --package @acme --out packages` },
    { label: 'Python', line: `npx counterfoil generate ${id} --lang python --out clients` },
    { label: 'Go', line: `npx counterfoil generate ${id} --lang go --out clients` },
  ];
}
