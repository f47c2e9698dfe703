import { invalidSubject } from './subject-error.ts';

/** Characters of a name at most. */
const longest = 512;
/** The last two are no names in a path: whatever resolves URLs takes them away. */
const reserved = new Set(['__GLOBAL', '__EMPTY', '.', '..']);

/**
 * The name of a subject as it is kept: without the default context, `:.:`, in front.
 *
 * @throws {SubjectError} when it cannot be one: empty, too long, with control characters, or in another context
 */
export function readSubjectName(given: string): string {
  const name = withoutDefaultContext(given);
  if (name === undefined) throw invalidSubject(given, ' There is one context, ".".');
  if (name === '' || isBroken(name) || reserved.has(name)) throw invalidSubject(printable(given));
  if (name.length > longest)
    throw invalidSubject(`${name.slice(0, 40)}...`, ` It has more than ${longest} characters.`);
  return name;
}

/** What names must begin with; undefined when none does: it stands for another context, or has letters that no name has. */
export function readPrefix(given: string): string | undefined {
  const prefix = withoutDefaultContext(given.startsWith(':*:') ? given.slice(3) : given);
  // Not every database takes them, even to say that it has nothing.
  return prefix === undefined || isBroken(prefix) ? undefined : prefix;
}

/** Whose subject it is: what stands before its first dot. */
export function vendorOf(subject: string): string {
  return subject.split('.', 1)[0] ?? subject;
}

/** Undefined for other contexts. Source: Confluent Schema Registry, Schema Contexts: `:.context:subject`. */
function withoutDefaultContext(given: string): string | undefined {
  if (given.startsWith(':.:')) return given.slice(3);
  return given.startsWith(':.') || given.startsWith(':*:') ? undefined : given;
}

function isBroken(text: string): boolean {
  return /\p{Cc}/u.test(text) || !text.isWellFormed();
}

function printable(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}/gu, '?');
}
