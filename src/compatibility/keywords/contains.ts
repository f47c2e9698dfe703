import { schemaIn } from './presence.ts';

export const contains = schemaIn('contains', 'contains');
