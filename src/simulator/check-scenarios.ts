import type { Contract } from '../asyncapi/model.ts';
import { locateInYaml, parseYaml, yamlToData } from '../asyncapi/yaml.ts';
import { report } from '../asyncapi/report.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import { createValidator } from '../json-schema/validate.ts';
import type { CompiledSchema, Validator } from '../json-schema/validate.ts';
import type { Json } from '../util/json.ts';
import { findMistakes } from './find-mistakes.ts';
import type { Mistake } from './mistake.ts';
import type { Scenarios } from './format.ts';
import { scenariosUnfit } from '../asyncapi/rules/scenarios.ts';
import scenariosSchema from './scenarios.schema.json' with { type: 'json' };
import { tryOut } from './try-out.ts';

const deepest = 100;
let shape: CompiledSchema | undefined;

/** Scenarios that fit their contract, or what is wrong with them. */
export type ReadScenarios =
  | { readonly scenarios: Scenarios; readonly findings: readonly [] }
  | { readonly scenarios: undefined; readonly findings: readonly Finding[] };

/**
 * Reads the text of a `scenarios.yaml` and holds it against the published schema and the contract.
 * @param file path that findings name
 */
export function readScenarios(contract: Contract, text: string, file: string): ReadScenarios {
  const refuse = (mistakes: readonly Mistake[], placeOf: (pointer: string) => Place): ReadScenarios => ({
    scenarios: undefined,
    findings: once(
      mistakes.map(({ pointer, message }) =>
        report(scenariosUnfit, message, placeOf(pointer), { contract: contract.id }),
      ),
    ),
  });
  const read = yamlToData(text, deepest);
  if (read.problem !== undefined) {
    const { message, offset = 0 } = read.problem;
    return refuse([{ pointer: '', message }], () => ({
      file,
      ...positionOf(text, offset),
    }));
  }
  const mistakes = mistakesOfShape(read.data);
  const scenarios = read.data as unknown as Scenarios;
  const found = mistakes.length > 0 ? mistakes : findMistakes(contract, scenarios);
  if (found.length === 0) return { scenarios, findings: [] };
  return refuse(found, placesIn(text, file));
}

/**
 * As `readScenarios`, and everything else that keeps scenarios from fitting their contract: payloads, in a trial run, that
 * break the strict profile, and life cycles that do not end.
 * @param file path that findings name
 * @param validator of the contract's schemas
 */
export function readTriedScenarios(
  contract: Contract,
  text: string,
  file: string,
  validator: Validator,
): ReadScenarios {
  const read = readScenarios(contract, text, file);
  const mishaps = read.scenarios === undefined ? [] : tryOut(contract, read.scenarios, validator);
  if (mishaps.length === 0) return read;
  const placeOf = placesIn(text, file);
  const findings = mishaps.map(({ message, event, pointer }) =>
    event === undefined || pointer === undefined
      ? report(scenariosUnfit, message, { file }, { contract: contract.id })
      : report(scenariosUnfit, message, placeOf(pointer), { contract: contract.id, event }),
  );
  return { scenarios: undefined, findings };
}

/**
 * What `readTriedScenarios` finds: the form of the file, names of events, states and kinds that are not there, states that
 * nobody reaches, and what comes of a trial run.
 * @param file path that findings name
 * @param validator of the contract's schemas; made anew when absent
 * @returns nothing when they fit
 */
export function checkScenarios(
  contract: Contract,
  text: string,
  file: string,
  validator: Validator = createValidator(contract.schemas),
): readonly Finding[] {
  return readTriedScenarios(contract, text, file, validator).findings;
}

/** What stands once in the file, and is used in several places by a YAML alias, is wrong once. */
function once(findings: readonly Finding[]): Finding[] {
  const keyOf = ({ message, place: { line, column } }: Finding): string => `${line}:${column} ${message}`;
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}

function mistakesOfShape(data: Json): Mistake[] {
  shape ??= compileShape();
  return shape.violations(data).map(({ pointer, message }) => ({
    pointer,
    message: pointer === '/start' ? wrongStart : `${pointer === '' ? 'The file' : `"${pointer}"`} ${message}.`,
  }));
}

const wrongStart = '"/start" is a moment in UTC, such as 2026-03-02T08:00:00Z.';

function compileShape(): CompiledSchema {
  const { definitions, ...root } = scenariosSchema;
  const bundle = { dialect: 'draft-07', definitions: { ...definitions, scenarios: root } } as const;
  return createValidator(bundle).compile('scenarios');
}

function placesIn(text: string, file: string): (pointer: string) => Place {
  const document = parseYaml(text);
  return (pointer) => {
    const offset = locateInYaml(document, parsePointer(pointer)) ?? 0;
    return { file, ...positionOf(text, offset), pointer };
  };
}

function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
