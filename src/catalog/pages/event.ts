import type { ContractEvent, Example } from '../../asyncapi/model.ts';
import { html, Html, escape } from '../html.ts';
import type { Part } from '../html.ts';
import { mockPlaceholder } from '../data/catalog-contract.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { eventFields } from '../fields/build-fields.ts';
import type { Field } from '../fields/field.ts';
import { paths } from '../links.ts';
import { codeBlock, chip, chips, count, empty, heading } from '../parts/small.ts';
import { receiverSnippet } from '../parts/snippets.ts';
import { fieldTree, lede, sourceLine } from '../parts/fields.ts';
import type { FieldPlace } from '../parts/fields.ts';
import { renderJson } from '../parts/json.ts';
import { highlight } from '../parts/highlight.ts';
import { layout } from '../parts/layout.ts';
import { treeOf } from '../parts/tree.ts';
import { vendorTitle } from '../site.ts';
import type { PageContext, Vendor } from '../site.ts';
import { stateChip } from '../parts/state.ts';

/** What one event carries: fields, examples, types, how to try it, and a place to try payloads. */
export function eventPage(context: PageContext, vendor: Vendor, held: CatalogContract, event: ContractEvent): string {
  const { contract } = held;
  const fields = eventFields(contract, event);
  const places = new Map<string, FieldPlace[]>();
  const examples = event.examples.map((example, index) => examplePart(held, event, example, { index, fields, places }));
  const personal = countPersonal(fields);
  const index = contract.events.indexOf(event);
  const body = html`<div class="head">
      <h1><code>${event.name}</code></h1>
      ${stateChip(held)}
    </div>
    ${lede(event.summary, event.description)}
    ${chips([
      event.title === undefined || event.title === event.name ? undefined : chip(event.title),
      chip(`${event.method} ${event.contentType}`),
      event.examples.length === 0
        ? chip('documented by name only', 'warn')
        : chip(count(event.examples.length, 'documented example'), 'good'),
      personal > 0 ? chip(`${count(personal, 'field')} with personal data`, 'warn') : undefined,
    ])}
    ${recognised(held, event)}
    <nav class="tools" aria-label="On this page">
      <a class="button small" href="#try">Try a payload</a><a class="button small" href="#type">TypeScript</a
      ><a class="button small" href="#receive">Receive it</a><a class="button small" href="#send">Send it</a>
    </nav>
    <div class="split">
      <section aria-labelledby="fields">
        <div class="titled">
          ${heading('fields', 'Fields')}
          <div class="tools needs-script">
            <button class="button small" type="button" data-unfold="all">Unfold all</button
            ><button class="button small" type="button" data-unfold="none">Fold all</button>
          </div>
        </div>
        ${fields.length === 0 ? empty(html`<p>The contract says nothing about the payload of this event.</p>`) : fieldTree(fields, { places, examples: event.examples.length })}
        ${event.source === undefined ? '' : sourceLine(event.source)}
      </section>
      <section class="side" aria-labelledby="examples">
        ${heading('examples', 'Examples')}
        ${
          examples.length === 0
            ? empty(
                html`<p>The vendor names this event and shows no payload of it.</p>
                  <p class="small">The contract requires only what tells the event apart.</p>`,
              )
            : examples
        }
      </section>
    </div>
    ${tryPart(context, held, event)} ${heading('type', 'TypeScript')}
    ${codeBlock(`types of ${contract.id}`, highlight(held.types.byEvent.get(event.name) ?? ''))}
    ${heading('receive', 'Receive it')} ${codeBlock('receiver.ts', highlight(receiverSnippet(contract, event)))}
    ${heading('send', 'Send it to the mock')} ${sendPart(context, held, event)} ${fileLinks(context, held, event)}
    ${neighbours(context, held, index)}`;
  return layout(context, {
    title: `${event.name}, ${contract.id}`,
    description: event.summary,
    crumbs: [
      { text: 'Vendors', path: paths.home },
      { text: vendorTitle(vendor), path: paths.vendor(vendor.name) },
      { text: contract.version, path: paths.contract(contract) },
    ],
    tree: treeOf(context, vendor.name, contract.id),
    body,
  });
}

function recognised({ contract: { selector } }: CatalogContract, { match }: ContractEvent): Part {
  const parts = selector.flatMap((part, index) => {
    const values = match[index];
    if (values === undefined) return [];
    const place =
      part.kind === 'pointer' ? html`<code>${part.pointer}</code>` : html`the header <code>${part.header}</code>`;
    return [html`${place} is ${values.map((value, at) => html`${at > 0 ? ' or ' : ''}<code>${value}</code>`)}`];
  });
  return parts.length === 0
    ? ''
    : html`<p>
        A delivery is this event when ${parts.map((part, index) => html`${index > 0 ? ' and ' : ''}${part}`)}.
      </p>`;
}

function examplePart(
  { report }: CatalogContract,
  event: ContractEvent,
  example: Example,
  { index, fields, places }: { index: number; fields: readonly Field[]; places: Map<string, FieldPlace[]> },
): Html {
  const rendered = renderJson(example.payload, { fields, prefix: `x${index + 1}-` });
  for (const [field, id] of rendered.places) {
    places.set(field, [...(places.get(field) ?? []), { example: example.name, id }]);
  }
  const checked = report?.exampleReports.find((one) => one.event === event.name && one.example === example.name);
  const repairs = example.source?.repairs ?? [];
  const state = checked === undefined ? '' : checked.passed ? chip('passes', 'good') : chip('fails', 'bad');
  return html`${codeBlock(html`<strong>${example.name}</strong>${example.summary !== undefined && html` · ${example.summary}`} ${state}`, rendered.html, { id: `x${index + 1}` })}${
    repairs.length > 0 &&
    html`<details class="small">
      <summary>${count(repairs.length, 'repair')} of the documented text</summary>
      <ul>
        ${repairs.map(
          ({ pointer, was, became, reason }) =>
            html`<li>
              <code>${pointer === '' ? 'the whole' : pointer}</code>: ${reason}
              <span class="soft">Was <code>${was}</code>, became <code>${became}</code>.</span>
            </li>`,
        )}
      </ul>
    </details>`
  }`;
}

function tryPart(context: PageContext, { contract, validators }: CatalogContract, event: ContractEvent): Html {
  const example = event.examples[0];
  const text = example === undefined ? '' : JSON.stringify(example.payload, undefined, 2);
  return html`${heading('try', 'Try a payload')}
  ${
    validators === undefined
      ? empty(
          html`<p>The validators of this contract cannot run in a page. <code>counterfoil check</code> runs them.</p>`,
        )
      : html`<p class="without-script note">
            With scripts turned on, a payload that is pasted here is validated in the page.
            <code>counterfoil identify</code> does the same on the command line.
          </p>
          <div
            class="card needs-script"
            data-island="try"
            data-runtime="${context.asset('validate.js')}"
            data-validators="${context.link(paths.validators(contract))}"
            data-contract="${contract.id}"
            data-event="${event.name}"
          >
            <div class="form">
              <div>
                <label for="payload">Payload, as JSON</label
                ><textarea id="payload" spellcheck="false" rows="12">${new Html(`\n${escape(text)}`)}</textarea>
              </div>
              <div class="row">
                <button type="button" class="button main">Validate</button
                ><span class="small soft">It stays in this page. <kbd>Ctrl</kbd> <kbd>Enter</kbd> does the same.</span>
              </div>
            </div>
            <div class="result" role="status" aria-live="polite"></div>
          </div>`
  }`;
}

function sendPart({ site }: PageContext, held: CatalogContract, event: ContractEvent): Part {
  const url = (site.options.mockUrl ?? 'http://127.0.0.1:4010').replace(/\/$/, '');
  const curl = held.curls.get(event.name)?.replaceAll(mockPlaceholder, () => url);
  if (curl === undefined) return empty(html`<p>No payload is known that the mock could be sent.</p>`);
  return html`<p class="prose">
      Start a mock with <code>counterfoil mock ${held.contract.id}</code>, and it answers as a receiver should: success
      for what the contract allows, and what is wrong for everything else.
    </p>
    ${codeBlock('curl', curl)}`;
}

function fileLinks({ link }: PageContext, { contract, files }: CatalogContract, event: ContractEvent): Part {
  const own = files.filter((file) => file.event === event.name);
  return own.length === 0
    ? ''
    : html`<p>
        ${own.map(({ name }) => html`<a class="button" href="${link(paths.file(contract, name))}" download>JSON Schema of this event</a>`)}
      </p>`;
}

function neighbours({ link }: PageContext, { contract }: CatalogContract, index: number): Part {
  const [before, after] = [contract.events[index - 1], contract.events[index + 1]];
  return html`<hr />
    <nav class="tools" aria-label="Neighbouring events">
      ${before !== undefined && html`<a class="button" rel="prev" href="${link(paths.event(contract, before.name))}">← <code>${before.name}</code></a>`}${after !== undefined && html`<a class="button" rel="next" href="${link(paths.event(contract, after.name))}"><code>${after.name}</code> →</a>`}
    </nav>`;
}

function countPersonal(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + (field.personal === undefined ? 0 : 1) + countPersonal(field.fields), 0);
}
