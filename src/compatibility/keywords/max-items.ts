import { limit } from './limit.ts';

export const maxItems = limit('maxItems', 'max-items', 'most');
