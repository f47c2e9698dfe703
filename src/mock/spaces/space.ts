import { DeliveryList } from './delivery-list.ts';
import type { ListLimits } from './delivery-list.ts';
import { createFaultPlan } from './faults.ts';
import type { Fault, Faults } from './faults.ts';

/** Secrets by vendor. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

export interface SpaceSettings {
  readonly secrets?: Secrets;
  readonly faults?: Faults;
  /** Most deliveries a minute; without limit when absent. */
  readonly quota?: number;
  /** Seconds without use after which it ends; never when absent. */
  readonly expiresAfter?: number;
}

/** Where one team's deliveries come to. The server itself has one without a name. */
export class Space {
  /** Undefined for the server's own. */
  readonly name: string | undefined;
  readonly list: DeliveryList;
  readonly quota: number | undefined;
  readonly expiresAfter: number | undefined;
  /** Time of the last use, in milliseconds since 1970. */
  usedAt: number;
  /** Whether a delivery was accepted in it: a space without one may have been made by anybody, for nothing. */
  isProven = false;
  readonly #secrets: ReadonlyMap<string, readonly string[]>;
  readonly #base: Space | undefined;
  #faults: Faults;
  #nextFault: () => Fault;
  #minute = 0;
  #inMinute = 0;

  /** @param base whose secrets hold for vendors that `settings` has none of */
  constructor(
    name: string | undefined,
    settings: SpaceSettings,
    limits: ListLimits,
    { base, now = Date.now() }: { readonly base?: Space; readonly now?: number } = {},
  ) {
    this.name = name;
    this.list = new DeliveryList(limits);
    this.quota = settings.quota;
    this.expiresAfter = settings.expiresAfter;
    this.usedAt = now;
    this.#secrets = new Map(Object.entries(settings.secrets ?? {}));
    this.#base = base;
    this.#faults = settings.faults ?? {};
    this.#nextFault = createFaultPlan(this.#faults);
  }

  /** Path in front of its endpoints. */
  get prefix(): string {
    return this.name === undefined ? '' : `/s/${this.name}`;
  }

  get faults(): Faults {
    return this.#faults;
  }

  set faults(faults: Faults) {
    this.#faults = faults;
    this.#nextFault = createFaultPlan(faults);
  }

  secretsOf(vendor: string): readonly string[] {
    return this.#secrets.get(vendor) ?? this.#base?.secretsOf(vendor) ?? [];
  }

  nextFault(): Fault {
    return this.#nextFault();
  }

  /** Counts a delivery; false when it is one too many in this minute. */
  take(now = Date.now()): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#inMinute = 0;
    }
    this.#inMinute += 1;
    return this.quota === undefined || this.#inMinute <= this.quota;
  }

  /** When it ends unless it is used, in milliseconds since 1970. */
  get expiresAt(): number {
    return this.expiresAfter === undefined ? Infinity : this.usedAt + this.expiresAfter * 1000;
  }
}
