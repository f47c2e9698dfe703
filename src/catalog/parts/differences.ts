import type { Json } from '../../util/json.ts';
import { attributes, html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import type { FieldRow } from '../fields/compare-fields.ts';
import { elementId } from '../site.ts';
import { count, table } from './small.ts';

/** What was at a place and what is there now, side by side. */
export function valueDifference(older: Json | undefined, newer: Json | undefined): Part {
  if (older === undefined && newer === undefined) return '';
  const [was, is] = [textOf(older), textOf(newer)];
  if (was.length > 4000 || is.length > 4000) return '';
  const [before, after] = markDifference(was, is);
  return table(
    ['Was', 'Is'],
    [
      html`<tr>
        <td class="was">${before}</td>
        <td class="is">${after}</td>
      </tr>`,
    ],
    'diff',
    'What was and what is',
  );
}

/** The fields of an event in two versions; what is the same is folded away. */
export function fieldDifferences(
  event: string,
  versions: readonly [string, string],
  rows: readonly FieldRow[],
  isOpen: boolean,
): Html {
  const changed = rows.filter(({ older, newer }) => older !== newer);
  const same = rows.length - changed.length;
  const lines = changed.map(({ path, older, newer }) => {
    const [was, is] =
      older === undefined || newer === undefined
        ? [older === undefined ? '' : html`<del>${older}</del>`, newer === undefined ? '' : html`<ins>${newer}</ins>`]
        : markDifference(older, newer);
    return html`<tr>
      <th scope="row" class="name">${path}</th>
      <td class="was" data-label="${versions[0]}">${was}</td>
      <td class="is" data-label="${versions[1]}">${is}</td>
    </tr> `;
  });
  const rest = rows.filter(({ older, newer }) => older === newer);
  const caption =
    changed.length === 0
      ? 'its fields are the same; what differs is said above'
      : `${count(changed.length, 'field')} differ`;
  return html`<details
    id="${elementId('diff', event)}"
    ${attributes({ open: isOpen && changed.length > 0 && changed.length <= 40 })}
  >
    <summary><code>${event}</code>: ${caption}${same > 0 && `, ${same} as before`}</summary>
    ${changed.length > 0 && table(['Field', ...versions], lines, 'diff foldable', `Fields of ${event}`)}
    ${
      rest.length > 0 &&
      html`<details class="small">
        <summary>${count(rest.length, 'field')} as before</summary>
        ${table(
          ['Field', 'Both'],
          rest.map(
            ({ path, newer }) =>
              html`<tr class="same">
                <th scope="row" class="name">${path}</th>
                <td>${newer}</td>
              </tr> `,
          ),
          'diff foldable',
          `Unchanged fields of ${event}`,
        )}
      </details>`
    }
  </details>`;
}

/** Two texts, with the words marked that only one of them has. */
function markDifference(was: string, is: string): readonly [Html, Html] {
  const [a, b] = [was.split(/(\s+)/), is.split(/(\s+)/)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const part = (words: readonly string[], tag: 'del' | 'ins'): Html => {
    const middle = words.slice(start, words.length - end).join('');
    const marked =
      middle.trim() === '' ? middle : tag === 'del' ? html`<del>${middle}</del>` : html`<ins>${middle}</ins>`;
    return html`${words.slice(0, start).join('')}${marked}${words.slice(words.length - end).join('')}`;
  };
  return [part(a, 'del'), part(b, 'ins')];
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return '(nothing)';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 1).replaceAll(/\s+/g, ' ');
}
