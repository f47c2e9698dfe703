import type { Mode, SubjectConfig, SubjectState } from '../store.ts';
import type { SubjectDesk } from './subject-desk.ts';
import { noLevel, noMode, noSubject, readOnly } from './subject-error.ts';

/** What is put: what is absent stays as it is, null takes away. */
export type ConfigChange = { readonly [Name in keyof SubjectConfig]?: SubjectConfig[Name] | null };

/** What is configured besides the mode. */
export type Rules = Omit<SubjectConfig, 'mode'>;

/** What is in force when nothing is configured, as in Confluent's registry. */
const usual = { level: 'BACKWARD' } as const satisfies Rules;

/** The mode of a subject: its own, or the one of all. */
export function modeOf({ config, globalConfig }: Pick<SubjectState, 'config' | 'globalConfig'>): Mode {
  return config.mode ?? globalConfig.mode ?? 'READWRITE';
}

/**
 * The rules of a subject, or of all when `subject` is undefined.
 *
 * @param inherit whether to fill in what holds for all
 * @throws {SubjectError} when the subject has none of its own, and may not inherit
 */
export async function readRules({ store }: SubjectDesk, subject: string | undefined, inherit: boolean): Promise<Rules> {
  if (subject === undefined) return { ...usual, ...withoutMode((await store.getGlobalConfig()).config) };
  const { config, globalConfig } = await store.getSubject(subject);
  const own = withoutMode(config);
  if (inherit) return { ...usual, ...withoutMode(globalConfig), ...own };
  if (Object.keys(own).length === 0) throw noLevel(subject);
  return own;
}

/** @throws {SubjectError} when the subject has none of its own, and may not inherit */
export async function readMode({ store }: SubjectDesk, subject: string | undefined, inherit: boolean): Promise<Mode> {
  if (subject === undefined) return (await store.getGlobalConfig()).config.mode ?? 'READWRITE';
  const { config, globalConfig } = await store.getSubject(subject);
  if (config.mode === undefined && !inherit) throw noMode(subject);
  return modeOf({ config, globalConfig });
}

/**
 * Changes what is configured.
 *
 * @param actor name of who does it
 * @returns what was configured before
 * @throws {SubjectError} when the subject is read-only, and the change is no change of the mode
 */
export async function configure(
  desk: SubjectDesk,
  subject: string | undefined,
  change: ConfigChange,
  actor: string,
): Promise<SubjectConfig> {
  const isMode = Object.hasOwn(change, 'mode');
  return rewrite(desk, subject, actor, isMode ? 'mode' : 'config', (former, mode) => {
    if (!isMode && subject !== undefined && mode === 'READONLY') throw readOnly(subject);
    const entries = Object.entries({ ...former, ...change }).filter(([, value]) => value !== null);
    return Object.fromEntries(entries);
  });
}

/**
 * Takes the rules of a subject away, or those of all.
 *
 * @returns what they were
 * @throws {SubjectError} when the subject has none of its own, or is read-only
 */
export async function forgetRules(desk: SubjectDesk, subject: string | undefined, actor: string): Promise<Rules> {
  const former = await rewrite(desk, subject, actor, 'config.delete', ({ mode: own, ...rules }, mode) => {
    if (subject !== undefined && Object.keys(rules).length === 0) throw noSubject(subject);
    if (subject !== undefined && mode === 'READONLY') throw readOnly(subject);
    return own === undefined ? {} : { mode: own };
  });
  return subject === undefined ? { ...usual, ...withoutMode(former) } : withoutMode(former);
}

/**
 * Takes the mode of a subject away, or the one of all.
 *
 * @returns what it was
 * @throws {SubjectError} when the subject has none of its own
 */
export async function forgetMode(desk: SubjectDesk, subject: string | undefined, actor: string): Promise<Mode> {
  const former = await rewrite(desk, subject, actor, 'mode.delete', (config) => {
    if (subject !== undefined && config.mode === undefined) throw noSubject(subject);
    return withoutMode(config);
  });
  return former.mode ?? 'READWRITE';
}

/** @returns the former configuration */
function rewrite(
  { store, queue }: SubjectDesk,
  subject: string | undefined,
  actor: string,
  action: string,
  change: (former: SubjectConfig, mode: Mode) => SubjectConfig,
): Promise<SubjectConfig> {
  const target = subject ?? 'all subjects';
  // No subject is called like this: names have no control characters.
  return queue(subject ?? '\n', async () => {
    if (subject === undefined) {
      const { revision, config } = await store.getGlobalConfig();
      await store.writeConfig(undefined, revision, change(config, config.mode ?? 'READWRITE'), {
        actor,
        action,
        target,
      });
      return config;
    }
    const state = await store.getSubject(subject);
    await store.writeConfig(subject, state.revision, change(state.config, modeOf(state)), { actor, action, target });
    return state.config;
  });
}

function withoutMode(config: SubjectConfig): Rules {
  const { mode: _, ...rules } = config;
  return rules;
}
