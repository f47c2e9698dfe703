import type { Actor } from '../access.ts';
import { AccessDenied, may, maySeePrivate } from '../access.ts';
import type { RegistryStore } from '../store.ts';
import { noSubject } from './subject-error.ts';
import { vendorOf } from './subject-names.ts';

/** Which subjects belong to private contracts. */
export interface PrivateSubjects {
  /** Whether somebody may read a subject. */
  mayRead(actor: Actor, subject: string): boolean;
  /** Whether it belongs to a private contract. */
  isPrivate(subject: string): boolean;
  /** Whether there is any that somebody must not know of. */
  hidesFrom(actor: Actor): boolean;
  /** Whether there are private ones at all. */
  readonly isEmpty: boolean;
}

/** How long the answer is used, in milliseconds. */
const lifetime = 1_000;

/**
 * Tells which subjects are private: those of a vendor and major of which any contract is. The store is asked once a second at
 * most; `forget` is for the process that has just written a contract.
 */
export class PrivacyBook {
  readonly #store: Pick<RegistryStore, 'listContracts'>;
  #page: { readonly subjects: Promise<PrivateSubjects>; readonly until: number } | undefined;

  constructor(store: Pick<RegistryStore, 'listContracts'>) {
    this.#store = store;
  }

  /** @throws {StoreError} */
  read(): Promise<PrivateSubjects> {
    const now = Date.now();
    if (this.#page !== undefined && this.#page.until > now) return this.#page.subjects;
    const page = { subjects: this.#ask(), until: now + lifetime };
    this.#page = page;
    page.subjects.catch(() => {
      if (this.#page === page) this.#page = undefined;
    });
    return page.subjects;
  }

  forget(): void {
    this.#page = undefined;
  }

  async #ask(): Promise<PrivateSubjects> {
    const contracts = await this.#store.listContracts();
    const prefixes = new Set(
      contracts
        .filter(({ visibility }) => visibility === 'private')
        .map(({ vendor, version }) => `${vendor}.v${version.split('.', 1)[0]}`),
    );
    const isPrivate = (subject: string): boolean => prefixes.has(subject.split('.', 2).join('.'));
    return {
      isEmpty: prefixes.size === 0,
      isPrivate,
      hidesFrom: (actor) => [...prefixes].some((prefix) => !maySeePrivate(actor, vendorOf(prefix))),
      mayRead: (actor, subject) =>
        isPrivate(subject) ? maySeePrivate(actor, vendorOf(subject)) : may(actor, 'read', vendorOf(subject)),
    };
  }
}

/** Whether a subject is to be told of as if it were not there: it is private, and whoever asks may read what is not. */
export function isHidden(subjects: PrivateSubjects, actor: Actor, subject: string): boolean {
  return may(actor, 'read', vendorOf(subject)) && !subjects.mayRead(actor, subject);
}

/**
 * @param absent what is said of a subject that is not there
 * @throws {AccessDenied} when somebody may not read a subject
 * @throws {SubjectError} when it is private, and to them not there
 */
export function demandReader(
  subjects: PrivateSubjects,
  actor: Actor,
  subject: string,
  absent: (subject: string) => Error = noSubject,
): void {
  if (subjects.mayRead(actor, subject)) return;
  if (isHidden(subjects, actor, subject)) throw absent(subject);
  if (!actor.known) throw new AccessDenied('unknown', `Reading ${subject} needs a token.`);
  throw new AccessDenied('forbidden', `${actor.name} may not read what belongs to ${vendorOf(subject)}.`);
}
