import type { ContractEvent } from '../asyncapi/model.ts';

const statement = /documented by name only/i;

/**
 * Whether the contract says that the vendor documents the event by its name alone: the words "documented by name only"
 * stand in its description, its summary or the note of its source, and it has no example.
 */
export function isDocumentedByNameOnly(event: ContractEvent): boolean {
  if (event.examples.length > 0) return false;
  return [event.description, event.summary, event.source?.note].some(
    (text) => text !== undefined && statement.test(text),
  );
}
