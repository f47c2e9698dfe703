import { resolve } from 'node:path';
import type { OpenAPIV3_1 } from 'openapi-types';
import { stringify } from 'yaml';
import type { Contract } from '../asyncapi/model.ts';
import { loadSoundContract } from '../checks/load-sound-contract.ts';
import { resolveTargets } from '../checks/targets.ts';
import type { OpenApiFormat } from '../mock/openapi/formats.ts';
import { newestOfMajor } from '../mock/openapi/endpoints.ts';
import { toOpenApi } from '../mock/openapi/to-openapi.ts';

export interface ExportOpenApiOptions {
  /** Whether the answers to refused deliveries are documented; true when absent. */
  readonly errors?: boolean;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** Contracts as OpenAPI. */
export interface OpenApiExport {
  readonly document: OpenAPIV3_1.Document;
  /** Ids of the contracts in it. */
  readonly contracts: readonly string[];
  /** Ids of contracts left out because another one named is a later version with the same paths. */
  readonly superseded: readonly string[];
}

/**
 * Writes contracts as one OpenAPI 3.1 document of their receivers, with a path for all events of each contract and one
 * for each event. The same contracts give the same document.
 *
 * @param targets AsyncAPI documents, folders, or shipped contracts (`<vendor>`, `<vendor>@2.0.0`)
 * @throws {RunError} when a target names nothing, a contract has errors, or OpenAPI cannot say what it says
 */
export async function exportOpenApi(
  targets: readonly string[],
  options: ExportOpenApiOptions = {},
): Promise<OpenApiExport> {
  const { errors = true, cwd: folder = '' } = options;
  const cwd = resolve(folder);
  const contracts: Contract[] = [];
  for (const path of resolveTargets(targets, cwd)) contracts.push(await loadSoundContract(path, cwd, refused));
  const { newest, superseded } = newestOfMajor(contracts);
  return { document: toOpenApi(newest, { errors }), contracts: newest.map(({ id }) => id), superseded };
}

/** The text of a document. YAML is written so that readers of YAML 1.1 and of 1.2 read the same. */
export function openApiText(document: OpenAPIV3_1.Document, format: OpenApiFormat): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
  return stringify(document, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 120 });
}

const refused = (file: string): string => `${file} cannot be written as OpenAPI`;
