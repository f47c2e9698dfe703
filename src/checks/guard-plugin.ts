import type { Capture } from '../deliveries/capture.ts';
import type { CaptureItem } from '../deliveries/capture-finding.ts';
import type { CaptureFormat, CaptureRun } from '../deliveries/formats/format.ts';
import type { Finding } from '../findings/finding.ts';
import { severities } from '../findings/severity.ts';
import { isObject } from '../util/json.ts';
import type { LintRule } from './lint/support/lint-rule.ts';
import { RunError } from '../findings/run-error.ts';

/**
 * What a local module adds, wrapped so that its mistakes are told as those of the module: an error that it throws, or a
 * result that is not of the form that docs/plugins.md describes, becomes a RunError that names it.
 */
export function guardLintRule(path: string, lintRule: LintRule): LintRule {
  const { rule } = lintRule;
  return {
    rule,
    check(context) {
      const found: unknown = attempt(path, `rule ${rule.id}`, () => lintRule.check(context));
      if (Array.isArray(found) && found.every((one) => isFinding(one) && one.rule === rule.id))
        return found as Finding[];
      throw atFault(path, `its rule ${rule.id} returned something that is no list of its findings.`);
    },
  };
}

/** A reporter as far as this folder knows it: the commands know what `report` is given. */
export interface UnknownReporter {
  readonly name: string;
  report(...args: readonly unknown[]): unknown;
}

/** The same for a reporter. */
export function guardReporter(path: string, reporter: UnknownReporter): UnknownReporter {
  return {
    name: reporter.name,
    report(...args) {
      const text = attempt(path, `reporter ${reporter.name}`, () => reporter.report(...args));
      if (typeof text === 'string') return text;
      throw atFault(path, `its reporter ${reporter.name} returned something that is no text.`);
    },
  };
}

/** The same for a capture format. Errors of the system pass: they are about the file. */
export function guardCaptureFormat(path: string, format: CaptureFormat): CaptureFormat {
  const what = `capture format ${format.name}`;
  return {
    name: format.name,
    extensions: format.extensions,
    ...(format.limit === undefined ? {} : { limit: format.limit }),
    detect: (head) => attempt(path, what, () => format.detect?.(head) === true),
    async *read(source, options) {
      try {
        for await (const run of format.read(source, options)) yield checkedRun(path, what, run);
      } catch (error) {
        const isOfSystem = error instanceof Error && 'code' in error && typeof error.code === 'string';
        throw isOfSystem || error instanceof RunError ? error : thrown(path, what, error);
      }
    },
  };
}

function* checkedRun(path: string, what: string, run: CaptureRun): Generator<CaptureItem> {
  if (typeof run !== 'object' || run === null || !(Symbol.iterator in run)) {
    throw atFault(path, `its ${what} yielded something that is no run of captures.`);
  }
  for (const item of run as Iterable<unknown>) {
    if (!isFinding(item) && !isCapture(item)) throw atFault(path, `its ${what} yielded something that is no capture.`);
    yield item;
  }
}

function attempt<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw thrown(path, what, error);
  }
}

function thrown(path: string, what: string, error: unknown): RunError {
  return atFault(
    path,
    `its ${what} threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}.`,
  );
}

function atFault(path: string, what: string): RunError {
  return new RunError('usage', `The module ${path} failed: ${what}`, {
    help: 'Correct the module, or take it out of `plugins` in counterfoil.yaml.',
  });
}

function isFinding(value: unknown): value is Finding {
  return (
    isObject(value) &&
    typeof value['rule'] === 'string' &&
    severities.some((severity) => severity === value['severity']) &&
    typeof value['message'] === 'string' &&
    isPlace(value['place'])
  );
}

function isCapture(value: unknown): value is Capture {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    isObject(value['delivery']) &&
    isPlace(value['place']) &&
    isDelivery(value['delivery'])
  );
}

function isPlace(value: unknown): boolean {
  return isObject(value) && typeof value['file'] === 'string';
}

function isDelivery({ method, url, headers, body }: Readonly<Record<string, unknown>>): boolean {
  return typeof method === 'string' && typeof url === 'string' && Array.isArray(headers) && isObject(body);
}
