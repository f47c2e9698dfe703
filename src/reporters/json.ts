import { toJson } from './escape.ts';
import type { Reporter } from './reporter.ts';

/** The whole result as data; `format` and `formatVersion` say how to read it. */
export const json: Reporter = {
  name: 'json',
  fileExtension: 'json',
  report(result) {
    return toJson({ format: 'counterfoil-check', formatVersion: 1, ...result });
  },
};
