import type { MockDelivery } from '../../spaces/delivery-list.ts';
import { deliveriesPart } from './deliveries.ts';
import type { Overview, OverviewOfContract } from '../overview.ts';
import { Html, html } from './html.ts';
import { script, style } from './style.ts';

// Whole: the policy has hashes of what is between the tags, blanks included.
const styleElement = new Html(`<style>${style}</style>`);
const scriptElement = new Html(`<script>${script}</script>`);

/** The page of a mock: its endpoints, how to send to them, and what has come. Whole without scripts. */
export function renderPage(seen: Overview, deliveries: readonly MockDelivery[]): string {
  const title = seen.space === undefined ? 'Counterfoil mock' : `Counterfoil mock, space ${seen.space}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <h1>${title}</h1>
        <p>
          Send deliveries here, and read what they break.
          <span class="soft">Engine ${seen.engine}, profile ${seen.profile}${limitsOf(seen)}.</span>
        </p>
        <div class="halves">
          <section>
            <h2>Endpoints</h2>
            ${seen.contracts.map((contract) => contractPart(contract, seen.contracts.length === 1))}
          </section>
          <section id="deliveries">${deliveriesPart(deliveries)}</section>
        </div>
        <h2>Also here</h2>
        <p>
          <code>GET ${seen.url}/__deliveries</code> lists what came; <code>DELETE</code> forgets it;
          <code>/__deliveries/stream</code> tells of it as it comes. <code>Prefer: code=500</code> on a delivery asks
          for that answer.
        </p>
        ${scriptElement}
      </body>
    </html> `;
  return page.text;
}

function limitsOf({ quota, faults }: Overview): string {
  const { delay, status, share } = faults;
  return [
    quota === undefined ? '' : `, ${quota} deliveries a minute`,
    delay === undefined ? '' : `, answers wait ${delay} s`,
    status === undefined ? '' : `, ${Math.round((share ?? 1) * 100)} % fail with ${status}`,
  ].join('');
}

function contractPart(contract: OverviewOfContract, isOpen: boolean): Html {
  const { id, title, url, events } = contract;
  return html`<details class="contract" ${new Html(isOpen ? 'open' : '')}>
    <summary><strong>${id}</strong><span class="soft">${title}</span></summary>
    <p>All events: <code>${url}</code><br />${signatureNote(contract)}</p>
    ${events.map(
      ({ name, title: eventTitle, url: eventUrl, curl }) =>
        html`<details>
          <summary><code>${name}</code><span class="soft">${eventTitle}</span></summary>
          <p class="soft">This event alone: <code>${eventUrl}</code></p>
          ${curl === undefined ? html`<p class="soft">No payload is known for it.</p>` : html`<pre><code>${curl}</code></pre>`}
        </details> `,
    )}
  </details> `;
}

function signatureNote({ signatures, variable }: OverviewOfContract): Html {
  if (variable !== undefined)
    return html`<span class="good">The credential is checked</span>; the commands below read it from the environment
      variable <code>${variable}</code>: set it in the shell that you paste them into.`;
  if (signatures === 'checked')
    return html`<span class="good">Signatures are checked</span>; the commands below are signed.`;
  if (signatures === 'none') return html`<span class="soft">The vendor signs nothing.</span>`;
  return html`<span class="warn">Signatures are not checked: the mock has no secret of this vendor.</span>`;
}
