import { resolve } from 'node:path';

import type { Finding, Place } from '../findings/finding.ts';
import { checkShape } from './check-shape.ts';
import { emptyConfig, mergeConfigs } from './config.ts';
import type { Config } from './config.ts';
import { findUpwards } from './find-upwards.ts';
import { extendsOf, readConfig } from './read-config.ts';
import { resolveExtends } from './resolve-extends.ts';
import { extendsLoop } from './rules.ts';
import { displayPath } from '../util/display-path.ts';
import { readSource, report } from './source.ts';
import type { ConfigSource } from './source.ts';

/** The configuration that holds for a folder. */
export interface LoadedConfig {
  /** What could be read; when there are errors among the findings, a run must not go on with it. */
  readonly config: Config;
  /** Absolute path of the file, undefined when there is none. */
  readonly file: string | undefined;
  /** The file and all that it extends, each after what it builds on. */
  readonly sources: readonly ConfigSource[];
  readonly findings: readonly Finding[];
}

const fileNames = ['counterfoil.yaml', 'counterfoil.yml'];
const longestChain = 10;

/**
 * Loads the configuration: the file nearest to `cwd`, looking upwards, with what it extends. No file is no error.
 *
 * @param cwd absolute path of the working folder
 * @param file configuration file to read instead, relative to `cwd`
 */
export function loadConfig(cwd: string, file?: string): LoadedConfig {
  const path = file === undefined ? findUpwards(cwd, fileNames) : resolve(cwd, file);
  const loading: Loading = { cwd, sources: [], findings: [] };
  const config = path === undefined ? emptyConfig : loadFile(path, undefined, [], loading);
  return { config, file: path, sources: loading.sources, findings: loading.findings };
}

interface Loading {
  readonly cwd: string;
  readonly sources: ConfigSource[];
  readonly findings: Finding[];
}

/** @param chain the files that led here, outermost first */
function loadFile(path: string, namedAt: Place | undefined, chain: readonly string[], loading: Loading): Config {
  const source = readSource(path, loading.cwd, namedAt);
  if ('rule' in source) {
    loading.findings.push(source);
    return emptyConfig;
  }
  const findings = checkShape(source);
  loading.findings.push(...findings);
  if (findings.length > 0) return emptyConfig;
  const bases = extendsOf(source.data).map((name, index) =>
    loadBase(name, source, source.place(`/extends/${index}`), [...chain, path], loading),
  );
  loading.sources.push(source);
  return [...bases, readConfig(source)].reduce(mergeConfigs);
}

function loadBase(
  name: string,
  source: ConfigSource,
  place: Place,
  chain: readonly string[],
  loading: Loading,
): Config {
  const path = resolveExtends(name, source.path, place);
  const refusal = typeof path === 'string' ? checkChain(path, chain, place, loading.cwd) : path;
  if (refusal !== undefined) loading.findings.push(refusal);
  // A file that two others extend counts once.
  const isKnown = loading.sources.some((known) => known.path === path);
  return typeof path !== 'string' || refusal !== undefined || isKnown
    ? emptyConfig
    : loadFile(path, place, chain, loading);
}

function checkChain(path: string, chain: readonly string[], place: Place, cwd: string): Finding | undefined {
  if (chain.includes(path)) {
    const circle = [...chain.slice(chain.indexOf(path)), path].map((file) => displayPath(file, cwd));
    return report(extendsLoop, `The configuration extends itself: ${circle.join(' -> ')}.`, place);
  }
  if (chain.length < longestChain) return undefined;
  return report(extendsLoop, `More than ${longestChain} files extend one another.`, place);
}
