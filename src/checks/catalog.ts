import { asyncapiRules } from '../asyncapi/rules.ts';
import { contractRules } from '../compatibility/contracts/rules.ts';
import { configRules } from '../config/rules.ts';
import { captureRules } from '../deliveries/rules.ts';
import type { Rule } from '../findings/rule.ts';
import { clientRules } from './client-rules.ts';
import { driftRules } from './drift-rules.ts';
import { lintRules } from './lint/all.ts';
import { checkRules } from './rules.ts';

/** Every rule that counterfoil can report, sorted by id. Those of local modules come on top. */
export const catalog: readonly Rule[] = [
  ...asyncapiRules,
  ...configRules,
  ...Object.values(captureRules),
  ...lintRules.map(({ rule }) => rule),
  ...checkRules,
  ...Object.values(clientRules),
  ...Object.values(driftRules),
  ...contractRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
