import { diagnoseSignature } from '../../signatures/diagnose.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';
import { sign } from '../../signatures/sign.ts';
import { globals, make } from './globals.ts';

/** The calculator: computes what a vendor would send, and says why a signature that came does not match. */
function start(element: HTMLElement): void {
  const scheme = JSON.parse(element.dataset['scheme'] ?? '{}') as SignatureScheme;
  const method = element.dataset['method'] ?? 'POST';
  const value = (id: string): string | undefined =>
    element.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#sig-${id}`)?.value;
  const body = (): Uint8Array => new TextEncoder().encode(value('body') ?? '');
  const show = (name: string, ...nodes: Node[]): void =>
    element.querySelector(`[data-result="${name}"]`)?.replaceChildren(...nodes);
  const onClick = (name: string, act: () => void): void => {
    element.querySelector(`[data-do="${name}"]`)?.addEventListener('click', () => {
      try {
        act();
      } catch (error) {
        show(name, make('p', { className: 'note bad' }, error instanceof Error ? error.message : String(error)));
      }
    });
  };
  onClick('sign', () => {
    const time = Number(value('time') ?? Number.NaN);
    const id = value('id');
    const headers = sign(scheme, {
      secret: value('secret') ?? '',
      url: value('url') ?? '',
      method,
      body: body(),
      ...(id === undefined ? {} : { id }),
      ...(Number.isNaN(time) ? {} : { timestamp: time }),
    });
    const text = headers.map(([name, content]) => `${name}: ${content}`).join('\n');
    const code = make('pre', {}, make('code', {}, text));
    code.tabIndex = 0;
    show(
      'sign',
      make(
        'figure',
        { className: 'code wrap' },
        make(
          'figcaption',
          {},
          make('span', {}, 'Headers that the vendor would send'),
          make('button', { type: 'button', className: 'copy' }, 'Copy'),
        ),
        code,
      ),
    );
    const area = element.querySelector<HTMLTextAreaElement>('#sig-headers');
    if (area !== null && area.value === '') area.value = text;
  });
  onClick('verify', () => {
    const lines = (value('headers') ?? '').split('\n').map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line));
    const headers = lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const]));
    const url = value('url') ?? '';
    const found = diagnoseSignature(
      scheme,
      { method, url, headers, body: body() },
      { url, secrets: [{ value: value('secret') ?? '' }] },
    );
    const tone = found.status === 'fits' ? 'good' : found.status === 'explained' ? 'warn' : 'bad';
    show(
      'verify',
      make('p', { className: `note ${tone}` }, make('strong', {}, found.message)),
      make('ul', {}, ...found.advice.map((text) => make('li', {}, text))),
    );
  });
}

/** A button that was pressed before this was loaded is pressed again. */
globals().signature = (element) => {
  if (element.dataset['started'] !== undefined) return;
  element.dataset['started'] = '';
  start(element);
  const waiting = element.querySelector<HTMLButtonElement>('button[data-pressed]');
  waiting?.removeAttribute('data-pressed');
  waiting?.click();
};
