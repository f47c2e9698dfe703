import type { DedupeStore, MemoryStore } from './api.ts';

/** A store for `dedupe` that holds at most `most` deliveries; see `MemoryStoreOptions`. */
export const memoryStore: MemoryStore = ({ most = 10_000, ttl = 86_400, lease = 900 } = {}): DedupeStore => {
  if (!(most > 0 && ttl > 0 && lease > 0)) throw new TypeError('`most`, `ttl` and `lease` must be more than 0.');
  /** In the order in which they were claimed or done. */
  const entries = new Map<string, { readonly state: 'pending' | 'done'; readonly until: number }>();

  function put(id: string, state: 'pending' | 'done'): void {
    entries.delete(id);
    entries.set(id, { state, until: Date.now() + (state === 'done' ? ttl : lease) * 1000 });
    if (entries.size > most) entries.delete(entries.keys().next().value ?? id);
  }

  return {
    claim(id) {
      const known = entries.get(id);
      if (known !== undefined && known.until > Date.now()) return known.state;
      put(id, 'pending');
      return 'new';
    },
    done: (id) => put(id, 'done'),
    release: (id) => void entries.delete(id),
  };
};
