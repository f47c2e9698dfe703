import { RunError } from '../findings/run-error.ts';

/**
 * Reads the URL in front of all paths, as it is known outside.
 *
 * @param use what it is for: `senders could know the mock by`
 * @returns without a slash at its end; undefined when there is none
 * @throws {RunError} when it is no URL without a query
 */
export function readPublicUrl(text: string | undefined, use: string): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.search === '' && url.hash === '')
    return text.replace(/\/+$/, '');
  throw new RunError('usage', `"${text}" is no URL that ${use}.`, {
    help: 'Write it whole, without a query: https://hooks.example.com.',
  });
}
