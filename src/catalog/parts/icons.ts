import { Html } from '../html.ts';

const icon = (size: number, body: string): Html =>
  new Html(
    `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${body}</svg>`,
  );

/** A ticket and its stub. */
export const brandIcon = icon(
  26,
  '<path d="M3 7a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v3a2 2 0 0 0 0 4v3a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-3a2 2 0 0 0 0-4z"/><path d="M9 6v2m0 3v2m0 3v2"/><path d="m13.2 12 1.6 1.7 3-3.4"/>',
);
export const glassIcon = new Html(
  icon(17, '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>').text.replace('<svg', '<svg class="glass"'),
);
export const themeIcon = icon(
  18,
  '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
);
