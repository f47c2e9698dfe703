import type { Severity } from './severity.ts';

/**
 * A row of the rule catalog. Every rule has one, and its page in `docs/rules/` is generated from it.
 */
export interface Rule {
  /** `<group>/<name>`, kebab-case; never changes and is never reused. */
  readonly id: string;
  /** One line, in the imperative or as a statement of what must hold. */
  readonly title: string;
  /** Severity when the configuration says nothing. */
  readonly severity: Severity;
  /** Version of counterfoil that introduced the rule; a configuration can pin the rule set to a version. */
  readonly since: string;
  /** Why the rule exists and what goes wrong without it. */
  readonly purpose: string;
  /** What to do about a finding. */
  readonly fix: string;
  /** A short input that breaks the rule, and one that satisfies it. */
  readonly bad?: string;
  readonly good?: string;
  /** Specification section or document that the rule implements. */
  readonly source?: string;
}
