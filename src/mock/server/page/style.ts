import { createHash } from 'node:crypto';

/** The page's only style sheet. */
export const style = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #60646c; --line: #d9dce1; --ground: #fcfcfd; --panel: #f3f4f6; --good: #18794e; --bad: #c62a2f; --warn: #915907; }
@media (prefers-color-scheme: dark) { :root { --text: #edeef0; --soft: #a3a8b1; --line: #363a40; --ground: #111214; --panel: #1b1d20; --good: #4cc38a; --bad: #ff9592; --warn: #f1a10d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; } h2 small { font-weight: normal; color: var(--soft); }
p { margin: .25rem 0 .75rem; } .soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; } code { overflow-wrap: anywhere; }
pre { margin: .25rem 0 1rem; padding: .75rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
details { border-top: 1px solid var(--line); } details:last-of-type { border-bottom: 1px solid var(--line); }
summary { padding: .4rem .25rem; cursor: pointer; } summary:hover { background: var(--panel); } summary .soft { margin-left: .75rem; }
.halves { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem; } .halves h2 { margin-top: 1.5rem; } ul { margin: .25rem 0 .75rem; padding-left: 1.1rem; overflow-wrap: anywhere; }
details details { margin-left: 1rem; } .list { max-height: 75vh; overflow-y: auto; }
@media (min-width: 60rem) { .halves { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
`;

/** Shows deliveries as they come. Without it the page is the same, until it is loaded again. */
export const script = `
const section = document.getElementById('deliveries');
const base = location.pathname.endsWith('/') ? location.pathname : location.pathname + '/';
let waiting = false;
const refresh = async () => {
  const text = await (await fetch(location.pathname, { headers: { accept: 'text/html' } })).text();
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('deliveries');
  const list = section.querySelector('.list');
  const top = list === null ? 0 : list.scrollTop;
  for (const { dataset } of section.querySelectorAll('details[open]')) {
    const same = fresh.querySelector('details[data-id="' + dataset.id + '"]');
    if (same !== null) same.open = true;
  }
  section.replaceChildren(...fresh.childNodes);
  if (top > 0) section.querySelector('.list')?.scrollTo(0, top);
  waiting = false;
};
new EventSource(base + '__deliveries/stream').addEventListener('delivery', () => {
  if (!waiting) setTimeout(() => refresh().catch(() => { waiting = false; }), 300);
  waiting = true;
});
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing from elsewhere, no script and no style but the page's own, and no frame around it. Source: CSP Level 3. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
