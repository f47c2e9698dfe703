import { schemaIn } from './presence.ts';

export const unevaluatedProperties = schemaIn('unevaluatedProperties', 'unevaluated-properties');
