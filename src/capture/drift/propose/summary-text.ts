import type { Proposal } from './run-propose.ts';

/** What a reader of a proposal needs to know, as Markdown. */
export function proposalText(proposals: readonly Proposal[], isLive: boolean): string {
  return [
    '# Next versions of contracts, proposed',
    '',
    isLive
      ? 'Made from what captures of live deliveries showed. Read every change before you take it over.'
      : '**No live capture took part: nothing here is proven on real traffic.** Read every change before you take it over.',
    '',
    ...proposals.flatMap(section),
  ].join('\n');
}

function section({ id, from, bump, document, files, done, left }: Proposal): string[] {
  const escape = (text: string): string => text.replaceAll(/[<>&|*_[\]]/g, (sign) => `\\${sign}`);
  return [
    `## ${id}`,
    '',
    `From ${from}; the difference demands a ${bump} step. Its document is \`${document}\`.`,
    '',
    ...(left.length === 0 ? [] : ['Left for a person:', '', ...left.map((text) => `- ${escape(text)}`), '']),
    'Changed:',
    '',
    ...done.map((text) => `- ${escape(text)}`),
    '',
    `Files: ${files.size}. What it means for receivers: \`counterfoil compare ${from} ${document}\`.`,
    '',
  ];
}
