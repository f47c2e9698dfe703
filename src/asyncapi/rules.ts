import type { Rule } from '../findings/rule.ts';
import { documentRules } from './document-rules/all.ts';
import { structureRules } from './rules/document.ts';
import { extensionRules } from './rules/extension.ts';
import { inputRules } from './rules/input.ts';
import { scenarioRules } from './rules/scenarios.ts';
import { schemaRules } from './rules/schema.ts';

/** Every rule that loading a contract can report. */
export const asyncapiRules: readonly Rule[] = [
  ...inputRules,
  ...structureRules,
  ...documentRules.map(({ rule }) => rule),
  ...extensionRules,
  ...schemaRules,
  ...scenarioRules,
];
