import { limit } from './limit.ts';

export const maximum = limit('maximum', 'maximum', 'most');
