import MarkdownIt from 'markdown-it';
import { escape, Html } from './html.ts';

/** Longer texts would make a page that nobody reads; the documents have them whole. */
const longest = 20_000;

const reader = new MarkdownIt('commonmark', { html: false, maxNesting: 20 }).disable('image');
// Only to where the web is: a relative link in a contract leads nowhere here, and is then plain text.
reader.validateLink = (url) => /^https?:\/\//i.test(url);
reader.renderer.rules['heading_open'] = () => '<p><strong>';
reader.renderer.rules['heading_close'] = () => '</strong></p>';
reader.renderer.rules['link_open'] = (tokens, index, options, _, self) => {
  tokens[index]?.attrSet('rel', 'noreferrer noopener');
  return self.renderToken(tokens, index, options);
};

/** A description as HTML: CommonMark without HTML in it, without images, with headings as bold lines. */
export function markdown(text: string | undefined): Html | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return new Html(reader.render(cleaned(text)));
}

/** A short text as HTML without paragraphs. */
export function inlineMarkdown(text: string | undefined): Html | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return new Html(reader.renderInline(cleaned(text)));
}

function cleaned(text: string): string {
  const short = text.length <= longest ? text : `${text.slice(0, longest)}…`;
  // `escape` also replaces what hides or turns text; quotation marks and brackets are left to the reader of Markdown.
  return short.replaceAll(
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    escape,
  );
}
