import { find } from './find.ts';
import type { SearchEntry } from './find.ts';
import { globals, loadScript, make } from './globals.ts';

const kinds = { v: 'vendor', e: 'event', f: 'field', k: 'value' } as const;
/** The search field at the top: `/` goes there, arrows choose, Enter opens, Escape leaves. */
export function startSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#search');
  const form = input?.form;
  const script = document.querySelector<HTMLScriptElement>('script[data-search]');
  if (!input || !form || !script) return;
  let entries: readonly SearchEntry[] | undefined;
  const load = async (): Promise<readonly SearchEntry[]> => {
    globals().found = (found) => (entries = found);
    if (entries === undefined) await loadScript(script.dataset['search'] ?? '');
    return entries ?? [];
  };
  const list = make('ul', { className: 'hits', id: 'hits', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Found');
  form.append(list);
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-controls': 'hits',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
  })) {
    input.setAttribute(name, value);
  }
  let chosen = -1;
  const close = (): void => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (index: number): void => {
    const options = [...list.querySelectorAll('[role="option"]')];
    chosen = options.length === 0 ? -1 : (index + options.length) % options.length;
    for (const [at, option] of options.entries()) option.setAttribute('aria-selected', String(at === chosen));
    const active = options[chosen];
    if (active === undefined) return;
    input.setAttribute('aria-activedescendant', active.id);
    active.scrollIntoView({ block: 'nearest' });
  };
  const show = async (): Promise<void> => {
    const text = input.value;
    if (text.trim() === '') return close();
    const found = find(await load(), text);
    if (text !== input.value) return;
    const none = make('li', { className: 'none' }, 'Nothing is called that. Try a part of a field’s name, or a value.');
    none.setAttribute('role', 'option');
    none.setAttribute('aria-disabled', 'true');
    list.replaceChildren(...(found.length === 0 ? [none] : found.map((entry, index) => option(entry, index, text))));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    chosen = -1;
    if (found.length > 0) choose(0);
  };
  const open = (option: Element | undefined): void => {
    const url = (option as HTMLElement | undefined)?.dataset['url'];
    if (url === undefined) return;
    close();
    location.href = url;
  };
  input.addEventListener('input', () => void show().catch(close));
  input.addEventListener('focus', () => void load().catch(() => undefined), { once: true });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
      input.blur();
    } else if (!list.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && !list.hidden && chosen >= 0) {
      event.preventDefault();
      open(list.querySelectorAll('[role="option"]')[chosen]);
    }
  });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => open((event.target as Element).closest('[role="option"]') ?? undefined));
  input.addEventListener('blur', () => setTimeout(close, 100));
  document.addEventListener('keydown', (event) => {
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  void showResults(input, load);
}

/** The page of results, for those who press Enter without choosing. */
async function showResults(input: HTMLInputElement, load: () => Promise<readonly SearchEntry[]>): Promise<void> {
  const island = document.querySelector('[data-island="search"]');
  const query = new URLSearchParams(location.search).get('q')?.trim() ?? '';
  if (island === null || query === '') return;
  input.value = query;
  const found = find(await load(), query, 100);
  const status = island.querySelector('[role="status"]');
  if (status !== null)
    status.textContent = `${found.length === 0 ? 'Nothing' : found.length === 100 ? 'More than 100 things' : found.length} found for “${query}”.`;
  const items = found.map(([kind, what, where, url]) =>
    make(
      'li',
      {},
      make('a', { href: prefix() + url }, make('code', {}, what)),
      ' ',
      make('span', { className: 'small soft' }, `${kinds[kind]}, ${where}`),
    ),
  );
  island.querySelector('.results')?.replaceChildren(...items);
}

function option([kind, what, where, url, words]: SearchEntry, index: number, text: string): HTMLElement {
  const more = words === undefined || words === '' || kind === 'v' ? where : `${words} · ${where}`;
  const item = make(
    'li',
    { id: `hit-${index}` },
    make('span', { className: 'kind' }, kinds[kind]),
    make('span', { className: 'what' }, ...marked(what, text)),
    make('span', { className: 'where' }, more),
  );
  item.setAttribute('role', 'option');
  item.dataset['url'] = prefix() + url;
  return item;
}

function marked(what: string, text: string): (Node | string)[] {
  const words = text.toLowerCase().split(/\s+/);
  const word = words.find((one) => what.toLowerCase().includes(one)) ?? '';
  const at = word === '' ? -1 : what.toLowerCase().indexOf(word);
  if (at < 0) return [what];
  return [what.slice(0, at), make('mark', {}, what.slice(at, at + word.length)), what.slice(at + word.length)];
}

/** The way to the top of the catalog. */
function prefix(): string {
  const top = document.documentElement.dataset['top'] ?? './';
  return top === '' ? './' : top;
}
