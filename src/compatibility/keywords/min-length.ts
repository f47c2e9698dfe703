import { limit } from './limit.ts';

export const minLength = limit('minLength', 'min-length', 'least');
