import { spawnSync } from 'node:child_process';
import { Argument, Command } from 'commander';
import type { Io } from '../io.ts';

interface Flags {
  readonly reason: string;
  readonly until: string;
  readonly by?: string;
  readonly approvals?: string;
}

/** `counterfoil approve`: accept breaks for a time. */
export function approveCommand(io: Io): Command {
  return new Command('approve')
    .summary('approve a break between contracts for a time')
    .description(
      'Adds approvals to counterfoil.approvals.yaml, or renews them: the breaks with these fingerprints no longer fail a ' +
        'comparison, up to and including the day that is named. Comments in the file stay.',
    )
    .addArgument(new Argument('<fingerprint...>', 'names of breaks, as counterfoil compare prints them'))
    .requiredOption('--reason <text>', 'why the break is acceptable')
    .requiredOption('--until <day>', 'last day on which the approval counts, YYYY-MM-DD')
    .option('--by <name>', 'who approves it (default: $USER, else user.name of git)')
    .option('--approvals <file>', 'file with approvals (default: the nearest counterfoil.approvals.yaml upwards)')
    .addHelpText(
      'after',
      `
Examples:
  counterfoil approve 4f1c0a9be2d77380 --reason 'the field was never used' --until 2026-12-31
  counterfoil approve 4f1c0a9be2d77380 --reason 'agreed with the vendor' --until 2026-12-31 --by Ada`,
    )
    .action(async (fingerprints: string[], { reason, until, by, approvals }: Flags) => {
      // Loaded here: other commands need none of it.
      const { approve } = await import('../../api/approve.ts');
      const name = by ?? io.env['USER'] ?? io.env['USERNAME'] ?? nameInGit(io.cwd);
      const where = { cwd: io.cwd, today: io.today, ...(approvals === undefined ? {} : { file: approvals }) };
      for (const fingerprint of fingerprints) {
        const file = approve({ fingerprint, reason, by: name, until }, where);
        io.stdout.write(`${fingerprint} is approved until ${until}; see ${file}\n`);
      }
    });
}

function nameInGit(cwd: string): string {
  const { status, stdout } = spawnSync('git', ['config', 'user.name'], { cwd, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
