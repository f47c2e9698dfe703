import type { Example } from '../asyncapi/model.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import type { Finding } from '../findings/finding.ts';
import type { CheckedContract } from './checked-contract.ts';
import { driftFindings, violationFindings, type Subject } from './deviations.ts';
import { findingOf } from './report.ts';
import type { ExampleReport } from './result.ts';
import { exampleHeaders, exampleOtherEvent, examplePayload } from './rules.ts';

/**
 * Holds every documented example of a contract against its event's payload and header schema, and against the selector:
 * an example that would be taken for another event is wrong, whatever its shape.
 */
export function checkExamples(
  checked: CheckedContract,
  profile: 'tolerant' | 'strict',
): { reports: ExampleReport[]; findings: Finding[] } {
  const reports: ExampleReport[] = [];
  const findings: Finding[] = [];
  for (const event of checked.contract.events) {
    for (const example of event.examples) {
      const subject: Subject = {
        checked,
        event: event.name,
        locate: (pointer) => checked.document.exampleOrigin(event.name, example.name, pointer),
        about: { example: example.name },
      };
      const errors = checkExample(example, subject);
      findings.push(...errors, ...(profile === 'strict' ? driftFindings(example.payload, subject) : []));
      const usable = checked.payload(event.name) !== undefined;
      reports.push({ event: event.name, example: example.name, passed: usable && errors.length === 0 });
    }
  }
  return { reports, findings };
}

function checkExample(example: Example, subject: Subject): Finding[] {
  const { checked, event } = subject;
  const schema = checked.payload(event);
  if (schema === undefined) return [];
  const about = { contract: checked.contract.id, event, ...subject.about };
  const other = identifyEvent(checked.contract, example.payload, undefined).event?.name;
  const misnamed =
    other !== undefined && other !== event
      ? [
          findingOf(
            exampleOtherEvent,
            `The selector takes this example for the event "${other}".`,
            subject.locate(''),
            about,
          ),
        ]
      : [];
  const headerSchema = checked.headers(event);
  const headers =
    headerSchema === undefined || example.headers === undefined
      ? []
      : violationFindings(exampleHeaders, headerSchema, example.headers, subject);
  return [...misnamed, ...violationFindings(examplePayload, schema, example.payload, subject), ...headers];
}
