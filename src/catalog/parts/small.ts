import { attributes, html } from '../html.ts';
import type { Html, Part } from '../html.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'accent' | 'plain';

/** A short word about the state of something. */
export function chip(text: Part, tone: Tone = 'plain', title?: string): Html {
  return html`<span class="chip ${tone}" ${attributes({ title })}>${text}</span>`;
}

/** Chips in a row. */
export function chips(all: readonly (Html | undefined)[]): Html {
  const shown = all.filter((one) => one !== undefined);
  return shown.length === 0
    ? html``
    : html`<ul class="chips">
        ${shown.map((one) => html`<li>${one}</li>`)}
      </ul>`;
}

/** A text to be copied, with what it is above it. */
export function codeBlock(
  label: Part,
  code: Part,
  options: { readonly id?: string; readonly class?: string } = {},
): Html {
  const { id, class: more = '' } = options;
  return html`<figure class="code ${more}" ${attributes({ id })}>
    <figcaption><span>${label}</span><button type="button" class="copy needs-script">Copy</button></figcaption>
    <pre tabindex="0"><code>${code}</code></pre>
  </figure>`;
}

/** A heading that can be linked to. */
export function heading(id: string, text: Part): Html {
  return html`<h2 id="${id}">${text}<a class="anchor" href="#${id}" aria-label="Link to this part">#</a></h2>`;
}

/** A table that scrolls in itself where it is too wide. `labels` name the columns. */
export function table(labels: readonly Part[], rows: readonly Html[], kind = '', caption?: string): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption ?? 'Table'}">
    <table class="${kind}">
      <thead>
        <tr>
          ${labels.map((label) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Facts with a name each. */
export function tiles(facts: readonly (readonly [label: string, value: Part, more?: Part] | undefined)[]): Html {
  const shown = facts.filter((fact) => fact !== undefined);
  return html`<dl class="tiles">
    ${shown.map(
      ([label, value, more]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}${more === undefined || more === false ? '' : html`<small>${more}</small>`}</dd>
        </div>`,
    )}
  </dl>`;
}

/** What stands where there is nothing. */
export function empty(text: Part): Html {
  return html`<div class="empty">${text}</div>`;
}

/** `1 event`, `2 events`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** A share as a bar: how many of how many; what is missing is red, and never too thin to be seen. */
export function meter(part: number, whole: number): Html {
  const share = whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
  const shown = part < whole ? Math.min(share, 94) : share;
  return html`<span class="meter" aria-hidden="true"
    ><svg viewBox="0 0 100 8" preserveAspectRatio="none">
      ${part < whole && html`<rect class="fill-bad" width="100" height="8" />`}
      <rect class="fill-good" width="${shown}" height="8" /></svg
  ></span>`;
}
