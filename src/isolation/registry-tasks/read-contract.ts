import type { Contract } from '../../asyncapi/model.ts';
import { referenceTo } from '../../asyncapi/rewrite-schema.ts';
import type { ExampleReport } from '../../checks/result.ts';
import { countBySeverity } from '../../checks/tally.ts';
import { selfContained } from '../../compatibility/contracts/event-schema.ts';
import { structureOf } from '../../compatibility/contracts/structure.ts';
import type { Finding } from '../../findings/finding.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import { toOpenApi } from '../../mock/openapi/to-openapi.ts';
import { subjectName } from '../../registry/domain/contracts/subject-name.ts';
import type { AnalysedContract, PublishedContract } from '../../registry/domain/analyst.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { toolVersion } from '../../util/version.ts';
import { readPublished } from './published-contract.ts';

/** See `Analyst.readContract`. */
export async function readContractTask(published: PublishedContract): Promise<AnalysedContract> {
  const { checked, examples, findings } = await readPublished(published);
  const { contract } = checked;
  return {
    vendor: contract.vendor,
    version: contract.version,
    title: contract.title,
    digest: digest(structureOf(contract)),
    events: contract.events.map(({ name }) => name),
    subjects: new Map(
      contract.events.map(({ name, payload }) => [subjectName(contract, name), alone(contract, payload)]),
    ),
    findings,
    derived: {
      // The document is made of JSON alone, which its type does not say.
      openapi: JSON.parse(JSON.stringify(toOpenApi([contract]))) as Json,
      report: reportOf(contract, examples, findings),
      conformance: conformanceOf(contract, examples),
    },
  };
}

/** The schema of a payload with the models that it refers to under `definitions`. */
function alone({ schemas }: Contract, name: string): Json {
  const whole = selfContained(schemas, name);
  if (!isObject(whole)) return whole;
  const { $schema = '', definitions } = whole;
  const { [name]: own = true, ...models } = isObject(definitions) ? definitions : {};
  const isNeeded = JSON.stringify(definitions).includes(`"${referenceTo(name, '')}`);
  const root: JsonObject = isObject(own) ? own : own === true ? {} : { not: {} };
  // Beside a reference, nothing else counts.
  const body: JsonObject = Object.hasOwn(root, '$ref') ? { allOf: [root] } : root;
  const inner = isObject(body['definitions']) ? body['definitions'] : {};
  const all = { ...inner, ...models, ...(isNeeded ? { [name]: own } : {}) };
  return { $schema, ...body, ...(Object.keys(all).length > 0 ? { definitions: all } : {}) };
}

/** What `check` said of the contract when it was published. */
function reportOf(contract: Contract, examples: readonly ExampleReport[], findings: readonly Finding[]): Json {
  return {
    contract: contract.id,
    toolVersion,
    verdict: 'pass',
    counts: countBySeverity(findings),
    events: contract.events.length,
    documentedByNameOnly: contract.events.filter((event) => event.examples.length === 0).length,
    examples: tallyOf(examples),
    // Findings are plain data, which their type does not say.
    findings: JSON.parse(JSON.stringify(findings)) as Json,
  };
}

/** How far the examples of each event bear out its schema. */
function conformanceOf(contract: Contract, examples: readonly ExampleReport[]): Json {
  return {
    contract: contract.id,
    toolVersion,
    examples: tallyOf(examples),
    events: contract.events.map(({ name }) => {
      const own = examples.filter(({ event }) => event === name);
      return { event: name, ...tallyOf(own), examples: own.map(({ example, passed }) => ({ name: example, passed })) };
    }),
  };
}

function tallyOf(examples: readonly ExampleReport[]): { passed: number; total: number } {
  return { passed: examples.filter(({ passed }) => passed).length, total: examples.length };
}
