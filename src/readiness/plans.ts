import type { Bench } from './bench.ts';
import type { CaseId } from './cases.ts';
import * as deliveries from './plan-deliveries.ts';
import type { Amounts } from './plan-deliveries.ts';
import * as payloads from './plan-payloads.ts';
import * as proofs from './plan-proofs.ts';
import type { CasePlan, NotApplicable } from './probe.ts';

/** What each case sends, or why it does not apply. */
export const plans: Readonly<Record<CaseId, (bench: Bench, amounts: Amounts) => CasePlan | NotApplicable>> = {
  'documented-example': payloads.documentedExamples,
  sample: payloads.samples,
  'optional-absent': payloads.variations('optional-absent'),
  'null-value': payloads.variations('null-value'),
  'unknown-property': payloads.variations('unknown-property'),
  'unknown-value': payloads.variations('unknown-value'),
  'unknown-event': payloads.unknownEvent,
  'other-spelling': payloads.otherSpellings,
  'content-type-parameter': deliveries.withParameter,
  duplicate: deliveries.duplicates,
  'out-of-order': deliveries.outOfOrder,
  late: deliveries.late,
  'old-secret': proofs.old,
  'slow-body': deliveries.slowBody,
  burst: deliveries.burst,
  'large-body': deliveries.largeBody,
  'signature-missing': proofs.missing,
  'signature-wrong': proofs.wrong,
  'signature-malformed': proofs.malformed,
  'signature-other-body': proofs.otherBody,
  'signature-other-url': proofs.otherUrl,
  'signature-too-old': proofs.tooOld,
  'malformed-json': proofs.malformedJson,
  'not-object': proofs.notObject,
  'other-content-type': proofs.otherContentType,
  'large-body-over': deliveries.tooLargeBody,
  'still-alive': deliveries.stillAlive,
};
