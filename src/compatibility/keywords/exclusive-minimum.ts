import { limit } from './limit.ts';

export const exclusiveMinimum = limit('exclusiveMinimum', 'exclusive-minimum', 'least');
