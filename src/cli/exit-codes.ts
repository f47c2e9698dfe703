/** What the exit code of every command means. `--help` and `docs/cli.md` print this table. */
export const exitCodes = {
  ok: { code: 0, meaning: 'fine' },
  findings: { code: 1, meaning: 'findings at or over --fail-on' },
  usage: { code: 2, meaning: 'wrong usage or configuration' },
  input: { code: 3, meaning: 'an input that cannot be read or parsed' },
  bug: { code: 70, meaning: 'a bug in counterfoil' },
} as const;

/** An expected failure: the command stops, the message is printed without a stack, and the exit code says which kind it is. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: keyof typeof exitCodes;
  /** What to do next. */
  readonly help: string | undefined;
  /** What is wrong, one by one, when there are several things. */
  readonly details: readonly string[];

  constructor(exit: keyof typeof exitCodes, message: string, help?: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
    this.exit = exit;
    this.help = help;
  }
}
