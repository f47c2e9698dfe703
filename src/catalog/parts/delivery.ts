import type { Contract } from '../../asyncapi/model.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { seconds } from './durations.ts';
import { empty, table } from './small.ts';

/** How a vendor delivers, as far as it documents that. */
export function deliveryPart({ delivery, endpointUrl }: Contract): Html {
  const { success, failure, timeout, retries, switchOff, id, order, orderKey, handshake } = delivery;
  const place = (where: string): Html =>
    where.startsWith('header:')
      ? html`the header <code>${where.slice('header:'.length)}</code>`
      : html`<code>${where}</code>`;
  const codes = (list: readonly string[]): Html =>
    html`${list.map((code, index) => html`${index > 0 ? ', ' : ''}<code>${code}</code>`)}`;
  const urls = urlRules(endpointUrl);
  const rows: (readonly [string, Html])[] = [
    ...(success === undefined ? [] : [['Counts as success', codes(success)] as const]),
    ...(failure === undefined ? [] : [['Counts as failure', codes(failure)] as const]),
    ...(timeout === undefined ? [] : [['Waits for an answer', html`${seconds(timeout)}`] as const]),
    ...(retries === undefined
      ? []
      : [
          [
            'Tries again',
            html`up to ${retries.max}
            times${retries.spacing !== undefined && `, after ${retries.spacing.map(seconds).join(', ')}`}`,
          ] as const,
        ]),
    ...(switchOff === undefined
      ? []
      : [['Switches an endpoint off', html`after ${seconds(switchOff.after)} of failures`] as const]),
    ...(id === undefined ? [] : [['Tells a duplicate', place(id)] as const]),
    ...(order === undefined
      ? []
      : [
          [
            'Puts deliveries in order',
            html`${place(order)}${orderKey !== undefined && html`, among those with the same ${place(orderKey)}`}`,
          ] as const,
        ]),
    ...(handshake === undefined
      ? []
      : [
          [
            'Asks before it sends',
            html`by <code>${handshake.method}</code>, with a challenge at <code>${handshake.challenge}</code> that it
              expects back`,
          ] as const,
        ]),
    ...(urls.length === 0
      ? []
      : [['URL of an endpoint', html`${urls.map((rule) => html`<div>${rule}</div>`)}`] as const]),
  ];
  if (rows.length === 0) {
    return empty(
      html`<p>
          The vendor documents nothing of it: neither what counts as success, nor whether failed deliveries are tried
          again, nor what tells a duplicate.
        </p>
        <p class="small">A receiver should answer fast with a success, and expect everything.</p>`,
    );
  }
  return html`${table(
      ['Behaviour', 'As documented'],
      rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr> `,
      ),
      '',
      'Delivery behaviour',
    )}
    <p class="small soft">What is not listed is not documented.</p>`;
}

function urlRules(schema: Contract['endpointUrl']): Html[] {
  if (typeof schema !== 'object') return [];
  const { maxLength, allOf } = schema;
  const texts = Array.isArray(allOf)
    ? (allOf as readonly { readonly description?: unknown }[]).flatMap(({ description }) =>
        typeof description === 'string' ? [html`${description}`] : [],
      )
    : [];
  return [...texts, ...(typeof maxLength === 'number' ? [html`At most ${maxLength} characters.`] : [])];
}
