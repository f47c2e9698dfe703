import type { Undocumented, Violation } from '../../runtime/api.ts';
import { fileName } from '../links.ts';
import { globals, loadScript, make } from './globals.ts';

interface Remark {
  readonly pointer: string;
  readonly text: string;
  readonly isWrong: boolean;
}

/** A place to paste a payload: says whether it is valid, and marks the places that are not. */
export function startTry(element: HTMLElement): void {
  const area = element.querySelector('textarea');
  const result = element.querySelector<HTMLElement>('.result');
  if (area === null || result === null) return;
  const run = async (): Promise<void> => {
    await loadScript(element.dataset['runtime'] ?? '');
    await loadScript(element.dataset['validators'] ?? '');
    result.replaceChildren(...judge(area.value, element.dataset['event'] ?? ''));
  };
  const start = (): void =>
    void run().catch((error: unknown) => {
      result.replaceChildren(
        make(
          'p',
          { className: 'note bad' },
          `The validators cannot be run: ${error instanceof Error ? error.message : String(error)}`,
        ),
      );
    });
  element.querySelector('button')?.addEventListener('click', start);
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start();
  });
}

function judge(text: string, event: string): Node[] {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch (error) {
    return [note('bad', 'Not JSON', `${error instanceof Error ? error.message : ''}. A receiver refuses it.`)];
  }
  const client = globals().validators;
  const validator = client?.events[event as keyof typeof client.events] as
    | { violations(value: unknown): readonly Violation[]; undocumented(value: unknown): readonly Undocumented[] }
    | undefined;
  if (client === undefined || validator === undefined)
    return [note('bad', 'No validator', `There is none for ${event}.`)];
  const parsed = client.parse(payload) as { readonly kind: string; readonly name?: string };
  const violations = validator.violations(payload);
  const undocumented = violations.length > 0 ? [] : validator.undocumented(payload);
  const remarks = [
    ...violations.map((one): Remark => ({ pointer: one.pointer, text: inner(one.inner) + one.message, isWrong: true })),
    ...undocumented.map((one): Remark => ({
      pointer: one.pointer,
      text: `${inner(one.inner)}is not in the contract${one.kind === 'value' ? ': a value that nobody listed' : ''}`,
      isWrong: false,
    })),
  ];
  const other =
    parsed.name !== undefined && parsed.name !== event ? ` The payload says that it is ${parsed.name}.` : '';
  const head =
    violations.length > 0
      ? note(
          'bad',
          'Invalid',
          `${violations.length === 1 ? 'It breaks the contract in one place' : `It breaks the contract in ${violations.length} places`}.${other}`,
        )
      : undocumented.length > 0
        ? note(
            'warn',
            'Valid, and drifts',
            `Receivers accept it; the strict profile reports ${undocumented.length === 1 ? 'one thing' : `${undocumented.length} things`} that the contract does not know.${other}`,
          )
        : note('good', 'Valid', `It is a ${event} as the contract describes it.${other}`);
  return remarks.length === 0 ? [head] : [head, listOf(remarks), marked(payload, remarks)];
}

function inner(pointer: string | undefined): string {
  return pointer === undefined ? '' : `in the JSON text, ${pointer} `;
}

function note(tone: string, title: string, text: string): HTMLElement {
  return make('p', { className: `note ${tone}` }, make('strong', {}, title), `. ${text}`);
}

const mostListed = 30;

function listOf(remarks: readonly Remark[]): HTMLElement {
  const items = remarks.slice(0, mostListed).map(({ pointer, text }) => {
    const field = fieldOf(pointer);
    const place = make('code', {}, pointer === '' ? 'the payload' : pointer);
    return make(
      'li',
      {},
      field === undefined ? place : make('a', { href: `#${encodeURIComponent(field)}` }, place),
      ` ${text}`,
    );
  });
  if (remarks.length > mostListed)
    items.push(make('li', { className: 'soft' }, `and ${remarks.length - mostListed} more`));
  return make('ul', {}, ...items);
}

/** Id of the field that a pointer leads to, or of the nearest one above it that the page has. */
function fieldOf(pointer: string): string | undefined {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = tokens.length; length > 0; length -= 1) {
    const part = tokens.slice(0, length);
    for (const isList of [false, true]) {
      const id = ['f', ...part.map((token) => (isList && /^\d+$/.test(token) ? '-' : fileName(token)))].join('.');
      if (document.getElementById(id) !== null) return id;
    }
  }
  return undefined;
}

/** The payload with what is wrong behind the lines. */
function marked(payload: unknown, remarks: readonly Remark[]): HTMLElement {
  const code = make('code');
  const notes = Map.groupBy(remarks, ({ pointer }) => pointer);
  const line = (text: string, pointer?: string): void => {
    const said = pointer === undefined ? undefined : notes.get(pointer);
    if (said === undefined) {
      code.append(`${text}\n`);
      return;
    }
    const why = said.map((remark) => remark.text).join('; ');
    code.append(
      make(
        'span',
        { className: said.some(({ isWrong }) => isWrong) ? 'wrongs' : 'odd' },
        text,
        '  ',
        make('span', { className: 'why' }, `← ${why}`),
      ),
    );
  };
  const write = (value: unknown, pointer: string, indent: string, lead: string, end: string): void => {
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const isList = Array.isArray(value);
    if (members.length === 0) return line(`${indent}${lead}${JSON.stringify(value)}${end}`, pointer);
    line(`${indent}${lead}${isList ? '[' : '{'}`, pointer);
    for (const [index, [name, member]] of members.entries()) {
      const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      write(
        member,
        below,
        `${indent}  `,
        isList ? '' : `${JSON.stringify(name)}: `,
        index === members.length - 1 ? '' : ',',
      );
    }
    line(`${indent}${isList ? ']' : '}'}${end}`);
  };
  write(payload, '', '', '', '');
  const pre = make('pre', {}, code);
  pre.tabIndex = 0;
  return make('figure', { className: 'code' }, make('figcaption', {}, make('span', {}, 'With what was found')), pre);
}
