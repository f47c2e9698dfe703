import { randomBytes } from 'node:crypto';
import type { ListLimits } from './delivery-list.ts';
import { Space } from './space.ts';
import type { SpaceSettings } from './space.ts';

/**
 * Who may make a space: `call` by POST /__spaces, `auto` also by the first use of its name, `none` nobody.
 */
export type SpacesMode = 'call' | 'auto' | 'none';

export interface SpacesOptions {
  readonly mode: SpacesMode;
  /** Most spaces at a time. */
  readonly most: number;
  readonly base: Space;
  readonly limits: ListLimits;
}

/** What every space has that does not say otherwise: deliveries a minute, and seconds without use. */
export const usualSpace = { quota: 600, expiresAfter: 86_400 } as const;

/** Milliseconds without use after which a space that has accepted nothing makes room for another. */
const unprovenRest = 60_000;

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a text can name a space: letters, digits and hyphens as in a host name. */
export function isSpaceName(text: string): boolean {
  return namePattern.test(text);
}

/** The spaces of a server. A space's name is what gives access to it: names that are given out cannot be guessed. */
export class Spaces {
  readonly mode: SpacesMode;
  readonly most: number;
  readonly #options: SpacesOptions;
  readonly #byName = new Map<string, Space>();

  constructor(options: SpacesOptions) {
    this.mode = options.mode;
    this.most = options.most;
    this.#options = options;
  }

  get count(): number {
    return this.#byName.size;
  }

  /**
   * Makes a space. Fails when the name is taken, or there are too many spaces; when there are as many as there can be, the
   * one unused longest of those that have accepted nothing makes room.
   */
  create(name: string | undefined, settings: SpaceSettings, now = Date.now()): Space | 'taken' | 'full' {
    const chosen = name ?? randomBytes(12).toString('hex');
    this.#expire(now);
    if (this.#byName.has(chosen)) return 'taken';
    if (this.#byName.size >= this.most && !this.#makeRoom(now)) return 'full';
    const { base, limits } = this.#options;
    const space = new Space(chosen, { ...usualSpace, ...settings }, limits, { base, now });
    this.#byName.set(chosen, space);
    return space;
  }

  /** The space of that name, made now where first use makes one. Counts as a use. */
  open(name: string, now = Date.now()): Space | 'full' | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined && known.expiresAt > now) {
      known.usedAt = now;
      return known;
    }
    if (known !== undefined) this.#byName.delete(name);
    if (this.mode !== 'auto' || !isSpaceName(name)) return undefined;
    const made = this.create(name, {}, now);
    return made === 'taken' ? undefined : made;
  }

  /** All of them, those used last first. */
  list(now = Date.now()): readonly Space[] {
    this.#expire(now);
    return [...this.#byName.values()].toSorted((one, other) => other.usedAt - one.usedAt);
  }

  remove(name: string): boolean {
    return this.#byName.delete(name);
  }

  #makeRoom(now: number): boolean {
    const oldest = this.list(now).findLast(({ isProven, usedAt }) => !isProven && usedAt + unprovenRest <= now);
    return oldest?.name !== undefined && this.remove(oldest.name);
  }

  #expire(now: number): void {
    for (const [name, space] of this.#byName) if (space.expiresAt <= now) this.#byName.delete(name);
  }
}
