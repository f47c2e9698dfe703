import { themeKey } from './globals.ts';

/** Runs before the page is drawn, so that nothing flashes: the theme that was chosen, and that there are scripts. */
const root = document.documentElement;
root.dataset['script'] = '';
try {
  const chosen = localStorage.getItem(themeKey);
  if (chosen === 'light' || chosen === 'dark') root.dataset['theme'] = chosen;
} catch {
  // Some browsers keep nothing for files: the page then looks as the system does.
}
