import { resolve } from 'node:path';

import type { Finding } from '../findings/finding.ts';
import { displayPath } from '../util/display-path.ts';
import { exists, filesBelow, isFolder } from './read.ts';
import { report } from './report.ts';
import { fileNotFound, noContract, noPermission } from './rules/input.ts';

/** Names of AsyncAPI documents in a folder of contracts. */
export const documentNames: ReadonlySet<string> = new Set(['asyncapi.yaml', 'asyncapi.yml', 'asyncapi.json']);

/** The contracts that a path names, and what is wrong with the path. */
export interface FoundContracts {
  /** Absolute paths of AsyncAPI documents, sorted. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * The AsyncAPI documents that a path names: the file itself, or every `asyncapi.yaml`, `.yml` or `.json` below a folder.
 * A path that does not exist, a folder that cannot be read, or one without a document, is a finding.
 *
 * @param cwd folder that a relative path starts from, absolute; the working folder when absent
 */
export function findContracts(named: string, cwd: string = resolve()): FoundContracts {
  const path = resolve(cwd, named);
  const file = displayPath(path, cwd);
  if (!exists(path))
    return { files: [], findings: [report(fileNotFound, `${file}: there is no such file or folder.`, { file })] };
  if (!isFolder(path)) return { files: [path], findings: [] };
  const closed: Finding[] = [];
  const files = filesBelow(
    path,
    (name) => documentNames.has(name),
    (folder) => {
      const shown = displayPath(folder, cwd);
      closed.push(report(noPermission, `${shown}: the folder cannot be read, nor a contract in it.`, { file: shown }));
    },
  );
  if (files.length > 0 || closed.length > 0) return { files, findings: closed };
  return {
    files,
    findings: [
      report(noContract, `${file}: no asyncapi.yaml, asyncapi.yml or asyncapi.json below this folder.`, { file }),
    ],
  };
}
