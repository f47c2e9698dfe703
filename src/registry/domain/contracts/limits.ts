/** What a published contract may be at most. */
export const contractLimits = {
  /** Bytes of the request's body. */
  bytes: 4 * 1024 * 1024,
  /** Levels of nesting. */
  depth: 100,
  events: 1000,
  /** Characters of the reason of a deprecation. */
  reason: 2000,
} as const;
