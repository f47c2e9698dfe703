import { pathToFileURL } from 'node:url';
import type { CaptureFormat } from '../deliveries/formats/format.ts';
import type { Rule } from '../findings/rule.ts';
import { isObject } from '../util/json.ts';
import { guardCaptureFormat, guardLintRule, guardReporter } from './guard-plugin.ts';
import type { UnknownReporter } from './guard-plugin.ts';
import { RunError } from '../findings/run-error.ts';
import type { LintRule } from './lint/support/lint-rule.ts';

/**
 * What a local module exports as `default` to add to counterfoil. Everything is optional. `docs/plugins.md` shows one of
 * each.
 */
export interface Plugin {
  readonly lintRules?: readonly LintRule[];
  readonly captureFormats?: readonly CaptureFormat[];
  /** Reporters (`Reporter` of `counterfoil`), which `--format` then knows by name. */
  readonly reporters?: readonly UnknownReporter[];
}

/** What all local modules add together. */
export interface Plugins {
  readonly lintRules: readonly LintRule[];
  readonly captureFormats: readonly CaptureFormat[];
  readonly reporters: readonly UnknownReporter[];
  /** The rows of `lintRules`. */
  readonly rules: readonly Rule[];
}

/**
 * Loads local modules. They are code of the user and run with the user's rights.
 *
 * @param paths absolute paths
 * @throws RunError when one cannot be used; the message says which and why
 */
export async function loadPlugins(paths: readonly string[]): Promise<Plugins> {
  const plugins: Plugin[] = [];
  for (const path of paths) plugins.push(await loadPlugin(path));
  const lintRules = plugins.flatMap((plugin) => plugin.lintRules ?? []);
  return {
    lintRules,
    captureFormats: plugins.flatMap((plugin) => plugin.captureFormats ?? []),
    reporters: plugins.flatMap((plugin) => plugin.reporters ?? []),
    rules: lintRules.map(({ rule }) => rule),
  };
}

const parts = {
  lintRules: (entry: unknown) => isObject(entry) && isRule(entry['rule']) && isFunction(entry, 'check'),
  captureFormats: (entry: unknown) =>
    isObject(entry) &&
    typeof entry['name'] === 'string' &&
    Array.isArray(entry['extensions']) &&
    isFunction(entry, 'read'),
  reporters: (entry: unknown) => isObject(entry) && typeof entry['name'] === 'string' && isFunction(entry, 'report'),
};

async function loadPlugin(path: string): Promise<Plugin> {
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    throw unusable(path, `cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  const plugin = module.default;
  if (!isObject(plugin)) throw unusable(path, 'has no default export that is an object.');
  for (const [name, fits] of Object.entries(parts)) {
    const list = plugin[name];
    if (list !== undefined && !(Array.isArray(list) && list.every((entry) => fits(entry)))) {
      throw unusable(path, `exports \`${name}\` that are not of the form docs/plugins.md describes.`);
    }
  }
  for (const name of Object.keys(plugin)) {
    if (!Object.hasOwn(parts, name)) {
      throw unusable(path, `exports \`${name}\`; known are ${Object.keys(parts).join(', ')}.`);
    }
  }
  const { lintRules = [], captureFormats = [], reporters = [] } = plugin as Plugin;
  return {
    lintRules: lintRules.map((lintRule) => guardLintRule(path, lintRule)),
    captureFormats: captureFormats.map((format) => guardCaptureFormat(path, format)),
    reporters: reporters.map((reporter) => guardReporter(path, reporter)),
  };
}

function unusable(path: string, why: string): RunError {
  return new RunError('usage', `The module ${path} ${why}`, {
    help: 'Correct the module, or take it out of `plugins` in counterfoil.yaml.',
  });
}

function isFunction(entry: object, name: string): boolean {
  return typeof (entry as Readonly<Record<string, unknown>>)[name] === 'function';
}

function isRule(rule: unknown): boolean {
  return (
    isObject(rule) &&
    ['id', 'title', 'severity', 'since', 'purpose', 'fix'].every((key) => typeof rule[key] === 'string') &&
    typeof rule['id'] === 'string' &&
    /^[a-z0-9-]+\/[a-z0-9-]+$/.test(rule['id'])
  );
}
