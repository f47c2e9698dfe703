import { limit } from './limit.ts';

export const maxLength = limit('maxLength', 'max-length', 'most');
