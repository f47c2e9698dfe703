/** Whether two values are the same data, whatever the order of their keys. Source: JSON Schema Core, "Instance Equality". */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || canonicalize(a) === canonicalize(b);
}

/** A text that equal values share and different ones do not. */
export function canonicalize(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    // An infinity, which is what parsing makes of 1e400, would become null.
    if (typeof held === 'number' && !Number.isFinite(held)) return { [`${held}`]: null };
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held;
    return Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
