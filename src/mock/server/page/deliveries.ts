import { show } from '../../../json-schema/violation.ts';
import type { MockDelivery } from '../../spaces/delivery-list.ts';
import type { ViolationGroup } from '../verdict.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const longestBody = 4_000;
const longestMessage = 240;
const mostMessages = 5;

/** The deliveries of the page, newest first; each opens to what was sent and what it breaks. */
export function deliveriesPart(deliveries: readonly MockDelivery[]): Html {
  if (deliveries.length === 0)
    return html`<h2>Deliveries</h2>
      <p class="soft">None yet. Copy the command of an event.</p>`;
  return html`<h2>Deliveries <small>the last ${deliveries.length}, newest first, times in UTC</small></h2>
    <div class="list">${deliveries.toReversed().map(deliveryPart)}</div>`;
}

function deliveryPart(delivery: MockDelivery): Html {
  const { id, at, contract, method, path, verdict, reason, detail, status, fault, signature, headers } = delivery;
  const isAccepted = verdict === 'accepted';
  const answered = fault === undefined ? status : `${status} (${fault})`;
  return html`<details data-id="${id}">
    <summary>
      <span class="soft">${at.slice(11, 19)}</span>
      <span class="${isAccepted ? 'good' : 'bad'}">${answered} ${isAccepted ? verdict : (reason ?? verdict)}</span>
      <code>${nameOf(delivery)}</code>
    </summary>
    <p><code>${method} ${path}</code><br /><span class="soft">${contract}, signature: ${signature}</span></p>
    ${isAccepted ? html`` : html`<p class="bad">${detail}</p>`} ${notesOf(delivery)}
    <pre><code>${headers.map((pair) => pair.join(': ')).join('\n')}</code></pre>
    ${bodyPart(delivery)}
  </details> `;
}

function nameOf({ contract, event, handshake, method, path, reason, violations }: MockDelivery): string {
  if (contract === undefined) return `${method} ${path}`;
  if (event !== undefined) return event;
  if (handshake !== undefined) return '(handshake)';
  const came = reason === 'unknown-event' ? violations.find(({ actual }) => actual !== undefined)?.actual : undefined;
  return came === undefined ? `${method} ${path}` : show(came);
}

function bodyPart({ body, bytes }: MockDelivery): Html {
  if (bytes === 0) return html`<p class="soft">No body.</p>`;
  if (body === undefined)
    return html`<p class="soft">The body of ${bytes} bytes is not kept: it is too long, or not UTF-8.</p>`;
  const left = body.length - longestBody;
  return html`<pre><code>${body.slice(0, longestBody)}</code></pre>
    ${left > 0 ? html`<p class="soft">and ${left} characters more, which <code>/__deliveries</code> has.</p>` : html``}`;
}

function notesOf({ violations, moreViolations, warnings, disagreement }: MockDelivery): Html {
  const lines = [
    ...violations.slice(0, 10).map(violationLine),
    ...warnings
      .slice(0, 5)
      .map(({ pointer, message }) => html`<li class="warn"><code>${pointer}</code> ${shortened(message)}</li>`),
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

function violationLine({ in: where, pointer, inner, problems, actual }: ViolationGroup): Html {
  const place = pointer === '' ? 'the payload' : pointer;
  const missing = problems.filter(isMissing).map(({ expected }) => expected as string);
  const others = [...new Set(problems.filter((problem) => !isMissing(problem)).map(({ message }) => message))];
  const texts = [
    ...(missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`]),
    ...others.slice(0, mostMessages),
    ...(others.length > mostMessages ? [`and ${others.length - mostMessages} more`] : []),
  ];
  const message = texts.map(shortened).join('; ');
  // What lacks something is an object, which is told in words.
  const came = missing.length > 0 || actual === undefined || typeof actual === 'object' ? '' : show(actual);
  const got = came === '' || message.includes(came) ? '' : `; got ${came}`;
  return html`<li>${where === 'headers' ? 'header ' : ''}<code>${place}${inner}</code> ${message}${got}</li>`;
}

function isMissing({ keyword, expected }: ViolationGroup['problems'][number]): boolean {
  return keyword === 'required' && typeof expected === 'string';
}

function shortened(text: string): string {
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}…`;
}
