import type { Rule } from '../../findings/rule.ts';
import { text } from '../bundled-view.ts';
import { supportedVersions } from '../version.ts';
import { findingAt } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/latest-version',
  title: 'A document should use the latest version of AsyncAPI',
  severity: 'info',
  since: '0.1.0',
  purpose: 'Tools drop old versions after a while. From 3.0.0 to 3.1.0 nothing has to change but the number.',
  fix: 'Set `asyncapi: 3.1.0`.',
  bad: 'asyncapi: 3.0.0',
  good: 'asyncapi: 3.1.0',
};

/** Official rule: asyncapi-latest-version. */
export const latestVersion: DocumentRule = {
  rule,
  check: (document) => {
    const latest = supportedVersions.at(-1) ?? '';
    const version = text(document.data, 'asyncapi') ?? '';
    return version === latest
      ? []
      : [findingAt(document, rule, '/asyncapi', `The latest version is ${latest}; this document uses ${version}.`)];
  },
};
