import type { MockDelivery } from '../../spaces/delivery-list.ts';
import type { Overview, OverviewOfContract } from '../overview.ts';
import type { ViolationGroup } from '../verdict.ts';
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
        <section id="deliveries">${deliveriesPart(deliveries)}</section>
        ${seen.contracts.map(contractPart)}
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

function contractPart({ id, title, url, signatures, events }: OverviewOfContract): Html {
  return html`<h2>${id} <small>${title}</small></h2>
    <p>All events: <code>${url}</code><br />${signatureNote(signatures)}</p>
    ${events.map(
      ({ name, title: eventTitle, url: eventUrl, curl }) =>
        html`<details>
          <summary><code>${name}</code><span class="soft">${eventTitle}</span></summary>
          <p class="soft">This event alone: <code>${eventUrl}</code></p>
          ${curl === undefined ? html`<p class="soft">No payload is known for it.</p>` : html`<pre><code>${curl}</code></pre>`}
        </details> `,
    )}`;
}

function signatureNote(signatures: OverviewOfContract['signatures']): Html {
  if (signatures === 'checked')
    return html`<span class="good">Signatures are checked</span>; the commands below are signed.`;
  if (signatures === 'none') return html`<span class="soft">The vendor signs nothing.</span>`;
  return html`<span class="warn">Signatures are not checked: the mock has no secret of this vendor.</span>`;
}

function deliveriesPart(deliveries: readonly MockDelivery[]): Html {
  if (deliveries.length === 0)
    return html`<h2>Deliveries</h2>
      <p class="soft">None yet. Copy a command from below.</p>`;
  return html`<h2>Deliveries <small>the last ${deliveries.length}</small></h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th>time (UTC)</th>
            <th>event</th>
            <th>answer and verdict</th>
          </tr>
        </thead>
        <tbody>
          ${deliveries.toReversed().map(deliveryRow)}
        </tbody>
      </table>
    </div>`;
}

function deliveryRow(delivery: MockDelivery): Html {
  const { at, contract, event, handshake, method, path, verdict, reason, detail, status, fault, signature } = delivery;
  const what =
    contract === undefined ? `${method} ${path}` : (event ?? (handshake === undefined ? '(not known)' : '(handshake)'));
  const isAccepted = verdict === 'accepted';
  const answered = fault === undefined ? status : `${status} (${fault})`;
  return html`<tr>
    <td>${at.slice(11, 19)}</td>
    <td>
      <code>${what}</code><br /><span class="soft"
        >${contract}${signature === 'not-checked' ? ', signature not checked' : ''}</span
      >
    </td>
    <td>
      <span class="${isAccepted ? 'good' : 'bad'}">${answered} ${verdict}</span>${
        isAccepted ? '' : `: ${reason ?? ''}. ${detail ?? ''}`
      }${notesOf(delivery)}
    </td>
  </tr> `;
}

function notesOf({ violations, moreViolations, warnings, disagreement }: MockDelivery): Html {
  const lines = [
    ...violations.slice(0, 10).map(violationLine),
    ...warnings
      .slice(0, 5)
      .map(({ pointer, message }) => html`<li class="warn"><code>${pointer}</code> ${message}</li>`),
    ...(disagreement === undefined ? [] : [html`<li class="bad">A bug in counterfoil: ${disagreement}</li>`]),
  ];
  const left = Math.max(0, violations.length - 10) + moreViolations;
  if (left > 0) lines.push(html`<li class="soft">and ${left} more</li>`);
  return lines.length === 0
    ? html``
    : html`<ul>
        ${lines}
      </ul>`;
}

function violationLine({ in: where, pointer, inner, problems }: ViolationGroup): Html {
  const place = pointer === '' ? 'the payload' : pointer;
  const messages = problems.map(({ message }) => message).join('; ');
  return html`<li>${where === 'headers' ? 'header ' : ''}<code>${place}${inner}</code> ${messages}</li>`;
}
