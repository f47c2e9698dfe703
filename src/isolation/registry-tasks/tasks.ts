/**
 * What the workers of a registry are asked for. Input and result are plain data. Each loads its code when it is called
 * for the first time.
 */
export const registryTasks = {
  'read-schema': async (input: unknown): Promise<unknown> => {
    const { readSchemaTask } = await import('./read-schema.ts');
    return readSchemaTask(input as Parameters<typeof readSchemaTask>[0]);
  },
  'compare-schemas': async (input: unknown): Promise<unknown> => {
    const { compareSchemasTask } = await import('./compare-schemas.ts');
    return compareSchemasTask(input as Parameters<typeof compareSchemasTask>[0]);
  },
  'read-contract': async (input: unknown): Promise<unknown> => {
    const { readContractTask } = await import('./read-contract.ts');
    return readContractTask(input as Parameters<typeof readContractTask>[0]);
  },
  'compare-contracts': async (input: unknown): Promise<unknown> => {
    const { compareContractsTask } = await import('./compare-contracts.ts');
    return compareContractsTask(input as Parameters<typeof compareContractsTask>[0]);
  },
  'generate-client': async (input: unknown): Promise<unknown> => {
    const { generateClientTask } = await import('./generate-client.ts');
    return generateClientTask(input as Parameters<typeof generateClientTask>[0]);
  },
  'mock-contract': async (input: unknown): Promise<unknown> => {
    const { mockContractTask } = await import('./mock.ts');
    return mockContractTask(input as Parameters<typeof mockContractTask>[0]);
  },
  'mock-delivery': async (input: unknown): Promise<unknown> => {
    const { mockDeliveryTask } = await import('./mock.ts');
    return mockDeliveryTask(input as Parameters<typeof mockDeliveryTask>[0]);
  },
} as const satisfies Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

export type RegistryTaskName = keyof typeof registryTasks;
