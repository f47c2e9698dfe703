import { limit } from './limit.ts';

export const minContains = limit('minContains', 'min-contains', 'least', 'changes');
