import { Argument, Command } from 'commander';
import type { ReleaseReport } from '../../checks/run-release.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { textOptions } from '../output.ts';
import { progressLine } from '../progress.ts';

/** `counterfoil release`: record a contract, so that it never changes. */
export function releaseCommand(io: Io, setExit: (code: number) => void): Command {
  return new Command('release')
    .summary('record a contract in releases.json, so that any change of it is an error')
    .description(
      'Records the digest of a contract in the releases.json of its folder. From then on counterfoil check reports any ' +
        'change of it. A version that is too near to the one released before is refused, with what demands a greater step.',
    )
    .addArgument(new Argument('<contract>', 'AsyncAPI document, or a folder of them'))
    .addHelpText(
      'after',
      `
Examples:
  counterfoil release asyncapi/cafe/2.0.0
  counterfoil release asyncapi/cafe                 all of its versions that are not recorded yet`,
    )
    .action(async (target: string) => {
      // Loaded here: other commands need none of it.
      const [{ release }, { describeRelease }] = await Promise.all([
        import('../../api/release.ts'),
        import('../../reporters/compare/release.ts'),
      ]);
      const progress = progressLine(io.stderr);
      const reports = await release(target, { cwd: io.cwd, today: io.today, onProgress: progress.show }).finally(
        progress.clear,
      );
      io.stdout.write(describeRelease(reports, textOptions(io, io.stdout)));
      setExit(reports.some(isRefusal) ? exitCodes.findings.code : exitCodes.ok.code);
    });
}

function isRefusal({ status }: ReleaseReport): boolean {
  return status === 'changed' || status === 'too-small';
}
