import type { Finding, Place } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import { TooManySteps } from '../json-schema/explain.ts';
import { findUndocumented, type Undocumented } from '../json-schema/strict.ts';
import type { CompiledSchema, Violation } from '../json-schema/validate.ts';
import { shorten, show } from '../json-schema/violation.ts';
import type { Json } from '../util/json.ts';
import type { CheckedContract } from './checked-contract.ts';
import { findingOf } from './report.ts';
import { tooCostly, undocumentedProperty, unknownValue } from './rules.ts';

/** What a payload or a set of headers belongs to, and where its parts stand. */
export interface Subject {
  readonly checked: CheckedContract;
  readonly event: string;
  /** Where something in the data stands. */
  locate(pointer: string): Place;
  readonly about: Pick<Finding, 'example' | 'capture'>;
}

/** The violations of a schema as findings of `rule`, each at the place it is about. */
export function violationFindings(rule: Rule, schema: CompiledSchema, data: Json, subject: Subject): Finding[] {
  return schema.violations(data).map((violation) => {
    const schemaPlace = subject.checked.document.locateSchema(violation.schemaPointer);
    return findingOf(rule, sentence(violation), subject.locate(violation.pointer), {
      ...identity(subject),
      evidence: {
        expected: violation.expected,
        actual: violation.actual,
        keyword: violation.keyword,
        schema: `${schemaPlace.file}#${schemaPlace.pointer ?? ''}`,
      },
    });
  });
}

/** No more are listed for one value; the rest is counted, as for violations. */
const mostDrifts = 200;

/** What the strict profile reports about a payload: drift. */
export function driftFindings(data: Json, subject: Subject): Finding[] {
  const { checked, event } = subject;
  const name = checked.contract.events.find((candidate) => candidate.name === event)?.payload;
  if (name === undefined || checked.payload(event) === undefined) return [];
  try {
    const drifts = findUndocumented(checked.validator, name, data);
    const listed = drifts.slice(0, mostDrifts).map((drift) => driftFinding(drift, subject));
    return drifts.length === listed.length ? listed : [...listed, restOf(drifts.length - listed.length, subject)];
  } catch (error) {
    if (!(error instanceof TooManySteps)) throw error;
    const message = `What the contract does not document cannot be told. ${error.message}`;
    return [findingOf(tooCostly, message, subject.locate(''), identity(subject))];
  }
}

function restOf(count: number, subject: Subject): Finding {
  const message = `The value has ${count} more places that are not documented.`;
  return findingOf(undocumentedProperty, message, subject.locate(''), identity(subject));
}

function driftFinding(drift: Undocumented, subject: Subject): Finding {
  const rule = drift.kind === 'property' ? undocumentedProperty : unknownValue;
  return findingOf(rule, describeDrift(drift), subject.locate(drift.pointer), {
    ...identity(subject),
    evidence: { actual: shorten(drift.value), ...(drift.known === undefined ? {} : { expected: drift.known }) },
  });
}

function identity({ checked, event, about }: Subject): Pick<Finding, 'contract' | 'event' | 'example' | 'capture'> {
  return { contract: checked.contract.id, event, ...about };
}

function sentence({ pointer, inner, message }: Violation): string {
  const where = pointer === '' ? 'The value' : pointer;
  return inner === undefined
    ? `${where} ${message}.`
    : `${where} holds JSON in which ${inner || 'the value'} ${message}.`;
}

function describeDrift({ kind, pointer, inner, value, known }: Undocumented): string {
  const where = inner === undefined ? pointer : `${pointer} (in its JSON: ${inner})`;
  return kind === 'property'
    ? `${where} is not documented.`
    : `${where} has the value ${show(value)}, which is not among the ${known?.length ?? 0} known ones.`;
}
