import { limit } from './limit.ts';

export const minItems = limit('minItems', 'min-items', 'least');
