import { schemaIn } from './presence.ts';

export const not = schemaIn('not', 'not');
