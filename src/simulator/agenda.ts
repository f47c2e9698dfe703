/** What happens when, in order of time; of equal times, in the order in which they were put in. */
export interface Agenda<Task> {
  put(at: number, task: Task): void;
  /** Takes the earliest task out. */
  take(): { readonly at: number; readonly task: Task } | undefined;
  /** When the earliest task is due. */
  next(): number | undefined;
}

interface Entry<Task> {
  readonly at: number;
  readonly order: number;
  readonly task: Task;
}

/** An agenda as a binary heap. */
export function createAgenda<Task>(): Agenda<Task> {
  const heap: Entry<Task>[] = [];
  let count = 0;
  return {
    put(at, task) {
      heap.push({ at, order: count++, task });
      rise(heap, heap.length - 1);
    },
    take() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
    next: () => heap[0]?.at,
  };
}

function rise<Task>(heap: Entry<Task>[], start: number): void {
  for (let index = start; index > 0;) {
    const parent = (index - 1) >> 1;
    if (!swapIfBefore(heap, index, parent)) return;
    index = parent;
  }
}

function sink<Task>(heap: Entry<Task>[]): void {
  for (let index = 0; ;) {
    const left = 2 * index + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) return;
    const least = b !== undefined && isBefore(b, a) ? left + 1 : left;
    if (!swapIfBefore(heap, least, index)) return;
    index = least;
  }
}

function swapIfBefore<Task>(heap: Entry<Task>[], lower: number, upper: number): boolean {
  const [a, b] = [heap[lower], heap[upper]];
  if (a === undefined || b === undefined || !isBefore(a, b)) return false;
  heap[upper] = a;
  heap[lower] = b;
  return true;
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
