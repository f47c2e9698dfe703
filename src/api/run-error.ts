import type { Finding } from '../findings/finding.ts';

/**
 * A run that could not start, for an expected reason: `usage` is a wrong argument or configuration, `input` something
 * that cannot be read.
 */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly kind: 'usage' | 'input';
  /** What to do next. */
  readonly help: string | undefined;
  /** What is wrong, place by place, when there are places. */
  readonly findings: readonly Finding[];

  constructor(kind: RunError['kind'], message: string, more: { help?: string; findings?: readonly Finding[] } = {}) {
    super(message);
    this.kind = kind;
    this.help = more.help;
    this.findings = more.findings ?? [];
  }
}
