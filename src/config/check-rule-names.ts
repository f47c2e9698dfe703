import type { Finding } from '../findings/finding.ts';
import { at, child } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import type { LoadedConfig } from './load-config.ts';
import { unknownRule } from './rules.ts';
import { report } from './source.ts';

/**
 * Reports severities that are set for a rule or group that does not exist.
 *
 * @param ids every rule id, those of local modules too
 */
export function checkRuleNames({ sources }: LoadedConfig, ids: Iterable<string>): Finding[] {
  const known = new Set<string>();
  for (const id of ids) known.add(id).add(`${id.slice(0, id.indexOf('/'))}/*`);
  return sources.flatMap((source) => {
    const severities = at(source.data, '/severities');
    const unknown = isObject(severities) ? Object.keys(severities).filter((id) => !known.has(id)) : [];
    return unknown.map((id) => {
      const meant = nearest(id, known);
      const help = meant === undefined ? undefined : `Did you mean "${meant}"?`;
      return report(unknownRule, `There is no rule "${id}".`, source.place(child('/severities', id)), help);
    });
  });
}
