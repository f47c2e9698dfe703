import type { Rule } from '../../findings/rule.ts';
import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import { get, text } from '../bundled-view.ts';
import { findingAt, written } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/channel-parameters',
  title: "A channel's parameters must be those of its address",
  severity: 'error',
  since: '0.1.0',
  purpose: 'A parameter that the address does not have, or that nobody describes, is most often a misspelled name.',
  fix: 'Give the parameter the name it has in the address, between braces.',
  bad: 'address: /webhooks/{tenant}\nparameters:\n  tenantId: {}',
  good: 'address: /webhooks/{tenant}\nparameters:\n  tenant: {}',
  source: 'AsyncAPI 3.1.0, Parameters Object',
};

/** Official rule: asyncapi3-channel-parameters. A channel that describes no parameter at all is let be, as there. */
export const channelParameters: DocumentRule = {
  rule,
  check: (document) =>
    written(document, 'channel').flatMap(({ pointer, value }) => {
      const parameters = get(value, 'parameters');
      if (!isObject(parameters)) return [];
      const names = (text(value, 'address') ?? '').match(/\{[^{}]+\}/g)?.map((name) => name.slice(1, -1)) ?? [];
      const missing = names.filter((name) => !Object.hasOwn(parameters, name));
      const redundant = Object.keys(parameters).filter((name) => !names.includes(name) && !name.startsWith('x-'));
      const place = child(pointer, 'parameters');
      return [
        ...missing.map((name) =>
          findingAt(document, rule, place, `The parameter "${name}" of the address is not described.`),
        ),
        ...redundant.map((name) =>
          findingAt(document, rule, child(place, name), `The address has no parameter "${name}".`),
        ),
      ];
    }),
};
