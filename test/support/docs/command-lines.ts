import type { Page } from './pages.ts';

/** A call of counterfoil in a block of a page, with what follows the name. */
export interface CommandLine {
  readonly place: string;
  readonly text: string;
}

/** Calls of counterfoil in blocks of every language: workflows and containers have some as well. */
export function commandLines({ file, blocks }: Page): CommandLine[] {
  return blocks
    .filter(({ language }) => /^(?:sh|console|yaml|dockerfile)$/.test(language))
    .flatMap(({ code, line }) =>
      Array.from(
        code
          .replaceAll(/^\s*#.*$/gm, '')
          .replaceAll(/\\\n\s*/g, '')
          .matchAll(/(?:^|[\s(])counterfoil +([a-z][^\n|;&<>)]*)/gm),
        (match) => ({
          place: `${file}:${line}`,
          text: (match[1] ?? '').replace(/\s#\s.*$/, '').trim(),
        }),
      ),
    );
}

/** The words of a command line; what stands in quotation marks is one. */
export function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g), ([word]) => word);
}
