/**
 * A wish about subjects that cannot be granted. The code begins with the HTTP status that it is answered with.
 * Source: Confluent Schema Registry, API Reference (error codes) and `Errors.java`.
 */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const noSubject = (subject: string): SubjectError => new SubjectError(40401, `Subject '${subject}' not found.`);

/** @param version -1 for the latest */
export const noVersion = (version: number): SubjectError => new SubjectError(40402, `Version ${version} not found.`);

export const noSchema = (id?: number): SubjectError =>
  new SubjectError(40403, id === undefined ? 'Schema not found' : `Schema ${id} not found`);

export const subjectDeleted = (subject: string): SubjectError =>
  new SubjectError(40404, `Subject '${subject}' was soft deleted. Set permanent=true to delete permanently`);

export const subjectNotDeleted = (subject: string): SubjectError =>
  new SubjectError(40405, `Subject '${subject}' was not deleted first before being permanently deleted`);

export const versionDeleted = (subject: string, version: number): SubjectError =>
  new SubjectError(
    40406,
    `Subject '${subject}' Version ${version} was soft deleted. Set permanent=true to delete permanently`,
  );

export const versionNotDeleted = (subject: string, version: number): SubjectError =>
  new SubjectError(
    40407,
    `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
  );

export const noLevel = (subject: string): SubjectError =>
  new SubjectError(40408, `Subject '${subject}' does not have subject-level compatibility configured`);

export const noMode = (subject: string): SubjectError =>
  new SubjectError(40409, `Subject '${subject}' does not have subject-level mode configured`);

export const incompatible = (subject: string, details: readonly string[]): SubjectError =>
  new SubjectError(
    409,
    `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: ${details.join(' ')}`,
  );

export const invalidSchema = (reason: string): SubjectError => new SubjectError(42201, `Invalid schema: ${reason}.`);

export const noReference = (subject: string, version: number): SubjectError =>
  invalidSchema(`no schema reference found for subject "${subject}" and version ${version}`);

export const invalidVersion = (version: string): SubjectError =>
  new SubjectError(
    42202,
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  );

export const invalidLevel = (): SubjectError =>
  new SubjectError(
    42203,
    'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
  );

export const invalidPolicy = (): SubjectError =>
  new SubjectError(42203, 'Invalid compatibility policy. Valid values are strict and lenient');

export const invalidMode = (): SubjectError =>
  new SubjectError(42204, 'Invalid mode. Valid values are READWRITE and READONLY');

export const notPermitted = (message: string): SubjectError => new SubjectError(42205, message);

export const readOnly = (subject: string): SubjectError =>
  notPermitted(`Subject ${subject} in context . is in read-only mode`);

export const referred = (subject: string, version: number): SubjectError =>
  new SubjectError(
    42206,
    `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
  );

export const invalidSubject = (subject: string, reason = ''): SubjectError =>
  new SubjectError(42208, `The specified subject '${subject}' is not a valid subject.${reason}`);

export const tooLarge = (bytes: number, most: number): SubjectError =>
  new SubjectError(42209, `The schema has ${bytes} bytes with all that it refers to; at most ${most} are kept.`);
