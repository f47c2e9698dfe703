import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { Verdict } from '../../src/compatibility/compare-schemas.ts';
import { changeRules } from '../../src/compatibility/rules.ts';
import { propertyCases, valueCases } from '../../test/compatibility/content-models.ts';
import type { DeliveryCase } from '../../test/compatibility/content-models.ts';
import type { GeneratedDocs } from './generated-docs.ts';
import { withGeneratedParts } from './generated-docs.ts';

const file = 'docs/compatibility.md';

/** The tables of the page on compatibility: verdicts as the engine gives them for the cases of its tests. */
export function compatibilityDocs(): GeneratedDocs {
  const parts = { properties: table(propertyCases), values: table(valueCases), rules: ruleTable() };
  return new Map([[file, withGeneratedParts(file, parts)]]);
}

function table(cases: readonly DeliveryCase[]): string {
  const rows = cases.map(({ content, change, older, newer }) => {
    const { forward, backward } = compareSchemas(older, newer, { relation: 'deliveries', dialect: 'draft-07' });
    return `| ${content} | ${change} | ${cell(forward)} | ${cell(backward)} |`;
  });
  return [
    '| object | change | old receivers, new deliveries | new receivers, old captures |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function cell(verdict: Verdict): string {
  if (verdict.status === 'incompatible') return `breaks: \`${JSON.stringify(verdict.witness)}\``;
  return verdict.status === 'compatible' ? 'safe' : `undecided: ${verdict.reason}`;
}

function ruleTable(): string {
  const rows = changeRules
    .toSorted((left, right) => left.id.localeCompare(right.id))
    .map(
      (rule) =>
        `| \`${rule.id}\` | ${rule.title} | ${rule.effect} | ${rule.mirror === undefined ? rule.waiver : `\`${rule.mirror}\``} |`,
    );
  return ['| rule | what changed | allowed values | mirror |', '|---|---|---|---|', ...rows].join('\n');
}
