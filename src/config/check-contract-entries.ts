import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { at } from '../json-schema/pointer.ts';
import type { LoadedConfig } from './load-config.ts';
import { fileNotFound } from './rules.ts';
import { report } from './source.ts';

/** Reports contracts that the configuration names and that are not there, where it names them. */
export function checkContractEntries({ sources }: LoadedConfig): Finding[] {
  return sources.flatMap((source) => {
    const named = at(source.data, '/contracts');
    return (Array.isArray(named) ? named : []).flatMap((entry: unknown, index) =>
      typeof entry !== 'string' || existsSync(resolve(dirname(source.path), entry))
        ? []
        : report(
            fileNotFound,
            `There is no file or folder ${entry}.`,
            source.place(`/contracts/${index}`),
            'Paths are relative to the configuration. counterfoil pull, infer and import bring contracts.',
          ),
    );
  });
}
