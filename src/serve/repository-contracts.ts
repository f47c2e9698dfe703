import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadContract } from '../asyncapi/load-contract.ts';
import type { Contract } from '../asyncapi/model.ts';
import { selfContained } from '../asyncapi/self-contained.ts';
import { parseSource } from '../asyncapi/source-map.ts';
import type { SourceDocument } from '../asyncapi/source-map.ts';
import { compileContract } from '../checks/checked-contract.ts';
import { unsoundContract } from '../checks/load-sound-contract.ts';
import type { Finding } from '../findings/finding.ts';
import type { PublishedContract } from '../registry/domain/analyst.ts';
import { describeRounded, roundedInYaml, roundedNumbers } from '../registry/domain/exact-numbers.ts';

/** A contract of whoever runs the server. */
export interface RepositoryContract {
  readonly contract: Contract;
  /** As one document. */
  readonly published: PublishedContract;
  /** Why it must not be published. */
  readonly flaw?: string;
}

/**
 * Loads a contract that the server starts with, in the server's own thread: its files are the operator's, as its program is.
 *
 * @param file the AsyncAPI document, absolute
 * @throws {RunError} `input`, when it has errors, or cannot be written as one document
 */
export async function loadRepositoryContract(file: string, cwd: string): Promise<RepositoryContract> {
  const { contract, document, findings } = await loadContract(file, { cwd });
  const compiled = contract === undefined ? [] : compileContract(contract, document, file).findings;
  const errors = [...findings, ...compiled].filter(({ severity }) => severity === 'error');
  const refusal = (name: string): string => `${name} cannot be served`;
  if (contract === undefined || errors.length > 0) throw unsoundContract(document.file, errors, refusal);
  const parts = { document: selfContained(contract, document) };
  const [flaw] = [...document.documents.values()].flatMap(flawsOf);
  const known = { contract, ...(flaw === undefined ? {} : { flaw }) };
  if (contract.scenarios === undefined) return { ...known, published: parts };
  const problems: Finding[] = [];
  const text = await readFile(resolve(cwd, contract.scenarios), 'utf8');
  const scenarios = parseSource(contract.scenarios, text, problems)?.data;
  if (scenarios === undefined) throw unsoundContract(contract.scenarios, problems, refusal);
  return { ...known, published: { ...parts, scenarios } };
}

function flawsOf({ file, text }: SourceDocument): string[] {
  const rounded = file.endsWith('.json') ? roundedNumbers(text) : roundedInYaml(text);
  return rounded.map((number) => `${file} has ${describeRounded(number)}`);
}
