import { createValidator } from '../json-schema/validate.ts';
import type { Finding } from '../findings/finding.ts';
import type { CheckedContract } from './checked-contract.ts';
import type { CheckOptions } from './options.ts';
import { findingOf } from './report.ts';
import { endpointUrl } from './rules.ts';

/** Holds the URL that is configured for a vendor against the rules that the vendor has for one (`x-endpoint-url`). */
export function checkEndpoint(
  { contract, document }: CheckedContract,
  { endpoints, captures }: CheckOptions,
): Finding[] {
  const rules = contract.endpointUrl;
  if (rules === undefined) return [];
  const urls = [
    ...(Object.hasOwn(endpoints, contract.vendor) ? [endpoints[contract.vendor]] : []),
    ...captures.filter((set) => set.vendor === contract.vendor || set.contract === contract.id).map(({ url }) => url),
  ].filter((url) => url !== undefined);
  const schema = createValidator({ dialect: 'draft-07', definitions: { url: rules } }).compile('url');
  return [...new Set(urls)].flatMap((url) =>
    schema.violations(url).map(({ message, expected, keyword }) =>
      findingOf(
        endpointUrl,
        `The endpoint ${url} is not one that can be registered: it ${message}.`,
        { file: document.file },
        {
          contract: contract.id,
          evidence: { expected, actual: url, keyword },
        },
      ),
    ),
  );
}
