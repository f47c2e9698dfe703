import type { SchemaComparison } from '../../../compatibility/compare-schemas.ts';
import type { Analyst } from '../analyst.ts';
import type { RegistryStore } from '../store.ts';
import { BoundedMap } from './bounded-map.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';

/** What the work on subjects needs. One per process. */
export interface SubjectDesk {
  readonly store: RegistryStore;
  readonly analyst: Pick<Analyst, 'readSchema' | 'compareSchemas'>;
  /** Writers of one subject, one after the other: others' processes alone can be in the way then. */
  readonly queue: Queue;
  /** Comparisons by digests and relation, for those who check before they write, or try again. */
  readonly compared: BoundedMap<SchemaComparison>;
}

export function createSubjectDesk(
  store: RegistryStore,
  analyst: Pick<Analyst, 'readSchema' | 'compareSchemas'>,
): SubjectDesk {
  return { store, analyst, queue: createQueue(), compared: new BoundedMap(500) };
}
