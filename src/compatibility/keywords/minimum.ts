import { limit } from './limit.ts';

export const minimum = limit('minimum', 'minimum', 'least');
