/** No tally keeps more different labels than this; what comes after is counted as `unknown`. */
const mostSeries = 1000;

/** No label is longer than this. */
const longestLabel = 100;

/** Labels by name, in their order. */
export type Labels = Readonly<Record<string, string>>;

export interface Series<Value> {
  readonly labels: Labels;
  value: Value;
}

/** Values by labels, of which there are only so many. */
export interface Tally<Value> {
  /** The series with these labels, made when it is not there; one with other labels when there are too many. */
  at(labels: Labels): Series<Value>;
  /** In the order in which they came. */
  all(): readonly Series<Value>[];
}

export function createTally<Value>(start: () => Value): Tally<Value> {
  const series = new Map<string, Series<Value>>();
  const find = (labels: Labels): Series<Value> | undefined => series.get(Object.values(labels).join('\n'));
  const add = (labels: Labels): Series<Value> => {
    const made = { labels, value: start() };
    series.set(Object.values(labels).join('\n'), made);
    return made;
  };
  const changed = (labels: Labels, change: (text: string) => string): Labels =>
    Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, change(text)]));
  return {
    at(given) {
      const labels = changed(given, (text) => text.slice(0, longestLabel));
      const known = find(labels);
      if (known !== undefined) return known;
      if (series.size < mostSeries) return add(labels);
      const others = changed(labels, () => 'unknown');
      return find(others) ?? add(others);
    },
    all: () => [...series.values()],
  };
}
