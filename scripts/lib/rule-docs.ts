import { catalog } from '../../src/checks/catalog.ts';
import type { Rule } from '../../src/findings/rule.ts';

const groups: Readonly<Record<string, string>> = {
  capture: 'What a capture says against its contract.',
  client: 'Generated clients in the repository.',
  compatibility: 'Two contracts: what `counterfoil compare` reports.',
  config: 'The configuration file.',
  contract: 'A contract among others, and with what is configured for it.',
  document: 'The AsyncAPI document: is it valid?',
  drift: 'The strict profile: what a payload holds beyond the contract.',
  example: 'Documented examples against their schemas.',
  extension: 'The `x-` extensions of the contract format.',
  input: 'Files that cannot be read.',
  lint: 'How a contract is written.',
  schema: 'Payload and header schemas: can they be used?',
};

/** `docs/rules/`: a page for each rule and a list of all. */
export function ruleDocs(): ReadonlyMap<string, string> {
  const pages = catalog.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, page(rule)]);
  return new Map([['docs/rules/README.md', index()], ...pages]);
}

function index(): string {
  const byGroup = Map.groupBy(catalog, ({ id }) => id.slice(0, id.indexOf('/')));
  const sections = [...byGroup].map(([group, rules]) => {
    const purpose = Object.hasOwn(groups, group) ? groups[group] : undefined;
    if (purpose === undefined) throw new Error(`The group "${group}" has no description in scripts/lib/rule-docs.ts.`);
    const rows = rules.map(({ id, title, severity }) => `| [\`${id}\`](${id}.md) | ${severity} | ${cell(title)} |`);
    return [`## ${group}`, purpose, ['| rule | severity | what must hold |', '|---|---|---|', ...rows].join('\n')].join(
      '\n\n',
    );
  });
  const intro = `What \`counterfoil check\` and \`counterfoil compare\` can report: ${catalog.length} rules. \`counterfoil explain <rule>\` prints the page of one. Severities are changed in \`counterfoil.yaml\`, by rule or by group:

\`\`\`yaml
severities:
  lint/closed-set: warning
  drift/*: "off"
\`\`\`

This folder is generated from the rules in \`src/\`.`;
  return `${['# Rules', intro, ...sections].join('\n\n')}\n`;
}

function page({ id, title, severity, since, purpose, fix, bad, good, source }: Rule): string {
  const parts = [
    `# \`${id}\``,
    `${prose(title)}.`,
    `Severity: ${severity}. Since version ${since}. [All rules](../README.md)`,
    `## Why\n\n${prose(purpose)}`,
    `## What to do\n\n${prose(fix)}`,
    ...(bad === undefined ? [] : [`## Breaks it\n\n${sample(bad)}`]),
    ...(good === undefined ? [] : [`## Satisfies it\n\n${sample(good)}`]),
    ...(source === undefined ? [] : [`Source: ${prose(source)}.`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Text outside code is Markdown: `<vendor>` would be taken for HTML there. */
function prose(text: string): string {
  return text.replace(/`[^`]*`|</g, (match) => (match === '<' ? '&lt;' : match));
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}

function sample(text: string): string {
  const language = /^\s*[{[]/.test(text) ? 'json' : 'yaml';
  const fence = '`'.repeat(Math.max(3, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length + 1)));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
