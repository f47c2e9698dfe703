import { schemaIn } from './presence.ts';

export const thenSchema = schemaIn('then', 'then');
