import { schemaIn } from './presence.ts';

export const when = schemaIn('if', 'if', 'changes');
