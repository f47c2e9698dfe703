import { limit } from './limit.ts';

export const maxContains = limit('maxContains', 'max-contains', 'most');
