import type { Finding } from './finding.ts';

/** A `RunError` as plain data. */
export interface Refusal {
  readonly kind: 'usage' | 'input';
  readonly message: string;
  readonly help: string | undefined;
  readonly findings: readonly Finding[];
}

/**
 * A run that could not start, or go on, for an expected reason: `usage` is a wrong argument, configuration or local
 * module, `input` something that cannot be read.
 */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly kind: 'usage' | 'input';
  /** What to do next. */
  readonly help: string | undefined;
  /** What is wrong, place by place, when there are places. */
  readonly findings: readonly Finding[];

  /** The error as plain data, which can go from one thread to another. */
  toData(): Refusal {
    return { kind: this.kind, message: this.message, help: this.help, findings: this.findings };
  }

  static fromData({ kind, message, help, findings }: Refusal): RunError {
    return new RunError(kind, message, help === undefined ? { findings } : { help, findings });
  }

  constructor(kind: RunError['kind'], message: string, more: { help?: string; findings?: readonly Finding[] } = {}) {
    super(message);
    this.kind = kind;
    this.help = more.help;
    this.findings = more.findings ?? [];
  }
}
