import type { CheckSettings } from '../checks/plan.ts';
import type { Exclusion, RunWatch } from '../checks/watch.ts';

/** What a check is asked for. */
export interface CheckInput {
  readonly targets: readonly string[];
  readonly settings: CheckSettings;
  /** Absolute. */
  readonly cwd: string;
}

/** How a task tells that it moves on, and what it must leave out. */
export interface TaskContext {
  readonly watch: RunWatch;
  readonly excluded: ReadonlyMap<string, Exclusion>;
}

/**
 * The tasks a worker can be started for. Input and result are plain data. Each loads its code when it is called, so that
 * a worker reads only what its task needs.
 */
export const tasks = {
  check: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { targets, settings, cwd } = input as CheckInput;
    const [{ planChecks }, { runChecks }] = await Promise.all([
      import('../checks/plan.ts'),
      import('../checks/run-checks.ts'),
    ]);
    const options = await planChecks(targets, settings, cwd);
    if (options.trusted === undefined) return runChecks(options, context);
    const [{ readTrustedKeys }, { lineAttestation }] = await Promise.all([
      import('../capture/attest.ts'),
      import('../capture/exchange/records.ts'),
    ]);
    return runChecks(options, { ...context, isAttested: lineAttestation(readTrustedKeys(options.trusted)) });
  },
  compare: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runCompare } = await import('../checks/compare/run-compare.ts');
    return runCompare(input as Parameters<typeof runCompare>[0], context);
  },
  release: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runRelease } = await import('../checks/run-release.ts');
    return runRelease(input as Parameters<typeof runRelease>[0], context);
  },
  generate: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runGenerate } = await import('../codegen/run-generate.ts');
    return runGenerate(input as Parameters<typeof runGenerate>[0], context);
  },
  verify: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runVerify } = await import('../checks/run-verify.ts');
    return runVerify(input as Parameters<typeof runVerify>[0], context);
  },
  export: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runExport } = await import('../codegen/projection/run-export.ts');
    return runExport(input as Parameters<typeof runExport>[0], context);
  },
  identify: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runIdentify } = await import('../checks/run-identify.ts');
    return runIdentify(input as Parameters<typeof runIdentify>[0], context);
  },
  'drift-part': async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runDriftPart } = await import('../capture/drift/run-part.ts');
    return runDriftPart(input as Parameters<typeof runDriftPart>[0], context);
  },
  'drift-propose': async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runPropose } = await import('../capture/drift/propose/run-propose.ts');
    return runPropose(input as Parameters<typeof runPropose>[0], context);
  },
  'registry-stage': async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { stageContract } = await import('../registry/client/stage.ts');
    return stageContract(input as Parameters<typeof stageContract>[0], context);
  },
  'registry-verify': async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { verifyVendored } = await import('../registry/client/verify-vendored.ts');
    return verifyVendored(input as Parameters<typeof verifyVendored>[0], context);
  },
  import: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runImport } = await import('../import/run-import.ts');
    return runImport(input as Parameters<typeof runImport>[0], context);
  },
  catalog: async (input: unknown, context: TaskContext): Promise<unknown> => {
    const { runCatalog } = await import('../catalog/data/run-catalog.ts');
    return runCatalog(input as Parameters<typeof runCatalog>[0], context);
  },
} as const satisfies Readonly<Record<string, (input: unknown, context: TaskContext) => Promise<unknown>>>;

export type TaskName = keyof typeof tasks;
