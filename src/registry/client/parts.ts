import { join } from 'node:path';
import { defaultSizeLimit, readText } from '../../asyncapi/read.ts';
import { parseSource } from '../../asyncapi/source-map.ts';
import type { Finding } from '../../findings/finding.ts';
import { RunError } from '../../findings/run-error.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import type { Json } from '../../util/json.ts';

/** A contract without its files. */
export interface ContractParts {
  readonly document: Json;
  readonly scenarios: Json | undefined;
}

/** The digest over all that is written of a contract. Layout and comments of the files do not count. */
export function contentDigest({ document, scenarios }: ContractParts): string {
  return digest({ document, scenarios: scenarios ?? null });
}

/**
 * Reads a pulled contract without looking at what it means.
 *
 * @param folder absolute
 * @throws {RunError} `input`, when it cannot be parsed
 */
export function readParts(folder: string, name: string): ContractParts {
  const findings: Finding[] = [];
  const read = (file: string): Json | undefined => {
    const text = readText(join(folder, file), `${name}/${file}`, defaultSizeLimit, findings);
    return text === undefined ? undefined : parseSource(file, text, findings)?.data;
  };
  const document = read('asyncapi.yaml');
  if (document === undefined) throw refusal(name, 'it cannot be read', findings);
  const before = findings.length;
  const scenarios = read('scenarios.yaml');
  const problems = findings.slice(before).filter(({ rule }) => !rule.endsWith('/file-not-found'));
  if (problems.length > 0) throw refusal(name, 'its scenarios cannot be read', problems);
  return { document, scenarios };
}

/** A contract that is not taken. */
export function refusal(name: string, why: string, findings: readonly Finding[]): RunError {
  return new RunError('input', `${name} cannot be used: ${why}.`, { findings });
}
