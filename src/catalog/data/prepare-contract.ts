import type { Contract } from '../../asyncapi/model.ts';
import type { ContractDrift } from '../../capture/drift/result.ts';
import type { ContractReport } from '../../checks/result.ts';
import { bundleDocument, eventDocument, eventFileNames, jsonFile } from '../../codegen/projection/documents.ts';
import { projectContract } from '../../codegen/projection/project-contract.ts';
import type { Finding } from '../../findings/finding.ts';
import { PatternRefused } from '../../json-schema/patterns.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import { endpointOf } from '../../mock/openapi/endpoints.ts';
import { toOpenApi } from '../../mock/openapi/to-openapi.ts';
import { curlFor } from '../../mock/server/curl.ts';
import type { Scenarios } from '../../simulator/format.ts';
import type { Json } from '../../util/json.ts';
import { mockPlaceholder } from './catalog-contract.ts';
import type { CatalogContract, CatalogFile, ContractStanding } from './catalog-contract.ts';
import { typeTexts } from './type-texts.ts';
import { validatorScript } from './validator-script.ts';

/** What a contract comes with. */
export interface ContractInput extends ContractStanding {
  /** One without errors, whose schemas compile. */
  readonly contract: Contract;
  readonly document?: Json;
  readonly scenarios?: Scenarios | undefined;
  readonly report?: ContractReport | undefined;
  readonly findings?: readonly Finding[];
  readonly drift?: ContractDrift | undefined;
}

/**
 * Finds out all that the pages of a contract show. Takes up to a second, and with hostile schemas longer: not for the thread
 * of a server.
 *
 * @param beat called as the work moves on
 */
export function prepareContract(input: ContractInput, beat: () => void = () => {}): CatalogContract {
  const { contract, document, scenarios, report, findings = [], drift } = input;
  const { state, released, successor, reason } = input;
  return {
    state,
    ...(released === undefined ? {} : { released }),
    ...(successor === undefined ? {} : { successor }),
    ...(reason === undefined ? {} : { reason }),
    contract,
    document,
    scenarios,
    report,
    findings: findings.filter(({ contract: of, severity }) => of === contract.id && severity !== 'info'),
    drift,
    types: beating(beat, () => typeTexts(contract)),
    curls: curlsOf(contract, beat),
    validators: beating(beat, () => whereGeneratable(() => validatorScript(contract))),
    files: beating(beat, () => filesOf(contract, document)),
  };
}

/** Samples are drawn for events without an example, which compiles their schemas. */
function curlsOf(contract: Contract, beat: () => void): ReadonlyMap<string, string> {
  const { events } = endpointOf(contract);
  return new Map(
    events.flatMap(({ event, path }) => {
      beat();
      const line = curlFor(contract, event, mockPlaceholder + path, undefined, 'WEBHOOK_SECRET');
      return line === undefined ? [] : [[event.name, line] as const];
    }),
  );
}

function filesOf(contract: Contract, document: Json | undefined): CatalogFile[] {
  const comment = `From the contract ${contract.id}.`;
  const asyncapi = document === undefined ? [] : [{ name: 'asyncapi.json', content: jsonText(document) }];
  const projection = projectContract(contract);
  const names = eventFileNames(projection.events.keys());
  return [
    ...asyncapi,
    { name: 'openapi.json', content: jsonText(toOpenApi([contract])) },
    { name: 'schemas.json', content: jsonFile('', bundleDocument(contract, projection, comment)).content },
    ...[...names].map(([event, file]) => ({
      name: `schemas/${file.replaceAll('%', '~')}`,
      content: jsonFile('', eventDocument(contract, projection, event, comment)).content,
      event,
    })),
  ];
}

function beating<Result>(beat: () => void, step: () => Result): Result {
  beat();
  return step();
}

/** Some patterns can be run only where the whole program is. */
function whereGeneratable(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PatternRefused || error instanceof SchemaCompileError) return undefined;
    throw error;
  }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
