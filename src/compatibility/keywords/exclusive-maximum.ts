import { limit } from './limit.ts';

export const exclusiveMaximum = limit('exclusiveMaximum', 'exclusive-maximum', 'most');
