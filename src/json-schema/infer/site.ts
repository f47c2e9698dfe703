import type { Shape } from './shape.ts';

/** Where a shape stands. */
export interface Site {
  readonly shape: Shape;
  /** Name of the property that leads to it; of a list's items, the name of the list in the singular. */
  readonly name: string;
  /** Name of the property above that one. */
  readonly parent: string;
  /** Place without indices and keys of maps, with the group in front: the same for all values of one place. */
  readonly path: string;
  readonly group: string;
  /** Whether its objects are maps, judged by this place alone. */
  readonly isMap: boolean;
  /** The sites above it. */
  readonly above: Site | undefined;
}

/** Shapes that are one model: all objects of it, wherever they stand. */
export interface ShapeClass {
  readonly sites: readonly Site[];
}
