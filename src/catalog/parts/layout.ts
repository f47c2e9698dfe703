import { toolVersion } from '../../util/version.ts';
import { attributes, html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import { paths } from '../links.ts';
import type { PageContext } from '../site.ts';
import { brandIcon, glassIcon, themeIcon } from './icons.ts';

/**
 * Nothing from elsewhere, no script and no style but the catalog's own files. Where a server answers it should also send this
 * as a header, with `frame-ancestors 'none'`, which a page cannot say itself.
 */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'";

/** A page without what all pages have. */
export interface PageContent {
  readonly title: string;
  readonly description?: string | undefined;
  /** From the top down, the page itself left out. */
  readonly crumbs: readonly Crumb[];
  /** The tree at the left; the page is wide without one. */
  readonly tree?: Html | undefined;
  readonly body: Part;
  /** Further scripts, by asset name, or by path from the top where they belong to one contract. */
  readonly scripts?: readonly string[];
}

export interface Crumb {
  readonly text: string;
  readonly path: string;
}

/** A whole page. */
export function layout(context: PageContext, content: PageContent): string {
  const { title, description, crumbs, tree, body, scripts = [] } = content;
  const { site, link, asset } = context;
  const fullTitle = title === '' ? 'Counterfoil catalog' : `${title} · Counterfoil`;
  return html`<!doctype html>
    <html lang="en" data-top="${link('') || './'}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${fullTitle}</title>
        ${description !== undefined && html`<meta name="description" content="${description}" /> `}
        <link rel="icon" href="${asset('icon.svg')}" />
        <link rel="stylesheet" href="${asset('catalog.css')}" />
        <script src="${asset('theme.js')}"></script>
        <script defer src="${asset('catalog.js')}" ${attributes({ 'data-search': asset('search-index.js') })}></script>
        ${scripts.map((name) => html`<script defer src="${asset(name)}"></script> `)}
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header class="bar">
          <a class="brand" href="${link(paths.home)}" aria-label="Counterfoil, all vendors"
            >${brandIcon}<span>Counterfoil</span></a
          >
          <form class="search" role="search" action="${link(paths.search)}" method="get">
            <label class="visually-hidden" for="search">Search vendors, events, fields and values</label
            >${glassIcon}<input
              id="search"
              name="q"
              type="search"
              placeholder="Search events, fields, values"
              autocomplete="off"
              spellcheck="false"
              autocapitalize="off"
            /><kbd class="needs-script" aria-hidden="true">/</kbd>
          </form>
          ${(site.options.links ?? []).map(({ text, path }) => html`<a class="small" href="${link(path)}">${text}</a>`)}<button
            class="theme needs-script"
            type="button"
            aria-label="Switch between light and dark"
          >
            ${themeIcon}
          </button>
        </header>
        <div class="page${tree === undefined ? ' wide' : ''}">
          ${tree ?? ''}
          <main id="content" tabindex="-1">
            ${
              crumbs.length > 0 &&
              html`<nav aria-label="Way to this page">
                <ol class="crumbs">
                  ${crumbs.map(({ text, path }) => html`<li><a href="${link(path)}">${text}</a></li>`)}${tree !== undefined && html`<li class="to-tree"><a href="#tree">all events</a></li>`}
                </ol>
              </nav>`
            }
            ${body}
          </main>
        </div>
        <footer class="foot">
          Made by Counterfoil ${toolVersion} from AsyncAPI documents. Nothing on these pages is loaded from elsewhere.
        </footer>
      </body>
    </html> `.text;
}
