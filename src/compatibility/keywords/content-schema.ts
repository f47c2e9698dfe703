import { schemaIn } from './presence.ts';

export const contentSchema = schemaIn('contentSchema', 'content-schema');
