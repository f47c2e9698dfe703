/** Whether `value` satisfies a format; values that the format does not speak of, and unknown formats, always do. */
export function isFormat(name: string, value: unknown): boolean {
  if (typeof value === 'string') return stringFormats.get(name)?.(value) ?? true;
  if (typeof value === 'number') return numberFormats.get(name)?.(value) ?? true;
  return true;
}

/** Formats of numbers. Source: OpenAPI Format Registry. */
export const numberFormats: ReadonlyMap<string, (value: number) => boolean> = new Map([
  ['int32', (value: number) => value === (value | 0)],
]);

export const stringFormats: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['date', (value: string) => /^\d\d\d\d-\d\d-\d\d$/.test(value)],
]);
