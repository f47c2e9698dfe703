import { limit } from './limit.ts';

export const minProperties = limit('minProperties', 'min-properties', 'least');
