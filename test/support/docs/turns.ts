/** A turn that was taken: which place it is at, and how it is given back. */
export interface Turn {
  /** From 0: nobody else is at this place meanwhile. */
  readonly place: number;
  end(): void;
}

interface Waiting {
  readonly ports: readonly string[];
  readonly start: (turn: Turn) => void;
}

/** As many at a time as there are places, and one at a time at each port; first come, first served among those who can go. */
export class Turns {
  readonly #places: number[];
  readonly #ports = new Set<string>();
  readonly #waiting: Waiting[] = [];

  constructor(places: number) {
    this.#places = Array.from({ length: places }, (_, place) => place);
  }

  /** Waits for a place, and until nobody has one of `ports`. */
  take(ports: readonly string[]): Promise<Turn> {
    return new Promise((start) => {
      this.#waiting.push({ ports, start });
      this.#startAll();
    });
  }

  #startAll(): void {
    for (;;) {
      const next = this.#waiting.findIndex(({ ports }) => ports.every((port) => !this.#ports.has(port)));
      const [waiting] = this.#places.length === 0 || next < 0 ? [] : this.#waiting.splice(next, 1);
      const place = waiting === undefined ? undefined : this.#places.shift();
      if (waiting === undefined || place === undefined) return;
      for (const port of waiting.ports) this.#ports.add(port);
      waiting.start({ place, end: () => this.#end(place, waiting.ports) });
    }
  }

  #end(place: number, ports: readonly string[]): void {
    this.#places.push(place);
    for (const port of ports) this.#ports.delete(port);
    this.#startAll();
  }
}
