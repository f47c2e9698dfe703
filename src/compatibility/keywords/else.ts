import { schemaIn } from './presence.ts';

export const otherwise = schemaIn('else', 'else');
