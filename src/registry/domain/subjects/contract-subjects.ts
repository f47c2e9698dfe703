import type { Json } from '../../../util/json.ts';
import type { SubjectVersion } from '../store.ts';
import type { Demand } from './compatibility.ts';
import { configure } from './configure-subjects.ts';
import { describeDisagreement } from './describe-disagreement.ts';
import { checkSchemaBy, registerSchema } from './register-schema.ts';
import type { SubjectDesk } from './subject-desk.ts';
import type { SchemaDraft } from './subject-draft.ts';
import { SubjectError } from './subject-error.ts';

/**
 * What subjects of contracts are held to: receivers that know an older version survive the deliveries of a newer one. It is
 * what minor versions of a contract promise, decided by the same relation.
 */
export const contractDemand: Demand = { level: 'FORWARD', policy: 'LENIENT' };

/** Why a schema of a contract cannot become a version of its subject. */
export interface SubjectConflict {
  readonly subject: string;
  readonly reasons: readonly string[];
}

/**
 * What stands in the way of a contract's subjects, all of them; empty when nothing does. Writes nothing.
 *
 * @param subjects self-contained schemas by name
 */
export async function findSubjectConflicts(
  desk: SubjectDesk,
  subjects: ReadonlyMap<string, Json>,
): Promise<readonly SubjectConflict[]> {
  const conflicts: SubjectConflict[] = [];
  for (const [subject, schema] of subjects) {
    try {
      const disagreements = await checkSchemaBy(desk, subject, draftOf(schema), contractDemand);
      if (disagreements.length > 0) conflicts.push({ subject, reasons: disagreements.flatMap(describeDisagreement) });
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      conflicts.push({ subject, reasons: [error.message] });
    }
  }
  return conflicts;
}

/**
 * Registers a contract's subjects; one that has no level yet is given `FORWARD`, and `LENIENT`. Doing it twice changes
 * nothing. What cannot be registered is told, and keeps nothing else from being registered: look for conflicts before.
 *
 * @param actor name of who does it
 */
export async function registerContractSubjects(
  desk: SubjectDesk,
  subjects: ReadonlyMap<string, Json>,
  actor: string,
): Promise<{ readonly versions: readonly SubjectVersion[]; readonly conflicts: readonly SubjectConflict[] }> {
  const versions: SubjectVersion[] = [];
  const conflicts: SubjectConflict[] = [];
  for (const [subject, schema] of subjects) {
    try {
      const { config } = await desk.store.getSubject(subject);
      if (config.level === undefined) await configure(desk, subject, contractDemand, actor);
      versions.push(await registerSchema(desk, subject, draftOf(schema), actor));
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      conflicts.push({ subject, reasons: [error.message] });
    }
  }
  return { versions, conflicts };
}

function draftOf(schema: Json): SchemaDraft {
  // Not the canonical text: people read it, in the order of the contract.
  return { text: JSON.stringify(schema), references: [] };
}
