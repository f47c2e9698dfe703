import type { Html } from '../html.ts';
import type { CatalogContract } from '../data/catalog-contract.ts';
import { chip } from './small.ts';
import type { Tone } from './small.ts';

/** How far a contract has come, as a chip. */
export function stateChip({ state, successor }: CatalogContract): Html {
  if (state === 'released') return chip('released', 'good', 'It does not change any more.');
  if (state === 'deprecated')
    return chip(successor === undefined ? 'deprecated' : `deprecated: use ${successor}`, 'warn');
  return chip('draft', 'accent', 'Not released: it may still change.');
}

/** What people read for each verdict, and its colour. */
export const verdicts: Readonly<
  Record<'compatible' | 'incompatible' | 'undecided', { readonly text: string; readonly tone: Tone }>
> = {
  compatible: { text: 'safe', tone: 'good' },
  incompatible: { text: 'breaks', tone: 'bad' },
  undecided: { text: 'undecided', tone: 'warn' },
};
