import { testSecrets } from '../../codegen/vectors/test-secrets.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';
import { escape, html, Html } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import type { PageContext } from '../site.ts';
import { table } from './small.ts';
import { seconds } from './durations.ts';

const algorithms: Readonly<Record<SignatureScheme['algorithm'], string>> = {
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha384': 'HMAC-SHA384',
  'hmac-sha512': 'HMAC-SHA512',
};

/** How a vendor's deliveries prove where they come from, with a calculator where they are signed. */
export function authenticationPart(context: PageContext, held: CatalogContract): Html {
  const { authentication } = held.contract;
  if (authentication.kind === 'none') {
    return html`<p class="note warn">
      Nothing in a delivery proves where it comes from. Give the vendor a URL that nobody can guess, and check what it
      sends by asking its API.
    </p>`;
  }
  if (authentication.kind === 'header') {
    return html`<p class="prose">
        A header with a fixed value, which you configure with the vendor. The receiver compares it in constant time.
      </p>
      ${facts([['Header', html`<code>${authentication.header}</code>`]])}`;
  }
  return html`${schemeFacts(authentication.scheme)}${calculator(context, held, authentication.scheme)}`;
}

function schemeFacts(scheme: SignatureScheme): Html {
  const { header, algorithm, encoding, signed, parts = {}, list, prefix, secret, tolerance } = scheme;
  const place = (where: string): Html =>
    where.startsWith('header:')
      ? html`the header <code>${where.slice('header:'.length)}</code>`
      : html`the part <code>${where.slice('pair:'.length)}</code> of the signature header`;
  return facts([
    ['Header', html`<code>${header}</code>`],
    [
      'Algorithm',
      html`${algorithms[algorithm]}, written in
      ${encoding}${prefix !== undefined && html`, after <code>${prefix}</code>`}`,
    ],
    ['What is signed', html`<code>${signed}</code>`],
    ...(parts.id === undefined ? [] : [['{id}', place(parts.id)] as const]),
    ...(parts.timestamp === undefined ? [] : [['{timestamp}', place(parts.timestamp)] as const]),
    ...(list === undefined
      ? []
      : [
          [
            'Several signatures',
            html`separated by
              <code>${list.separator}</code
              >${list.label !== undefined && html`, those of this scheme after <code>${list.label}</code>`}`,
          ] as const,
        ]),
    ...(secret === undefined
      ? []
      : [
          [
            'Secret',
            html`${secret.prefix !== undefined && html`without <code>${secret.prefix}</code>, `}read as
            ${secret.encoding ?? 'utf8'}`,
          ] as const,
        ]),
    ...(tolerance === undefined ? [] : [['Greatest age', seconds(tolerance)] as const]),
  ]);
}

function facts(rows: readonly (readonly [string, Html | string])[]): Html {
  return table(
    ['Part', 'Value'],
    rows.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr> `,
    ),
    '',
    'Authentication',
  );
}

function calculator(context: PageContext, { contract }: CatalogContract, scheme: SignatureScheme): Html {
  const body = contract.events.find(({ examples }) => examples.length > 0)?.examples[0]?.payload ?? { example: true };
  const method = contract.events[0]?.method ?? 'POST';
  const needsTime = scheme.signed.includes('{timestamp}') || scheme.parts?.timestamp !== undefined;
  const needsId = scheme.signed.includes('{id}') || scheme.parts?.id !== undefined;
  const field = (id: string, label: string, value: string, hint = ''): Html =>
    html`<div>
      <label for="sig-${id}">${label}</label
      ><input
        id="sig-${id}"
        type="text"
        value="${value}"
        autocomplete="off"
        spellcheck="false"
      />${hint !== '' && html`<small class="soft">${hint}</small>`}
    </div>`;
  return html`<h3 id="calculator">Signature calculator</h3>
    <p class="without-script note">
      With scripts turned on, signatures can be computed and explained here. <code>counterfoil verify</code> does the
      same on the command line.
    </p>
    <div
      class="card needs-script"
      data-island="signature"
      data-runtime="${context.asset('signature.js')}"
      data-scheme="${JSON.stringify(scheme)}"
      data-method="${method}"
    >
      <p class="note warn">
        <strong>Test secrets only.</strong> Everything is computed in this page and sent nowhere, but a secret that was
        typed into a page is a secret that may stay in a browser.
      </p>
      <div class="form">
        <div class="columns">
          ${field('secret', 'Secret', testSecrets(contract).current.value)}${field('url', 'URL, as it is registered with the vendor', 'https://example.com/webhooks', scheme.signed.includes('{url}') ? 'It is part of what is signed.' : 'It is not part of what is signed.')}${needsId && field('id', 'Id of the delivery', 'msg_test_1')}${needsTime && field('time', 'Timestamp, seconds since 1970', '1767225600')}
        </div>
        <div>
          <label for="sig-body">Body, byte for byte</label
          ><textarea id="sig-body" spellcheck="false" rows="5">
${new Html(`\n${escape(JSON.stringify(body))}`)}</textarea>
        </div>
        <div class="row"><button type="button" class="button main" data-do="sign">Compute</button></div>
        <div class="result" data-result="sign" role="status" aria-live="polite"></div>
        <h4>Does a signature not match?</h4>
        <div>
          <label for="sig-headers">The headers that came, one a line</label
          ><textarea id="sig-headers" spellcheck="false" rows="3" placeholder="${scheme.header}: …"></textarea>
        </div>
        <div class="row">
          <button type="button" class="button" data-do="verify">Say why</button
          ><span class="small soft">Tries what commonly happens to URL, body and secret on the way.</span>
        </div>
        <div class="result" data-result="verify" role="status" aria-live="polite"></div>
      </div>
    </div>`;
}
