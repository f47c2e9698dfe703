import type { Finding } from '../../findings/finding.ts';
import { closedObject } from './closed-object.ts';
import { closedSet } from './closed-set.ts';
import { dialectNeutral } from './dialect-neutral.ts';
import { eventDescription } from './event-description.ts';
import { eventExample } from './event-example.ts';
import { eventSummary } from './event-summary.ts';
import { eventTitle } from './event-title.ts';
import { eventsIndistinguishable } from './events-indistinguishable.ts';
import { exampleName } from './example-name.ts';
import { exampleNameUnique } from './example-name-unique.ts';
import { exampleSource } from './example-source.ts';
import { fileUnused } from './file-unused.ts';
import { folderName } from './folder-name.ts';
import { headersObject } from './headers-object.ts';
import { messageUnreachable } from './message-unreachable.ts';
import { methodPost } from './method-post.ts';
import { operationSend } from './operation-send.ts';
import { personalData } from './personal-data.ts';
import { propertyDescription } from './property-description.ts';
import { schemaIdentity } from './schema-identity.ts';
import { schemaUnused } from './schema-unused.ts';
import { selectorMissing } from './selector-missing.ts';
import { valueRepeated } from './value-repeated.ts';
import { versionSemver } from './version-semver.ts';
import type { LintContext, LintRule } from './support/lint-rule.ts';

/** All lint rules, by id. */
export const lintRules: readonly LintRule[] = [
  closedObject,
  closedSet,
  dialectNeutral,
  eventDescription,
  eventExample,
  eventSummary,
  eventTitle,
  eventsIndistinguishable,
  exampleName,
  exampleNameUnique,
  exampleSource,
  fileUnused,
  folderName,
  headersObject,
  messageUnreachable,
  methodPost,
  operationSend,
  personalData,
  propertyDescription,
  schemaIdentity,
  schemaUnused,
  selectorMissing,
  valueRepeated,
  versionSemver,
];

/**
 * Holds a contract against all lint rules.
 *
 * @param more rules of local modules
 */
export function lintContract(context: LintContext, more: readonly LintRule[] = []): Finding[] {
  return [...lintRules, ...more].flatMap((lintRule) => lintRule.check(context));
}
