import type { FastifyPluginAsync } from 'fastify';
import { createAnalyst } from '../isolation/analyst.ts';
import { createWorkerPool } from '../isolation/worker-pool.ts';
import { createContractDesk } from '../registry/domain/contracts/contract-desk.ts';
import type { ContractDesk } from '../registry/domain/contracts/contract-desk.ts';
import type { RegistryStore } from '../registry/domain/store.ts';
import { PrivacyBook } from '../registry/domain/subjects/private-subjects.ts';
import { SchemaShelf } from '../registry/domain/subjects/schema-shelf.ts';
import { createSubjectDesk } from '../registry/domain/subjects/subject-desk.ts';
import { confluentRoutes } from '../registry/routes/confluent/confluent-routes.ts';
import { contractRoutes } from '../registry/routes/contracts/contract-routes.ts';
import { npmRoutes } from '../registry/routes/npm/npm-routes.ts';

export interface RegistryPartsOptions {
  readonly store: RegistryStore;
  /** URL in front of all paths as clients know it; as each request says when absent. */
  readonly publicUrl?: string;
  /** Of the packages that clients are made into, with the `@`. */
  readonly scope?: string;
  /** Workers that judge and compare; 2 when absent. */
  readonly workers?: number;
}

/** The registry's rules on a store, and the routes to them. */
export interface RegistryParts {
  readonly contracts: ContractDesk;
  readonly privacy: PrivacyBook;
  readonly plugins: readonly FastifyPluginAsync[];
  /** Ends the workers; the store stays open. */
  close(): Promise<void>;
}

export function createRegistryParts({ store, publicUrl, scope, workers }: RegistryPartsOptions): RegistryParts {
  const analyst = createAnalyst(createWorkerPool(workers === undefined ? {} : { size: workers }));
  const privacy = new PrivacyBook(store);
  const shelf = new SchemaShelf(store);
  const subjects = createSubjectDesk(store, analyst);
  const contracts = createContractDesk(store, analyst, subjects, {
    ...(scope === undefined ? {} : { scope }),
    onWritten: () => privacy.forget(),
  });
  const known = { desk: contracts, ...(publicUrl === undefined ? {} : { publicUrl }) };
  return {
    contracts,
    privacy,
    plugins: [
      async (server) => {
        await server.register(confluentRoutes, { desk: subjects, shelf, privacy });
      },
      contractRoutes(known),
      npmRoutes(known),
    ],
    close: () => analyst.close(),
  };
}
