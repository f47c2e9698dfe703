import { limit } from './limit.ts';

export const maxProperties = limit('maxProperties', 'max-properties', 'most');
