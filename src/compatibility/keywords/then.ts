import { schemaIn } from './presence.ts';

export const then = schemaIn('then', 'then');
