import { globals, loadScript, themeKey } from './globals.ts';
import { startSearch } from './search.ts';
import { startTry } from './try.ts';

/** Everything on a page that moves; without it, the page can be read all the same. */
function start(): void {
  globals();
  startTheme();
  startCopying();
  startUnfolding();
  startCompare();
  startSearch();
  for (const element of document.querySelectorAll<HTMLElement>('[data-island="try"]')) startTry(element);
  for (const element of document.querySelectorAll<HTMLElement>('[data-island="signature"]')) startSignature(element);
}

function startTheme(): void {
  const root = document.documentElement;
  document.querySelector('.theme')?.addEventListener('click', () => {
    const isDark =
      root.dataset['theme'] === undefined
        ? matchMedia('(prefers-color-scheme: dark)').matches
        : root.dataset['theme'] === 'dark';
    root.dataset['theme'] = isDark ? 'light' : 'dark';
    try {
      localStorage.setItem(themeKey, root.dataset['theme']);
    } catch {
      // It then lasts as long as the page.
    }
  });
}

function startCopying(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button.copy') : null;
    const text = button?.closest('figure')?.querySelector('pre')?.textContent;
    if (button === null || text === undefined || text === null) return;
    void showCopied(button, text);
  });
}

async function showCopied(button: HTMLButtonElement, text: string): Promise<void> {
  const isDone = await copy(text);
  button.textContent = isDone ? 'Copied' : 'Select it and copy';
  button.toggleAttribute('data-done', isDone);
  setTimeout(() => {
    button.textContent = 'Copy';
    button.removeAttribute('data-done');
  }, 1600);
}

/** The clipboard is only there in secure contexts; what is older works everywhere else. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
}

function startUnfolding(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-unfold]')) {
    button.addEventListener('click', () => {
      const isOpen = button.dataset['unfold'] === 'all';
      for (const details of document.querySelectorAll<HTMLDetailsElement>('.fields details')) details.open = isOpen;
    });
  }
  const show = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let isHidden = false;
    for (let details = target?.closest('details'); details; details = details.parentElement?.closest('details')) {
      isHidden ||= !details.open;
      details.open = true;
    }
    if (isHidden) target?.scrollIntoView();
  };
  addEventListener('hashchange', show);
  show();
}

function startCompare(): void {
  const form = document.querySelector<HTMLElement>('[data-island="compare"]');
  const [older, newer] = form?.querySelectorAll('select') ?? [];
  if (form === null || older === undefined || newer === undefined) return;
  const pairs = JSON.parse(form.dataset['pairs'] ?? '{}') as Record<string, string>;
  const go = (): void => {
    const pair = `${older.value}...${newer.value}`;
    const status = form.querySelector('[role="status"]');
    if (Object.hasOwn(pairs, pair)) location.href = pairs[pair] ?? '';
    else if (status !== null)
      status.textContent =
        older.value === newer.value
          ? 'These are the same.'
          : 'These two are not compared here: choose an older one first.';
  };
  older.addEventListener('change', go);
  newer.addEventListener('change', go);
}

/** Loaded when somebody comes near it. */
function startSignature(element: HTMLElement): void {
  const load = async (): Promise<void> => {
    await loadScript(element.dataset['runtime'] ?? '');
    globals().signature?.(element);
  };
  const first = (): void => void load().catch(() => element.addEventListener('focusin', first, { once: true }));
  element.addEventListener('focusin', first, { once: true });
  element.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-do]') : null;
    if (element.dataset['started'] === undefined && button !== null) {
      button.dataset['pressed'] = '';
      first();
    }
  });
}

start();
