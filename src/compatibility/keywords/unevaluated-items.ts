import { schemaIn } from './presence.ts';

export const unevaluatedItems = schemaIn('unevaluatedItems', 'unevaluated-items');
