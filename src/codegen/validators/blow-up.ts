import type { Call, Path } from './emitter.ts';

interface Caller {
  readonly name: string;
  readonly calls: readonly Call[];
}

/**
 * The functions that must remember their answers, because going through a value could otherwise take time exponential in
 * its depth: those that come back to themselves, where one of them hands the same part of a value on twice. Where each of
 * them hands disjoint parts on, every part is looked at once by each.
 */
export function functionsToRemember(functions: readonly Caller[]): ReadonlySet<string> {
  const groups = cyclesOf(functions);
  const risky = new Set<number>();
  for (const { name, calls } of functions) {
    const group = groups.get(name);
    const inside = calls.filter((call) => group !== undefined && groups.get(call.name) === group);
    const paths = inside.map(({ path }) => path);
    if (group !== undefined && paths.some((path, index) => paths.slice(0, index).some((other) => meet(path, other))))
      risky.add(group);
  }
  return new Set([...groups].filter(([, group]) => risky.has(group)).map(([name]) => name));
}

/** Whether one path can lead to what the other leads to, or to something that holds it. */
function meet(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((token, index) => token === b[index] || token === '*' || b[index] === '*');
}

/**
 * The number of the group of functions that call one another, directly or not, for each function that is in one.
 * Source: Tarjan, "Depth-first search and linear graph algorithms", 1972; with a stack of its own.
 */
function cyclesOf(functions: readonly Caller[]): ReadonlyMap<string, number> {
  const byName = new Map(functions.map((one) => [one.name, [...new Set(one.calls.map(({ name }) => name))]]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups = new Map<string, number>();

  const enter = (name: string): void => {
    lowest.set(name, order.size);
    order.set(name, order.size);
    open.push(name);
    isOpen.add(name);
  };
  const lower = (name: string, other: number): void => {
    lowest.set(name, Math.min(lowest.get(name) ?? other, other));
  };
  const close = (name: string): void => {
    if (lowest.get(name) !== order.get(name)) return;
    const group = open.splice(open.indexOf(name));
    for (const one of group) isOpen.delete(one);
    const isCycle = group.length > 1 || byName.get(name)?.includes(name) === true;
    if (isCycle) for (const one of group) groups.set(one, order.get(name) ?? 0);
  };

  for (const { name: start } of functions) {
    if (order.has(start)) continue;
    const path = [{ name: start, next: 0 }];
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const callee = byName.get(top.name)?.[top.next++];
      if (callee === undefined) {
        path.pop();
        close(top.name);
        const caller = path.at(-1);
        if (caller !== undefined) lower(caller.name, lowest.get(top.name) ?? 0);
      } else if (!order.has(callee)) {
        enter(callee);
        path.push({ name: callee, next: 0 });
      } else if (isOpen.has(callee)) lower(top.name, order.get(callee) ?? 0);
    }
  }
  return groups;
}
