const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'min'],
] as const;

/** A duration in seconds for people: `90 s`, `5 min`, `3 days`. */
export function seconds(duration: number): string {
  for (const [length, name] of units) {
    if (duration < length * 2 && duration !== length) continue;
    if (duration % length === 0 || duration >= length * 10) {
      const number = Math.round(duration / length);
      return `${number.toLocaleString('en')} ${name}${name === 'min' || number === 1 ? '' : 's'}`;
    }
  }
  return `${duration.toLocaleString('en')} s`;
}
