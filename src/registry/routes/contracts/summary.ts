import { subjectName } from '../../domain/contracts/subject-name.ts';
import type { ContractEntry } from '../../domain/store.ts';

/**
 * A contract as clients see it.
 *
 * @param base put before the paths of links; empty when it is not known under which URL the server is reached
 */
export function summaryOf(entry: ContractEntry, base: string): Readonly<Record<string, unknown>> {
  const { vendor, version, events, published, ...rest } = entry;
  const own = `${base}/contracts/${vendor}/${version}`;
  return {
    id: `${vendor}@${version}`,
    vendor,
    version,
    ...rest,
    published: new Date(published).toISOString(),
    events,
    links: {
      self: own,
      document: `${own}/asyncapi.json`,
      yaml: `${own}/asyncapi.yaml`,
      scenarios: `${own}/scenarios.yaml`,
      openapi: `${own}/openapi.json`,
      report: `${own}/report.json`,
      conformance: `${own}/conformance.json`,
      subjects: `${base}/subjects?subjectPrefix=${encodeURIComponent(subjectName(entry, ''))}`,
      ...(entry.successor === undefined ? {} : { successor: `${base}/contracts/${vendor}/${entry.successor}` }),
    },
  };
}

/** Whether shared caches must not have it. */
export function isPrivate({ visibility }: ContractEntry): boolean {
  return visibility === 'private';
}
