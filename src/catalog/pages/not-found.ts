import { html } from '../html.ts';
import { paths } from '../links.ts';
import { layout } from '../parts/layout.ts';
import type { PageContext } from '../site.ts';

/** What is shown where nothing is. */
export function notFoundPage(context: PageContext): string {
  const body = html`<div class="hero">
    <h1>Nothing is here</h1>
    <div class="lede"><p>The contract may have moved to another version, or the address has a mistake.</p></div>
    <p class="tools">
      <a class="button main" href="${context.link(paths.home)}">All vendors</a
      ><a class="button" href="${context.link(paths.search)}">All events</a>
    </p>
  </div>`;
  return layout(context, { title: 'Nothing is here', crumbs: [], body });
}
